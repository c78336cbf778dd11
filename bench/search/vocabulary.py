"""Made-up words that the notices of the bench vary in."""

from __future__ import annotations


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# Two of these make the name of a place or a firm: 14,400 names, of which few are frequent.
SYLLABLES = (
    "云溪朝阳石桥青松白鹭长塘南岭北坡东湾西渡金谷银杏龙泉凤台虎岗鹤山"
    "柳林杨树槐花桃源梨坪枫叶荷塘竹海兰芳菊圃梅坞葵田麦浪稻香茶垄桑园"
    "江畔湖滨河口海棠泽清洲头汀沙涧水潭溪沟井泉池坝堤闸港湾码埠"
    "玉璧珠宝铜鼓铁炉锡铅钟楼塔寺亭阁院坊驿站关隘城墙街巷里弄"
)
PLACES = _listed("村 社区 水库 小学 卫生院 桥 泵站 文化站 林场 安置区 市场")
FIRMS = _listed("建设工程有限公司 食品配送有限公司 信息技术有限公司 物业服务中心 造价咨询所")
REGIONS = tuple(f"示例{name}{kind}" for name in "甲乙丙丁戊己庚辛壬癸" for kind in "市县区")
BUREAUS = _listed("""
    科学技术局 教育局 民政局 水利局 财政局 审计局 统计局 司法局 林业局 信访局 档案馆 应急管理局
    交通运输局 农业农村局 卫生健康局 医疗保障局 自然资源局 生态环境局 乡村振兴局 城市管理局
    市场监督管理局 住房和城乡建设局 文化和旅游局 退役军人事务局 人力资源和社会保障局 行政审批服务局
""")
THEMES = _listed("""
    资金监管 校园安全 财务管理 基层党建 干部队伍 政府采购 资产管理 乡村振兴 工程建设 学生资助
    意识形态 民主集中制 审计整改 安全生产 服务企业 信访办理 生态保护 养老服务 耕地保护 防汛抗旱
""")
# What is printed before the problem, the status and the measures.
LABELS = (
    ("存在问题：", "整改结果：", "整改落实情况："),
    (None, "完成情况：", "整改情况："),
    ("问题：", "进展：", "措施："),
)
# None where a notice prints no status; those named first are the frequent ones.
STATUSES = (
    "已完成整改，并长期坚持。",
    None,
    "阶段性完成整改，并持续推进。",
    "已完成整改。",
    "正在整改。",
    "基本完成。",
    "未完成。",
)
SYSTEMS = ("OA", "GIS", "ERP", "BIM", "5G+广播", "VOCs监测", "“互联网+监管”", "Wi-Fi签到")

SENTENCES = (
    "专班到{place}现场核查，{date}前办结。",
    "{place}有{figure}户群众反映的同类事项一并解决，逐户签字确认。",
    "公布监督电话{phone}，{date}起每个工作日有专人接听。",
    "印发《{place}管理维护暂行办法》（{document}）。",
    "向{firm}收回多付款项{amount}，{date}全部入账。",
    "{firm}作出书面说明，{amount}保证金不予退还。",
    "R&D经费{amount}补记入账，报表由{place}所在乡镇复核。",
    "启用{system}平台，{date}完成{figure}条历史数据的迁移。",
    "按DB99/T {figure}-{year}标准改造{place}，由{firm}承担质量责任。",
    "来信来访由{phone}统一受理，{place}的答复率为{share}%。",
)
