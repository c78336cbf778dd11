"""The validator for values of sound texts: it says what the model says, and asks less."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from site_builder.notice import vouched
from site_builder.notice.model import Notice, Status
from site_builder.notice.vouched import vouched_notice
from site_builder.reading.dump import dump_notice
from site_builder.reading.lines import lines_value
from tests.strategies import WITHIN, notices_in_any_state

BARE = {"id": "a", "title": "甲", "organization": "乙"}


def with_issue(**fields: Any) -> dict[str, Any]:
    """Return the values of a notice with one issue."""
    return {**BARE, "sections": [{"issues": [{"problem": "丙", **fields}]}]}


@WITHIN
@given(notices_in_any_state())
def test_it_says_what_the_model_says(notice):
    lines = lines_value(dump_notice(notice))
    if lines and lines.filled:
        value = {"id": notice.id, **lines.value}
        validated = vouched_notice(value)
        assert validated == Notice.model_validate(value)
        assert validated.model_dump() == notice.model_dump()
        assert type(validated) is Notice


@pytest.mark.parametrize(
    "measures",
    [
        ["（1）甲。", "乙"],
        ["（1）", "一是甲"],
        [{"text": "①甲", "measures": ["乙", {"内容": "（2）丙", "分项": ["丁"]}]}],
        [{"marker": "1.", "text": "甲"}],
        [{"marker": "1."}],
        [],
    ],
)
def test_measures_are_those_of_the_model(measures):
    value = with_issue(measures=measures)
    assert vouched_notice(value) == Notice.model_validate(value)
    assert vouched_notice(value).model_dump() == Notice.model_validate(value).model_dump()


@pytest.mark.parametrize(
    "value",
    [
        {"title": "甲"},
        {**BARE, "unknown": "甲"},
        {**BARE, "title": True},
        {**BARE, "title": ["甲"]},
        {**BARE, "published": "2023-02-30"},
        {**BARE, "id": "A"},
        {**BARE, "contacts": [{"text": "甲"}]},
        {**BARE, "sections": [{}]},
        with_issue(status="办理了一些"),
        with_issue(status={"text": "办理了一些"}),
        with_issue(measures="（1）甲"),
        with_issue(measures={"text": "甲"}),
        with_issue(measures=[{}]),
        with_issue(measures=[{"measures": ["甲"]}]),
        with_issue(measures=[{"text": "甲", "measures": [{}]}]),
        with_issue(measures=[{"text": "甲", "unknown": "乙"}]),
        with_issue(measures=[{"text": ["甲"]}]),
        with_issue(measures=[True]),
        with_issue(measures=[None]),
        with_issue(measures=[["甲"]]),
    ],
    ids=str,
)
def test_what_the_model_refuses_is_refused(value):
    for validated in (Notice.model_validate, vouched_notice):
        with pytest.raises(ValidationError):
            validated(value)


def test_of_texts_nothing_is_asked():
    """If pydantic took parts of the model as they are, nothing would be gained, and nobody know."""
    value = with_issue(measures=["\x07"], tags=["\x07"])
    value["labels"] = {"problem": "\x07"}
    with pytest.raises(ValidationError) as refused:
        Notice.model_validate(value)
    assert len(refused.value.errors()) == 3
    assert vouched_notice(value).labels.problem == "\x07"


def test_without_pydantics_help_the_model_is_asked(monkeypatch):
    monkeypatch.setattr(vouched, "SchemaValidator", lambda _: pytest.fail("not as asked for"))
    assert vouched.validator() == Notice.model_validate


def test_a_usual_status_is_made_once():
    one, other = (vouched_notice(with_issue(status="已完成")) for _ in range(2))
    status = one.sections[0].issues[0].status
    assert status == Status.model_validate("已完成")
    assert status is other.sections[0].issues[0].status
