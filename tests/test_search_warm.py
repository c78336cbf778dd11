"""An index made with what the build before left is, byte for byte, one made from nothing."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.indexing import (
    Indexed,
    MadeIndex,
    Segment,
    Writing,
    index_chunk,
    known_to_all,
    sample,
    write_texts,
)
from site_builder.library import entry_of, public
from site_builder.notice.model import Notice
from site_builder.outputs.search.encoding import Carrier
from site_builder.outputs.search.plan import Task, plan_of
from site_builder.outputs.search.records import Shown
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.prepared import prepare
from site_builder.reading.notice_file import parse_notice
from site_builder.workshop import Workshop
from tests.support import recorded

WORDS = ("制度", "会议", "2023年", "示例", "㎡", "領導", "𠮷", "整改", "a1b2", "第1次")
Issue = tuple[str, str]  # its text and its status
Told = tuple[int, tuple[Issue, ...]]  # the day of a notice, and its issues


def text_key(task: Task, shown: Shown, known_digest: bytes) -> str:
    """Return what tells the text file of a notice: equal keys, equal name and bytes."""
    told = json.dumps([task.number, task.dated, shown], ensure_ascii=False)
    return hashlib.sha256(known_digest + told.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class Kept:
    """What a build leaves for the next one."""

    folder: Path
    made: MadeIndex
    segments: dict[Path, list[tuple[str, int]]]  # the notices in each, with their records
    newest: dict[str, Path]  # the segment that a notice is taken from
    traditional: dict[str, str]
    texts: dict[str, Carrier]  # by what tells them

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@dataclass
class Builder:
    """Builds notices, told by id, into folders of their own."""

    root: Path
    parsed: dict[tuple[str, Told], Notice] = field(default_factory=dict)
    count: int = 0

    def build(self, told: dict[str, Told], before: tuple[dict[str, Told], Kept] | None) -> Kept:
        self.count += 1
        folder = self.root / f"{self.count}"
        folder.mkdir()
        notices = {name: self._notice(name, one) for name, one in told.items()}
        library = public([entry_of(Path(name), one) for name, one in notices.items()], None)
        plan, tasks, entries = plan_of(library)
        rows = [(task, prepare(notices[str(task.path)])) for task in tasks]
        known = known_to_all((task.number, sample(one)) for task, one in rows)
        digest = hashlib.sha256(known).digest()

        old = before[1] if before else None
        same = {name for name in told if before and before[0].get(name) == told[name]}
        kept = Kept(folder, None, {}, {}, {}, {})  # type: ignore[arg-type]
        if old:
            kept.segments.update(old.segments)
            kept.newest.update({name: old.newest[name] for name in same})
            kept.traditional.update({name: old.traditional[name] for name in same})
        done = Indexed({}, {}, {}, {})
        new = [row for row in rows if str(row[0].path) not in same]
        for start in range(0, len(new), 3):
            chunk = new[start : start + 3]
            file = self.root / f"{self.count}-{start}"
            made = index_chunk(chunk, plan, known, folder, file)
            kept.segments[file] = [(str(t.path), made.records[t.number]) for t, _ in chunk]
            for task, _ in chunk:
                kept.newest[str(task.path)] = file
                kept.traditional[str(task.path)] = made.traditional.get(task.number, "")
                done.files[task.number] = made.files[task.number]
        for task, one in rows:
            done.traditional[task.number] = kept.traditional[str(task.path)]
            key = text_key(task, one.shown, digest)
            if task.number not in done.files and old and key in old.texts:
                done.files[task.number] = old.texts[key]
                shutil.copy(old.folder / old.texts[key].file, folder)
            elif task.number not in done.files:
                done.files[task.number] = write_texts([(task, one)], known, folder)[
                    task.number
                ].carrier
            kept.texts[key] = done.files[task.number]

        firsts = {str(task.path): task.first_record for task in tasks}
        segments = [
            Segment.of(
                file,
                [(firsts[n] if kept.newest.get(n) == file else -1, held) for n, held in inside],
            )
            for file, inside in kept.segments.items()
        ]
        passed = pickle.loads(pickle.dumps(old.made)) if old else None
        writing = Writing.begin(plan, entries, folder, segments, Workshop(), passed)
        written = writing.finish([done], known, lambda _: None)
        assert written.written == {name: recorded(folder, name, name) for name in written.written}
        for name in written.kept:
            assert old
            assert not (folder / name).exists()
            shutil.copy(old.folder / name, folder)
        assert written.made
        kept.made = written.made
        self.written = written
        return kept

    def _notice(self, name: str, told: Told) -> Notice:
        if (name, told) not in self.parsed:
            day, issues = told
            body = "".join(
                f"  - problem: 问{text[: len(text) // 2]}\n    status: {status}\n"
                f"    measures: [改{text}]\n"
                for text, status in issues
            )
            text = (
                f"id: {name}\ntitle: 示例通报{name}\norganization: 示例局\n"
                f"published: 2023-01-{day:02}\nsections:\n- heading: 一、问题\n  issues:\n{body}"
            )
            notice, found = parse_notice(text, name)
            assert notice, found
            self.parsed[name, told] = notice
        return self.parsed[name, told]


@contextmanager
def tiny(*, exact: bool, few: int = 0) -> Iterator[None]:
    """Let a handful of notices have all that large sites have."""
    search = "site_builder.outputs.search."
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (
            ("plan.SMALL_SITE", 0),
            ("plan.EXACT_RECORDS", 60_000 if exact else 0),
            ("plan.FEWEST_PARTITION_BITS", {True: 3, False: 3}),
            ("plan.RECORDS_A_SHARD", 1),
            ("partition.HOT_BYTES", 6),
            ("partition.COMMON", 2),
            ("index.COMMON", 2),
            ("lists.COUNTED", 4),
            ("segments.MOST_ROWS", 5),
        ):
            patch.setattr(search + name, value)
        patch.setattr("site_builder.indexing.partitions.FEW", few)
        yield


ISSUES = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join),
    st.sampled_from(["已完成整改", "正在整改", "阶段性完成"]),
)
TOLD = st.tuples(st.integers(1, 28), st.lists(ISSUES, min_size=1, max_size=4).map(tuple))
CORPORA = st.dictionaries(st.sampled_from("abcdefgh"), TOLD, min_size=2)
EDITS = st.dictionaries(st.sampled_from("abcdefghi"), st.none() | TOLD, max_size=2)


def edited(told: dict[str, Told], edits: dict[str, Told | None]) -> dict[str, Told]:
    """Change or add notices, and leave out those that become none."""
    return {name: one for name, one in (told | edits).items() if one}


@settings(deadline=None, max_examples=40)
@given(st.booleans(), st.sampled_from([0, 4]), CORPORA, st.lists(EDITS, min_size=1, max_size=3))
def test_a_build_upon_another_is_as_one_from_nothing(
    exact: bool, few: int, told: dict[str, Told], rows: list[dict[str, Told | None]]
) -> None:
    with TemporaryDirectory() as name, tiny(exact=exact, few=few):
        builder = Builder(Path(name))
        kept = builder.build(told, None)
        for edits in rows:
            now = edited(told, edits) or told
            kept = builder.build(now, (told, kept))
            told = now
            assert kept.files() == builder.build(told, None).files()


MANY: dict[str, Told] = {
    f"n{number}": (
        1 + number % 28,
        ((f"{WORDS[number % 7]}{WORDS[number % 4]}", "已完成整改"), ("示例", "正在整改")),
    )
    for number in range(40)
}


@pytest.mark.parametrize("exact", [True, False])
def test_what_a_small_change_does_not_touch_is_kept(tmp_path: Path, exact: bool) -> None:
    with tiny(exact=exact):
        builder = Builder(tmp_path)
        kept = builder.build(MANY, None)
        # The last word alone, so that nothing behind it moves; the same length, for the positions.
        day, ((text, status), other) = MANY["n7"]
        now = MANY | {"n7": (day, ((text, status), ("示丙", other[1])))}
        builder.build(now, (MANY, kept))
        untouched = len(builder.written.kept)
        assert untouched
        assert untouched > len(builder.written.written) / 2
        kept = builder.build(MANY, None)
        builder.build(MANY, (MANY, kept))
        assert set(builder.written.kept) == {
            file.file for partition in kept.made.partitions for file in partition
        }


def test_a_status_is_counted_in_lists_that_are_otherwise_the_same(tmp_path: Path) -> None:
    """The status of an issue is in no text where it is printed with its punctuation alone."""
    with tiny(exact=False):
        builder = Builder(tmp_path)
        kept = builder.build(MANY, None)
        day, (first, (text, _)) = MANY["n7"]
        now = MANY | {"n7": (day, (first, (text, "已完成整改")))}
        assert builder.build(now, (MANY, kept)).files() == builder.build(now, None).files()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def emptied(data: bytes) -> bytes:
    return bytes(len(data))


def changed_head(data: bytes) -> bytes:
    return data[:30] + bytes([data[30] ^ 1]) + data[31:]


def changed_bounds(data: bytes) -> bytes:
    return data[:120] + bytes([data[120] ^ 1]) + data[121:]


def longer(data: bytes) -> bytes:
    return data + bytes(8)


@pytest.mark.parametrize(
    "damage", [cut, emptied, changed_head, changed_bounds, longer, bytes, None]
)
def test_a_damaged_segment_is_noticed(
    tmp_path: Path, damage: Callable[[bytes], bytes] | None
) -> None:
    with tiny(exact=True):
        builder = Builder(tmp_path)
        kept = builder.build(MANY, None)
        file = next(iter(kept.segments))
        if damage is None:
            file.unlink()
        else:
            file.write_bytes(b"" if damage is bytes else damage(file.read_bytes()))
        now = MANY | {"n7": (1, (("制度", "已完成整改"),))}
        with pytest.raises(DamagedSegmentError, match=file.name):
            builder.build(now, (MANY, kept))


@settings(deadline=None, max_examples=60)
@given(st.booleans(), st.data())
def test_a_changed_bit_is_noticed_wherever_it_is(exact: bool, data: st.DataObject) -> None:
    # Whatever changed, all partitions are made anew.
    with TemporaryDirectory() as name, tiny(exact=exact, few=1_000_000):
        builder = Builder(Path(name))
        kept = builder.build(MANY, None)
        file = data.draw(st.sampled_from(sorted(kept.segments)))
        content = bytearray(file.read_bytes())
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        file.write_bytes(content)
        now = MANY | {"n40": (1, (("制度", "已完成整改"),))}
        try:
            made = builder.build(now, (MANY, kept))
        except DamagedSegmentError:
            return
        # It is where nothing is read: behind the last column.
        assert made.files() == builder.build(now, None).files()


def test_a_segment_of_another_layout_is_noticed(tmp_path: Path) -> None:
    with tiny(exact=True) as _, pytest.MonkeyPatch.context() as patch:
        builder = Builder(tmp_path)
        kept = builder.build(MANY, None)
        patch.setattr("site_builder.outputs.search.plan.FEWEST_PARTITION_BITS", {True: 4})
        with pytest.raises(DamagedSegmentError):
            builder.build(MANY, (MANY, kept))


def test_segments_say_nothing_of_numbers(tmp_path: Path) -> None:
    with tiny(exact=True):
        builder = Builder(tmp_path)
        later = {name: MANY[name] for name in ("n8", "n9")}
        first = builder.build(later, None)
        second = builder.build({"a": (1, (("制度", "已完成整改"),)), **later}, None)
        assert first.made.segments[0].numbers.tolist() != second.made.segments[0].numbers.tolist()
        of_first, of_second = (next(iter(one.segments)) for one in (first, second))
        assert [name for name, _ in second.segments[of_second]][1:] == [
            name for name, _ in first.segments[of_first]
        ]
