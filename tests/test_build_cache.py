"""What a build leaves on disk for the next one."""

from __future__ import annotations

import hashlib
import os
import pickle
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from site_builder.build_cache.files import put_whole, write_file
from site_builder.build_cache.folder import CacheFolder, CacheInMemory
from site_builder.build_cache.ledger import Group, Ledger, read_ledger, write_ledger
from site_builder.build_cache.site_before import Recorded, SiteBefore
from site_builder.build_cache.values import dumped, loaded
from site_builder.library import Lifecycle, OpenIssue, Place
from site_builder.notice.lifecycle import Correction, Withdrawal
from site_builder.notice.status import StatusCode
from tests.support import recorded


class TestLedger:
    def test_comes_back_as_it_was(self, tmp_path):
        ledger = Ledger("stamp", {"a": 1}, {"x": Recorded("key", 1, "hash", 2)}, ("index",))
        write_ledger(tmp_path / "deep" / "ledger", ledger)
        assert read_ledger(tmp_path / "deep" / "ledger", "stamp") == ledger

    def test_holds_all_that_is_unusual_about_a_notice(self, tmp_path):
        words = {"date": "2024-01-02", "what": "更正了什么", "why": "为什么"}
        life = Lifecycle(
            publish_at=datetime(2024, 1, 2, 9, tzinfo=timezone(timedelta(hours=8))),
            corrections=(Correction.model_validate(words),),
            withdrawn=Withdrawal.model_validate({"date": "2024-01-03", "reason": "有误"}),
            follows=((0, Place("b", 1)),),
        )
        ledger = Ledger("stamp", {"a.yml": (life, [OpenIssue(0, "1.", "问题")])})
        write_ledger(tmp_path / "ledger", ledger)
        assert read_ledger(tmp_path / "ledger", "stamp") == ledger

    def test_of_another_program_is_none(self, tmp_path):
        write_ledger(tmp_path / "ledger", Ledger("stamp"))
        assert read_ledger(tmp_path / "ledger", "other") is None

    def test_that_is_not_there_is_none(self, tmp_path):
        assert read_ledger(tmp_path / "ledger", "stamp") is None

    @pytest.mark.parametrize("at", [0, 20, 60, -1])
    def test_of_which_a_byte_changed_is_none(self, tmp_path, at):
        write_ledger(tmp_path / "ledger", Ledger("stamp", {"a": "b" * 100}))
        data = bytearray((tmp_path / "ledger").read_bytes())
        data[at] ^= 1
        (tmp_path / "ledger").write_bytes(data)
        assert read_ledger(tmp_path / "ledger", "stamp") is None

    def test_can_run_nothing(self, tmp_path):
        """Whoever can write into the folder of a project cannot thereby run a command."""
        witness = tmp_path / "witness"
        for content in (_Calls(os.mkdir, str(witness)), _Calls(Path.touch, witness)):
            hidden = Group(("a",), pickle.dumps([content]))
            for ledger in (Ledger("stamp", {"a": content}), Ledger("stamp", groups=(hidden,))):
                self.forge(tmp_path / "ledger", ledger)
                assert read_ledger(tmp_path / "ledger", "stamp") is None
                assert not witness.exists()
        self.forge(tmp_path / "ledger", Ledger("stamp", groups=(Group(("a",), pickle.dumps([1])),)))
        assert read_ledger(tmp_path / "ledger", "stamp") == Ledger("stamp", {"a": 1})

    def forge(self, file, ledger):
        """Write what has the form of a ledger, and its hash."""
        write_ledger(file, Ledger(""))
        magic = file.read_bytes().partition(b"\n")[0] + b"\n"
        body = pickle.dumps(ledger)
        file.write_bytes(magic + hashlib.sha256(body).digest() + body)

    def test_what_did_not_change_is_not_written_anew(self, tmp_path):
        old = Ledger("stamp", {f"{number}.yml": ("entry", number) for number in range(1000)})
        write_ledger(tmp_path / "ledger", old)
        before = read_ledger(tmp_path / "ledger", "stamp")
        assert before
        now = Ledger("stamp", {**before.notices, "3.yml": ("other",), "new.yml": ("entry", -1)})
        del now.notices["999.yml"]
        write_ledger(tmp_path / "ledger", now, before)
        after = read_ledger(tmp_path / "ledger", "stamp")
        assert after
        assert after == now
        kept = set(before.groups) & set(after.groups)
        assert len(kept) == len(before.groups) - 2 > 0

    def test_that_cannot_be_written_leaves_the_one_before(self, tmp_path):
        (tmp_path / "ledger").mkdir()
        with pytest.raises(IsADirectoryError):
            write_ledger(tmp_path / "ledger", Ledger("stamp"))
        assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


class _Calls:
    def __init__(self, function, *arguments):
        self._call = function, arguments

    def __reduce__(self):
        return self._call


class TestSiteBefore:
    @pytest.fixture
    def made(self, tmp_path) -> Recorded:
        return write_file(tmp_path / "old", "a/x.html", b"content", "key")

    def test_gives_what_was_made_of_the_same(self, tmp_path, made):
        before = SiteBefore(tmp_path / "old", {"a/x.html": made})
        assert before.find("a/x.html", "key") == made
        assert before.find("a/x.html", "other") is None
        assert before.find("a/y.html", "key") is None
        before.take("a/x.html", tmp_path / "new")
        assert (tmp_path / "new" / "a" / "x.html").read_bytes() == b"content"
        assert recorded(tmp_path / "new", "a/x.html", "key") == made

    def test_does_not_give_what_was_touched(self, tmp_path, made):
        before = SiteBefore(tmp_path / "old", {"a/x.html": made})
        os.utime(tmp_path / "old" / "a" / "x.html", ns=(1, made.modified + 1))
        assert before.find("a/x.html", "key") is None

    def test_gives_nothing_without_a_key(self, tmp_path):
        made = write_file(tmp_path / "old", "x", b"content", "")
        assert SiteBefore(tmp_path / "old", {"x": made}).find("x", "") is None

    def test_copies_where_a_file_can_have_no_second_name(self, tmp_path, made, monkeypatch):
        def refuse(*_: object) -> None:
            raise OSError

        monkeypatch.setattr(os, "link", refuse)
        SiteBefore(tmp_path / "old", {"a/x.html": made}).take("a/x.html", tmp_path / "new")
        assert recorded(tmp_path / "new", "a/x.html", "key") == made


class TestFiles:
    def test_a_shorter_one_leaves_nothing_of_a_longer(self, tmp_path):
        write_file(tmp_path, "x", b"long content", "key")
        made = write_file(tmp_path, "x", b"short", "key")
        assert (tmp_path / "x").read_bytes() == b"short"
        assert made == recorded(tmp_path, "x", "key")
        assert made.sha256 == hashlib.sha256(b"short").hexdigest()

    def test_one_that_fails_halfway_is_not_there(self, tmp_path):
        def half() -> None:
            with put_whole(tmp_path / "x") as path:
                path.write_bytes(b"half")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half()
        assert list(tmp_path.iterdir()) == []


class TestFolder:
    @pytest.fixture
    def cache(self, tmp_path) -> CacheFolder:
        cache = CacheFolder.usable(tmp_path / "cache")
        assert cache
        cache.begin("settings")
        return cache

    def test_keeps_the_segments_that_are_of_use(self, cache):
        for name in ("a", "b"):
            (cache.segments / name).write_bytes(b"")
        cache.write(Ledger(cache.stamp), {"a"})
        assert [path.name for path in cache.segments.iterdir()] == ["a"]
        assert cache.read() == Ledger(cache.stamp)

    def test_what_a_build_left_that_came_to_no_end_goes(self, cache):
        (cache.segments / "of use").write_bytes(b"")
        cache.write(Ledger(cache.stamp), {"of use"})
        done = {path.name for path in cache.segments.parent.iterdir()}
        (cache.segments / "left").write_bytes(b"")
        (cache.segments / "of use").write_bytes(b"")  # again, for it has its name from its content
        for name in done:
            if (cache.segments.parent / name).is_file():
                (cache.segments.parent / f"{name}.123").write_bytes(b"half")
        cache.begin("settings")
        assert [path.name for path in cache.segments.iterdir()] == ["of use"]
        assert {path.name for path in cache.segments.parent.iterdir()} == done
        assert cache.read() == Ledger(cache.stamp)

    def test_what_others_put_there_is_removed(self, cache):
        """Such as the folders that some network disks put everywhere: nothing may stay for them."""
        cache.write(Ledger(cache.stamp), {"of use"})
        folder = cache.segments.parent
        for name in ("@eaDir", "segments/@eaDir"):
            (folder / name).mkdir()
            (folder / name / "thumbs").write_bytes(b"")
        for name in ("a", "b", "of use", "y", "z"):
            (cache.segments / name).write_bytes(b"")
        cache.begin("settings")
        assert [path.name for path in cache.segments.iterdir()] == ["of use"]
        assert {path.name for path in folder.iterdir()} == {"ledger", "used", "segments"}

    @pytest.mark.parametrize("name", ["ledger", "used"])
    def test_a_folder_in_the_place_of_a_file_gives_way(self, cache, name):
        file = cache.segments.parent / name
        file.mkdir()
        (cache.segments / "left").write_bytes(b"")
        cache.begin("settings")
        cache.write(Ledger(cache.stamp), ())
        assert file.is_file()
        assert cache.read() == Ledger(cache.stamp)
        assert list(cache.segments.iterdir()) == []

    def test_of_other_settings_holds_nothing(self, cache):
        cache.write(Ledger(cache.stamp), ())
        cache.begin("other")
        assert cache.read() is None

    def test_where_nothing_can_be_written_there_is_none(self, tmp_path):
        (tmp_path / "file").write_bytes(b"")
        assert CacheFolder.usable(tmp_path / "file" / "cache") is None

    def test_where_nothing_more_can_be_written_there_is_none(self, tmp_path, monkeypatch):
        assert CacheFolder.usable(tmp_path / "cache")
        # Whoever runs tests as root may write everywhere.
        monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
        assert CacheFolder.usable(tmp_path / "cache") is None

    def test_in_memory_does_the_same(self, tmp_path):
        cache = CacheInMemory(tmp_path / "cache")
        cache.begin("settings")
        assert cache.read() is None
        ledger = Ledger(cache.stamp)
        for name in ("of use", "dead"):
            (cache.segments / name).write_bytes(b"")
        cache.write(ledger, {"of use"})
        (cache.segments / "left").write_bytes(b"")
        cache.begin("settings")
        assert [path.name for path in cache.segments.iterdir()] == ["of use"]
        assert cache.read() is ledger
        cache.begin("other")
        assert cache.read() is None


def test_members_of_enumerations_are_values_whatever_python_makes_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before 3.11.4 Python had `getattr` called for one, and no build went on from another."""

    def as_once(self: StatusCode, _: int) -> tuple[object, ...]:
        return getattr, (StatusCode, self.name)

    monkeypatch.setattr(StatusCode, "__reduce_ex__", as_once)
    value = (StatusCode.COMPLETED, Path("a"))
    assert loaded(dumped(value)) == value
