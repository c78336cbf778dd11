"""What is made of each chunk of notices: texts for the browser, and a segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.build_cache.site_before import Recorded
from site_builder.indexing.files import Filed, write, write_segment_file
from site_builder.indexing.memory import keep_memory
from site_builder.outputs.search.encoding import Carrier, Primed
from site_builder.outputs.search.folding import traditional_in
from site_builder.outputs.search.partition import layout_of
from site_builder.outputs.search.plan import Plan, Task
from site_builder.outputs.search.segments import blocks
from site_builder.outputs.search.texts import known_text, text_file
from site_builder.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is known of some notices once they are indexed, by their numbers.

    `records` says how many records each has, in the order in which the segment has them;
    `traditional` which traditional characters, if any. `texts` are what the browser needs to show
    each notice of a small site; on others `files` are where that is, and `recorded` what is to be
    known of these later, each under its name for a key.
    """

    records: dict[int, int]
    traditional: dict[int, str]
    texts: dict[int, dict[str, Any]]
    files: dict[int, Carrier]
    recorded: dict[int, Recorded] = field(default_factory=dict)


def sample(prepared: Prepared) -> str:
    """Return the texts of one of the notices that stand for all."""
    return "\n".join(record.text for record in prepared.records)


def known_to_all(samples: Iterable[tuple[int, str]]) -> bytes:
    """Return what the samples, each with the number of its notice, have in common."""
    return known_text([text for _, text in sorted(samples)])


def index_chunk(
    notices: Sequence[tuple[Task, Prepared]], plan: Plan, known: bytes, folder: Path, segment: Path
) -> Indexed:
    """Write the texts of some notices for the browser, and a segment with all their records.

    The segment follows from the notices and from the layout alone, not from any number. A small
    site needs none.
    """
    records = {task.number: len(prepared.records) for task, prepared in notices}
    traditional = _traditional(notices)
    if plan.small:
        texts = {task.number: _text(task, prepared) for task, prepared in notices}
        return Indexed(records, traditional, texts, {})
    keep_memory()
    found = [record for _, prepared in notices for record in prepared.records]
    layout = layout_of(plan)
    write_segment_file(segment, list(blocks(found, layout)), layout)
    filed = write_texts(notices, known, folder)
    files = {number: one.carrier for number, one in filed.items()}
    recorded = {number: one.recorded for number, one in filed.items()}
    return Indexed(records, traditional, {}, files, recorded)


def _traditional(notices: Sequence[tuple[Task, Prepared]]) -> dict[int, str]:
    """Return which traditional characters there are in each notice that has any."""
    # Hardly any notice has one, so that it is quicker to look at all of them first.
    if not traditional_in(_whole(prepared for _, prepared in notices)):
        return {}
    each = ((task.number, traditional_in(_whole([prepared]))) for task, prepared in notices)
    return {number: found for number, found in each if found}


def _whole(notices: Iterable[Prepared]) -> str:
    return "".join([record.text for prepared in notices for record in prepared.records])


def write_texts(
    notices: Iterable[tuple[Task, Prepared]], known: bytes, folder: Path
) -> dict[int, Filed]:
    """Write the texts of some notices for the browser; return their files by number."""
    primed = Primed(known)
    return {
        task.number: write(text_file(task.number, _text(task, prepared), primed), folder)
        for task, prepared in notices
    }


def _text(task: Task, prepared: Prepared) -> dict[str, Any]:
    return {**prepared.shown, "date": task.dated}
