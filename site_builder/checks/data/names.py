"""Surnames and given names, as far as they can be told from other words."""

from __future__ import annotations

# Common surnames that seldom begin another word behind 学生, 患者 or 举报人.
SURNAMES = (
    "王李张刘陈杨赵吴周徐孙朱胡郭罗郑梁宋唐邓冯韩曹彭肖蔡潘董袁叶杜苏魏吕丁沈姚卢姜崔谭陆汪范廖贾"
    "韦邹熊孟秦阎薛侯黄何林谢许曾余戴夏钟田任雷贺顾郝龚邵钱严武莫孔汤尹邱黎易常温康施洪江庞樊兰殷"
    "翁倪牛俞葛柴游麦欧冼詹骆练甘"
)
# What a given name does not hold: the ends of place names and offices, and the words of grammar.
_NOT_GIVEN = (
    "的了和与及等对由被把在于为是有无不未已正将因患系确身曾也均都某州市县镇村区乡省庄家庙们者人员中"
    "上下内外前后时方面会局长科股室任主副书记校园班级年月日号一二三四五六七八九十两几各该其此这那"
)
GIVEN = rf"(?:(?![{_NOT_GIVEN}])[\u4e00-\u9fff]){{1,2}}"
NAME = rf"(?:欧阳|上官|司徒|诸葛|司马|夏侯|皇甫|[{SURNAMES}]){GIVEN}"
# Words that begin like a name.
NOT_NAMES = frozenset(
    (
        *("陈述", "陈列", "陈旧", "张贴", "张榜", "张力", "周边", "周末", "周期", "周围", "周密"),
        *("周转", "郑重", "范围", "罗列", "胡乱", "唐突", "许可", "许多", "谢绝", "谢师", "夏季"),
        *("田间", "任意", "任务", "任教", "任职", "顾虑", "顾问", "严重", "严格", "莫名", "温暖"),
        *("温饱", "康复", "施工", "施救", "常见", "常态", "常用", "易地", "易感", "何时", "何种"),
        *("黄金", "林业", "曾经", "余额", "余下", "江河", "洪涝", "游客", "游学", "麦收"),
        *("甘愿", "练习", "练兵", "牛羊", "雷电", "钱款", "钱物", "武装", "汤药"),
        *("戴帽", "戴口", "苏醒", "杜绝", "丁克", "姜黄", "陆续", "梁柱", "宋代", "唐代", "杨梅"),
        *("肖像", "叶片", "魏晋", "吕梁", "徐徐", "孙辈", "孙子", "朱红", "王牌", "王者", "李子"),
        *("兰花", "江水", "江边", "黎明", "黎族", "夏令", "夏收", "林地", "林木", "田地", "田野"),
        *("欧洲", "欧美", "贺信", "贺卡", "顾及", "常年", "常规", "常住", "严禁", "严肃", "洪水"),
    )
)


def is_name(word: str) -> bool:
    """Tell whether a word that looks like a name is not a known other word."""
    return word[:2] not in NOT_NAMES
