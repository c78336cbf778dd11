"""Mailboxes that anybody can have."""

from __future__ import annotations

FREE_MAIL = frozenset(
    (
        *("qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "yeah.net"),
        *("188.com", "sina.com", "sina.cn", "vip.sina.com", "sohu.com", "vip.sohu.com", "tom.com"),
        *("21cn.com", "139.com", "189.cn", "wo.cn", "aliyun.com", "263.net", "eyou.com", "139.cn"),
        *("gmail.com", "hotmail.com", "outlook.com", "live.cn", "live.com", "msn.com", "yahoo.com"),
        *("yahoo.com.cn", "yahoo.cn", "icloud.com", "me.com", "protonmail.com", "88.com"),
    )
)
