"""Hypothesis strategies for everything a notice may hold."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from site_builder.notice.base import Part
from site_builder.notice.contact import Contact, ContactType
from site_builder.notice.lifecycle import Correction, State, Withdrawal
from site_builder.notice.model import (
    PRINTED_ORDER,
    RESERVED_IDS,
    STAGES,
    Inspection,
    Issue,
    IssueLabels,
    Measure,
    Notice,
    NoticeLabels,
    PrintedDate,
    PrintedPeriod,
    Section,
    SignatureLine,
    SignOff,
    Status,
    Waiver,
)
from site_builder.notice.status import VOCABULARY, StatusCode

# Whole notices take long to draw on a busy machine; reading one may not take long.
WITHIN = settings(
    deadline=timedelta(seconds=2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Texts that YAML, HTML or a template takes for something else when they are not escaped.
HOSTILE = (
    *("no", "yes", "true", "null", "~", "012", "12:30", "1.", "1_000", ".inf", "0x1F"),
    *("2023-01-01", "2023年8月10日", "- a", "-", "# b", "a #b", "a: b", "a:", "：", "a：b"),
    *("? a", "{x}", "[x]", "[", "}", "*x", "&x", "!x", "%x", "@x", "`x`", "|", ">", "=", "<<"),
    *("'", '"', "\\", "\\n", "---", "...", "<script>", "{{ x }}", "{% x %}", "&amp;", "=1+1"),
    *("一是甲", "（1）乙", "①", "1. 丙", "问题1：", " 前后有空格 ", "\u3000全角空格", "１２，ＡＢ"),
    *("第一行\n第二行", "\n", "a\n\n b", "\t", "\u2028", "\u0085", "\ufeff", "\u00a0", "\u200b"),
    *("😀", "𠮷", "\ufffd"),
)
MARKERS = ("（1）", "(2)", "①", "一是", "1.", "1、", "问题1：", "第一，", "★")
DATES = ("2023年8月10日", "2023-08-10", "二〇二三年八月十日", "8月19日", "2023年2月30日", "年底前")
PERIODS = ("2023年3月1日至5月20日", "2023年3月1日至2024年1月5日", "3月下旬至6月下旬", "为期45天")


def texts() -> st.SearchStrategy[str]:
    """Texts that are not blank."""
    anything = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)
    pieces = st.sampled_from(HOSTILE) | anything | st.text("中文字，。a1 ", max_size=8)
    return st.lists(pieces, min_size=1, max_size=3).map("".join).filter(str.strip)


def _build(model: type[Part], **fields: st.SearchStrategy) -> st.SearchStrategy:
    """Build a part from its English keys; `st.builds` would ask for the Chinese ones as well."""
    return st.fixed_dictionaries(fields).map(lambda values: model(**values))


def _maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def _few(strategy: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(strategy, max_size=most).map(tuple)


def printed_dates() -> st.SearchStrategy[PrintedDate]:
    return _build(PrintedDate, text=st.sampled_from(DATES) | texts(), date=_maybe(st.dates()))


def printed_periods() -> st.SearchStrategy[PrintedPeriod]:
    return _build(
        PrintedPeriod,
        text=st.sampled_from(PERIODS) | texts(),
        start=_maybe(st.dates()),
        end=_maybe(st.dates()),
    )


def statuses() -> st.SearchStrategy[Status]:
    places = st.sampled_from(["own", "inside", "elsewhere"])
    known = st.sampled_from(sorted(VOCABULARY))
    by_hand = _build(
        Status,
        text=known | texts(),
        code=st.sampled_from(StatusCode),
        sustained=st.booleans(),
        place=places,
    )
    return _build(Status, text=known, place=places) | by_hand


def measures(depth: int = 2) -> st.SearchStrategy[Measure]:
    inner = _few(measures(depth - 1), 2) if depth else st.just(())
    marked = _build(
        Measure,
        marker=st.sampled_from(MARKERS) | texts(),
        text=_maybe(texts()),
        measures=inner,
    )
    return marked | _build(Measure, text=texts(), measures=inner)


def _orders() -> st.SearchStrategy:
    return _maybe(st.lists(st.sampled_from(PRINTED_ORDER), unique=True).map(tuple))


def _labels(model: type[IssueLabels]) -> st.SearchStrategy:
    names = [name for name in model.model_fields if name != "order"]
    label = st.none() | st.just("") | st.sampled_from(["整改情况：", "状态"]) | texts()
    return _build(model, order=_orders(), **dict.fromkeys(names, label))


def issues() -> st.SearchStrategy[Issue]:
    return _build(
        Issue,
        number=_maybe(st.sampled_from(["1.", "问题1：", "1-2"]) | texts()),
        labels=st.just(IssueLabels()) | _labels(IssueLabels),
        problem=texts(),
        details=_few(texts(), 2),
        owner=_maybe(texts()),
        deadline=_maybe(printed_dates()),
        status=_maybe(statuses()),
        measures=_few(measures()),
        tags=_few(texts(), 2),
        follows=st.none()
        | st.tuples(ids(), st.integers(1, 99)).map(lambda p: f"{p[0]}#issue-{p[1]}"),
    )


def sections(depth: int = 2) -> st.SearchStrategy[Section]:
    return _build(
        Section,
        heading=texts(),
        text=_few(texts(), 2),
        issues=_few(issues(), 2),
        sections=_few(sections(depth - 1), 2) if depth else st.just(()),
    )


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    value = draw(texts())
    around = draw(_maybe(st.tuples(st.just("") | texts(), st.just("") | texts())))
    text = None if around is None else f"{around[0]}{value}{around[1]}"
    return Contact(type=draw(st.sampled_from(ContactType)), value=value, text=text)


def signature_lines() -> st.SearchStrategy[SignatureLine]:
    types = st.sampled_from(["issuer", "signatory", "date", "other"])
    return _build(SignatureLine, type=types, text=texts())


def sign_offs() -> st.SearchStrategy[SignOff]:
    stages = st.sampled_from(STAGES)
    return _build(SignOff, stage=stages, who=texts(), date=st.dates(), hash=texts())


def waivers() -> st.SearchStrategy[Waiver]:
    return _build(Waiver, rule=texts(), reason=_maybe(texts()), words=_maybe(texts()))


def inspections() -> st.SearchStrategy[Inspection]:
    return _build(
        Inspection,
        body=_maybe(texts()),
        round=_maybe(texts()),
        kinds=_few(texts()),
        period=_maybe(printed_periods()),
        feedback_date=_maybe(printed_dates()),
    )


def corrections() -> st.SearchStrategy[Correction]:
    return _build(Correction, date=st.dates(), what=texts(), why=texts())


def withdrawals() -> st.SearchStrategy[Withdrawal]:
    return _build(Withdrawal, date=st.dates(), reason=texts(), keep_text=st.booleans())


def moments() -> st.SearchStrategy[datetime]:
    offsets = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
    seconds = st.datetimes(datetime(1000, 1, 2)).map(lambda moment: moment.replace(microsecond=0))
    return st.tuples(seconds, offsets).map(lambda pair: pair[0].replace(tzinfo=pair[1]))


def _lifecycle(draw: st.DrawFn, fields: dict[str, st.SearchStrategy]) -> dict[str, object]:
    """Draw a few of the fields that say what became of a notice; most have none of them."""
    names = draw(st.lists(st.sampled_from(sorted(fields)), max_size=2, unique=True))
    return {name: draw(fields[name]) for name in names}


@st.composite
def _lifecycles(draw: st.DrawFn) -> dict[str, object]:
    fields: dict[str, st.SearchStrategy] = {
        "corrections": _few(corrections(), 2),
        "superseded_by": ids(),
        "previous": ids(),
        "former_ids": _few(ids(), 2),
    }
    return _lifecycle(draw, fields)


@st.composite
def notices_in_any_state(draw: st.DrawFn) -> Notice:
    """Notices of any kind, drafts, scheduled and withdrawn ones among them."""
    notice = draw(notices())
    found = _lifecycle(
        draw,
        {
            "publish_at": moments(),
            "withdrawn": withdrawals(),
            "state": st.sampled_from([State.DRAFT, State.PUBLISHED]),
        },
    )
    if "withdrawn" in found:
        found["state"] = State.WITHDRAWN
    return notice.model_copy(update=found)


def ids() -> st.SearchStrategy[str]:
    shape = r"[a-z0-9]{1,8}([-_][a-z0-9]{1,8}){0,2}"
    return st.from_regex(shape, fullmatch=True).filter(lambda id_: id_ not in RESERVED_IDS)


def notices() -> st.SearchStrategy[Notice]:
    """Public notices of any kind that the model allows."""
    optional = ("letterhead", "edition", "region", "publisher", "index_number", "document_number")
    fields = st.fixed_dictionaries(
        dict(
            id=ids(),
            title=texts(),
            organization=texts(),
            published=_maybe(st.dates()),
            disclosure=_maybe(texts()),
            labels=_labels(NoticeLabels),
            inspection=inspections(),
            preamble=_few(texts(), 2),
            sections=_few(sections(), 2),
            closing=_few(texts(), 2),
            contacts=_few(contacts()),
            signature=_few(signature_lines()),
            review=_few(sign_offs()),
            waivers=_few(waivers(), 2),
            **dict.fromkeys(optional, _maybe(texts())),
        )
    )
    return st.tuples(fields, _lifecycles()).map(lambda pair: Notice(**pair[0], **pair[1]))
