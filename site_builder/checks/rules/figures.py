"""Rules about figures that contradict themselves: rates above 100 %, more done than there was."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject
from site_builder.notice.diagnostics import Severity

# Rates of a whole. Not 完成率 alone: a task or a budget may be fulfilled to 120 %.
_RATES = (
    "办结率 整改率 满意率 满意度 到位率 覆盖率 合格率 知晓率 参与率 参训率 出勤率 到会率 公开率 "
    "整改完成率 问题完成率 及时率 建档率 签订率 回复率 反馈率 销号率 化解率 受理率 按时率 普及率"
)
_RATE = lazily(
    rf"(?:{'|'.join(_RATES.split())})[^\d。，,；;%％\0]{{0,4}}(?P<rate>\d{{1,6}}(?:\.\d{{1,4}})?)\s?[%％]"
)
_NOUN = r"(?:具体|主要|突出|安全)?(?:问题|信访件|信访|线索|任务|事项|举报|案件|隐患)?"
_DONE = r"(?:办结|完成整改|整改完成|整改到位|完成|整改|化解|销号)"
_OF = (
    rf"(?<![\d.])(?P<all>\d{{1,6}})(?P<unit>[件个项条起处]){_NOUN}[，,、：:]?"
    rf"(?:其中|目前|现|截至目前，)?(?:已经?|均已)?{_DONE}了?(?P<done>\d{{1,6}})(?P=unit)"
)
# Where there is none, there is no part of a whole.
_DONE_SOME = lazily(rf"{_DONE}了?(?=\d)")
_PART = lazily(_OF)
_PART_AND_RATE = lazily(
    rf"{_OF}{_NOUN}[，,、：:（(]?(?:办结|完成|整改|整改完成|问题整改|化解|销号)率"
    r"[^\d。，,；;%％\0]{0,4}(?P<rate>\d{1,3}(?P<digits>\.\d{1,4})?)\s?[%％]"
)
_SHARES = lazily(r"(?:分别占|分别为|其中)(?P<shares>[^。；;\0]{4,120})")
_SHARE = lazily(r"(?<![\d.])(\d{1,3}(?:\.\d{1,4})?)\s?[%％]")
_ANOTHER = lazily(r"分别|其中")
_ROUNDING = 1.0


@rule(
    "N221",
    Severity.WARNING,
    title="比率超过100%",
    why="办结率、满意率这样的比率，最高是100%。",
    cure="核对数字。",
)
def rates_up_to_100(subject: Subject) -> Iterator[Finding]:
    """Find rates of a whole above 100 %."""
    for spot in subject.find(_RATE):
        if float(spot.match["rate"]) > 100:
            yield Finding(spot.path, spot.start, spot.end, f"“{spot.words}”超过了100%")


@rule(
    "N222",
    Severity.WARNING,
    title="百分比与数字对不上",
    why="同一句里的总数、办结数和办结率互相算得出来，对不上就有一个是错的。",
    cure="重新计算；总数、办结数、办结率都要核对。",
)
def rates_agree(subject: Subject) -> Iterator[Finding]:
    """Compare a rate with the figures before it, and shares of a whole with the whole."""
    for spot in subject.find_near(_PART_AND_RATE, subject.screen.starts(_DONE_SOME)):
        total, done = int(spot.match["all"]), int(spot.match["done"])
        # One unit of the last digit printed, so that cutting off is as good as rounding.
        tolerance = 10.0 ** -len((spot.match["digits"] or ".")[1:])
        if (
            total
            and done <= total
            and abs(100 * done / total - float(spot.match["rate"])) >= (tolerance)
        ):
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                f"{total}{spot.match['unit']}中的{done}{spot.match['unit']}是"
                f"{100 * done / total:.4g}%，不是{spot.match['rate']}%",
            )
    for spot in subject.find(_SHARES):
        if "占" not in spot.words:
            continue
        of_one_whole = _ANOTHER.split(spot.match["shares"], maxsplit=1)[0]
        shares = [float(share) for share in _SHARE.findall(of_one_whole)]
        if len(shares) > 1 and sum(shares) > 100 + _ROUNDING:
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                f"各项占比加起来是{sum(shares):.4g}%，超过了100%",
            )


@rule(
    "N223",
    Severity.WARNING,
    title="办结的比总数还多",
    why="收到12件，不可能办结13件。",
    cure="核对总数和办结数；两个数说的不是一回事的，改写得让人看得明白。",
)
def part_of_whole(subject: Subject) -> Iterator[Finding]:
    """Find more done than there was."""
    for spot in subject.find_near(_PART, subject.screen.starts(_DONE_SOME)):
        if int(spot.match["done"]) > int(spot.match["all"]):
            unit = spot.match["unit"]
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                f"总数是{spot.match['all']}{unit}，办结的却有{spot.match['done']}{unit}",
            )
