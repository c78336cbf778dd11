"""The index of a site, of what was made of its notices now and of what was made before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from site_builder.indexing import Indexed, Segment, known_to_all, write_index
from site_builder.library import Entry
from site_builder.outputs.search.plan import Plan
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.pipeline.notices import Notices
from site_builder.pipeline.reuse import INDEX, IndexState, Reuse, TextFile
from site_builder.pipeline.taking import taking
from site_builder.pipeline.worker import (
    Done,
    digest_of_common,
    sample_chunk,
    text_chunk,
    text_key,
)
from site_builder.views import urls
from site_builder.workshop import Workshop


class Sampled(NamedTuple):
    """The keys of the notices that stand for all, and what their texts have in common."""

    keys: tuple[str, ...]
    common: bytes


def layout_of(plan: Plan) -> tuple[bool, int]:
    """Return what segments depend on beside their notices."""
    return plan.exact, plan.partition_bits


@dataclass(slots=True)
class Index:
    """The index of one build; `segments` is the folder of these."""

    plan: Plan
    reuse: Reuse
    workshop: Workshop
    segments: Path

    @property
    def before(self) -> IndexState | None:
        """What the build before left, if it was of the same layout."""
        state = self.reuse.index_before
        return state if state and state.layout == layout_of(self.plan) else None

    def sampled(self, notices: Notices) -> Sampled:
        """Return which notices stand for all, and what they have in common."""
        sampled = [page for page in notices.in_order if self.plan.sampled(page.task.number)]
        samples = tuple(page.key for page in sampled)
        if self.before and self.before.samples == samples:
            return Sampled(samples, self.before.common)
        # Those who read the notices have them at hand.
        asked = sampled if notices.settled else notices.pages
        return Sampled(samples, known_to_all(self.workshop.map(sample_chunk, asked, self.plan)))

    def texts(self, notices: Notices, common: bytes) -> dict[int, TextFile]:
        """Let the texts of settled notices be there for the browser; return these by number."""
        if self.plan.small:
            return {}
        digest = digest_of_common(common)
        found: dict[int, TextFile] = {}
        anew = []
        for page in notices.pages:
            if settled := notices.settled.get(page.task.number):
                key, text = text_key(page, digest), settled.text
                if text and text.key == key and self.reuse.find([text.path], key):
                    found[page.task.number] = text
                else:
                    anew.append(page)
        old = taking(self.reuse, [text.path for text in found.values()], self.workshop)
        new = self.workshop.map(text_chunk, anew, self.reuse.folder, common)
        for _ in old:
            pass
        for made in new:
            self.reuse.add(made.files)
            found |= made.texts
        return found

    def write(
        self,
        notices: Notices,
        done: Sequence[Done],
        texts: Mapping[int, TextFile],
        sampled: Sampled,
        entries: Sequence[Entry],
    ) -> None:
        """Write what is left of the index.

        Raises:
            DamagedSegmentError: what the build before left is not as it was.
        """
        counts, segments = self._segments(notices, done)
        before = self.before
        written = write_index(
            [*(one.indexed for one in done if one.indexed), _settled(notices, texts, entries)],
            self.plan,
            sampled.common,
            entries,
            self.reuse.folder / urls.SEARCH,
            segments,
            self.workshop,
            before.made if before else None,
        )
        # Files that are kept have their names from what is in them, and these are their keys.
        kept = {f"{urls.SEARCH}{name}": name for name in written.kept}
        for path, key in kept.items():
            if not self.reuse.find([path], key):
                raise DamagedSegmentError(path)
        for _ in taking(self.reuse, list(kept), self.workshop):
            pass
        self.reuse.add({f"{urls.SEARCH}{name}": one for name, one in written.written.items()})
        if written.made:
            state = IndexState(layout_of(self.plan), *sampled, counts, written.made)
            self.reuse.keep_index(state)

    def _segments(
        self, notices: Notices, done: Sequence[Done]
    ) -> tuple[dict[str, tuple[int, ...]], list[Segment]]:
        """Return how many records the notices in each segment have, and the segments."""
        if self.plan.small:
            return {}, []
        first_records = {page.task.number: page.task.first_record for page in notices.pages}
        at = {
            settled.indexed: first_records[number]
            for number, settled in notices.settled.items()
            if settled.indexed
        }
        known = self.before.segments if self.before else {}
        counts = {name: known[name] for name in dict.fromkeys(name for name, _ in at)}
        for one in done:
            if one.indexed:
                counts[one.segment] = tuple(one.indexed.records.values())
                at |= {
                    (one.segment, place): page.task.first_record
                    for place, page in enumerate(one.pages)
                }
        return counts, [
            Segment.of(
                self.segments / f"{name}{INDEX}",
                [(at.get((name, place), -1), count) for place, count in enumerate(inside)],
            )
            for name, inside in counts.items()
        ]


def _settled(notices: Notices, texts: Mapping[int, TextFile], entries: Sequence[Entry]) -> Indexed:
    """Return what the index has to know of notices that were indexed before."""
    known = Indexed({}, {}, {}, {})
    for number, settled in notices.settled.items():
        known.records[number] = 1 + len(entries[number].statuses)
        known.files[number] = texts[number].carrier
        if settled.traditional:
            known.traditional[number] = settled.traditional
    return known
