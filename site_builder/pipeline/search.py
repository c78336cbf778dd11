"""The index of a site, of what was made of its notices now and of what was made before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from site_builder.indexing import Indexed, Segment, Writing, known_to_all
from site_builder.library import Entry
from site_builder.outputs.search.plan import Plan
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.phases import Advance
from site_builder.pipeline.known import INDEX, IndexState, TextFile
from site_builder.pipeline.notices import Notices
from site_builder.pipeline.reuse import Reuse
from site_builder.pipeline.taking import taking
from site_builder.pipeline.write_step import (
    Done,
    digest_of_common,
    sample_chunk,
    text_chunk,
    text_key,
)
from site_builder.views import urls
from site_builder.workshop import Workshop


def segments_layout(plan: Plan) -> tuple[bool, int]:
    """Return what segments depend on beside their notices."""
    return plan.exact, plan.partition_bits


class Index:
    """The index of one build: sampled, begun, its texts seen to, finished; `segments` is a folder.

    `common` is what all texts have in common.
    """

    def __init__(
        self,
        plan: Plan,
        entries: Sequence[Entry],
        reuse: Reuse,
        workshop: Workshop,
        segments: Path,
    ) -> None:
        self._plan, self._entries = plan, entries
        self._reuse, self._workshop, self._segments = reuse, workshop, segments
        self._folder = reuse.folder / urls.SEARCH
        self._folder.mkdir(parents=True, exist_ok=True)
        state = reuse.index_before
        # Of another layout it is of no use, and a small site has its texts in one file.
        usable = state and not plan.small and state.layout == segments_layout(plan)
        self._before = state if usable else None
        self._samples: tuple[str, ...] = ()
        self._counts: dict[str, tuple[int, ...]] = {}
        self._writing: Writing | None = None
        self.common = b""

    @property
    def is_new(self) -> bool:
        """Whether there is none before that could be mended."""
        return self._before is None

    def sample(self, notices: Notices) -> None:
        """Find out what the texts have in common, by the notices that stand for all."""
        sampled = [page for page in notices.in_order if self._plan.sampled(page.task.number)]
        self._samples = tuple(page.key for page in sampled)
        if self._before and self._before.samples == self._samples:
            self.common = self._before.common
            return
        # Those who read the notices have them at hand.
        asked = sampled if notices.settled else notices.pages
        self.common = known_to_all(self._workshop.map(sample_chunk, asked, self._plan))

    def begin(self, notices: Notices, done: Sequence[Done]) -> None:
        """Have the workers begin to write, once all that is made anew is `done`.

        Raises:
            DamagedSegmentError: what the build before left is not as it was.
        """
        self._counts, segments = self._placed(notices, done)
        self._writing = Writing.begin(
            self._plan,
            self._entries,
            self._folder,
            segments,
            self._workshop,
            self._before.made if self._before else None,
        )

    def texts(self, notices: Notices) -> tuple[dict[int, TextFile], Iterator[None]]:
        """Let the texts of settled notices be there for the browser; return these by number.

        Those of the site before are there when the iterator is at its end.
        """
        if self._plan.small:
            return {}, iter(())
        digest = digest_of_common(self.common)
        found: dict[int, TextFile] = {}
        anew = []
        files = self._reuse.files
        for page in notices.pages:
            if settled := notices.settled.get(page.task.number):
                key, text = text_key(page, digest), settled.text
                if text and text.key == key and files.find(text.path, key):
                    found[page.task.number] = text
                else:
                    anew.append(page)
        old = taking(files, [text.path for text in found.values()], self._workshop)
        for made in self._workshop.map(text_chunk, anew, files.folder, self.common):
            files.add(made.files)
            found |= made.texts
        return found, old

    @property
    def count(self) -> int:
        """How many partitions are written, once that has begun."""
        assert self._writing
        return self._writing.count

    def finish(
        self,
        notices: Notices,
        done: Sequence[Done],
        texts: Mapping[int, TextFile],
        advance: Advance,
    ) -> None:
        """Write what is left of the index; `advance` hears of the partitions.

        Raises:
            DamagedSegmentError: what the build before left is not as it was.
        """
        assert self._writing
        indexed = [one.indexed for one in done if one.indexed]
        settled = _settled(notices, texts, self._entries)
        written = self._writing.finish([*indexed, settled], self.common, advance)
        # Files that are kept have their names from what is in them, and these are their keys.
        kept = {f"{urls.SEARCH}{name}": name for name in written.kept}
        files = self._reuse.files
        for path, key in kept.items():
            if not files.find(path, key):
                raise DamagedSegmentError(path)
        for _ in taking(files, list(kept), self._workshop):
            pass
        files.add({f"{urls.SEARCH}{name}": one for name, one in written.written.items()})
        if written.made:
            layout = segments_layout(self._plan)
            self._reuse.keep_index(
                IndexState(layout, self._samples, self.common, self._counts, written.made)
            )

    def _placed(
        self, notices: Notices, done: Sequence[Done]
    ) -> tuple[dict[str, tuple[int, ...]], list[Segment]]:
        """Return how many records the notices in each segment have, and the segments."""
        if self._plan.small:
            return {}, []
        first_records = {page.task.number: page.task.first_record for page in notices.pages}
        at = {
            settled.indexed: first_records[number]
            for number, settled in notices.settled.items()
            if settled.indexed
        }
        known = self._before.segments if self._before else {}
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
                self._segments / f"{name}{INDEX}",
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
