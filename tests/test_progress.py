"""What is shown of a long piece of work: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from site_builder.commands.progress import counting
from site_builder.phases import Step
from site_builder.reporting.progress import progress_on, so_far, time_left

ERASE, HIDE, SHOW = "\x1b[2K", "\x1b[?25l", "\x1b[?25h"


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    @property
    def drawn(self) -> list[str]:
        """What stood in the line that changes, one after another."""
        return [part.strip() for part in self.getvalue().split(ERASE)[1:]]


@pytest.fixture(autouse=True)
def usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def step(elapsed: float, done: int = 0, total: int = 0, name: str = "read") -> Step:
    labels = {"read": "读取和检查", "lists": "列表"}
    return Step(name, labels[name], done, total, elapsed, elapsed)


def reading(seconds: int) -> Iterator[Step]:
    """Ten thousand notices, a thousand a second, told of four times a second."""
    for quarter in range(seconds * 4 + 1):
        yield step(quarter / 4, quarter * 250, 10_000)


# Words


def test_what_is_done_and_what_is_left() -> None:
    half = step(4, 3_200, 10_000)
    assert so_far(half) == "3,200/10,000"
    assert time_left(half) == "还要约 8 秒"
    assert time_left(step(100, 100, 1_000)) == "还要约 15 分钟"
    assert time_left(step(60, 999, 1_000)) == "还要约 1 秒"


@pytest.mark.parametrize(
    "vague",
    [
        step(60, 0, 10),
        step(60, 10),
        step(1.9, 5, 10),
        step(9, 10, 10),
        step(2.1, 1, 300),
        step(60, 14, 300),
    ],
)
def test_what_cannot_be_told_is_not(vague: Step) -> None:
    assert time_left(vague) == ""


def test_nothing_to_count_is_not_counted() -> None:
    assert so_far(step(9)) == ""
    assert so_far(step(9, 7)) == "7"


# Lines


def test_where_there_is_no_terminal_a_line_now_and_then() -> None:
    stream = io.StringIO()
    with progress_on(stream) as listener:
        for one in reading(10):
            listener.tell(one)
        listener.tell(step(10.25, name="lists"))
        listener.tell(step(10.5, 10_000, 10_000))
    assert stream.getvalue().splitlines() == [
        "读取和检查 2,000/10,000，还要约 8 秒",
        "读取和检查 7,000/10,000，还要约 3 秒",
        "列表",
    ]


def test_what_counts_nothing_is_said_once() -> None:
    stream = io.StringIO()
    with progress_on(stream) as listener:
        listener.tell(step(10, name="lists"))
        listener.tell(step(20, 10, 40))
        listener.tell(step(30, name="lists"))
        listener.tell(step(40, 20, 40))
    assert stream.getvalue().splitlines() == [
        "列表",
        "读取和检查 10/40，还要约 60 秒",
        "读取和检查 20/40，还要约 40 秒",
    ]


@pytest.mark.parametrize("kind", [io.StringIO, Terminal])
def test_nothing_is_said_of_what_is_soon_done(kind: type[io.StringIO]) -> None:
    stream = kind()
    with progress_on(stream) as listener:
        for one in reading(1):
            listener.tell(one)
        listener.tell(step(1.99, name="lists"))
    assert stream.getvalue() == ""


def test_a_terminal_that_knows_nothing_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with progress_on(stream) as listener:
        listener.tell(step(3, 3, 10))
    assert stream.getvalue() == "读取和检查 3/10，还要约 7 秒\n"


# The bar


def test_a_bar_shows_phase_count_and_time_and_goes() -> None:
    terminal = Terminal()
    with progress_on(terminal) as listener:
        for one in reading(4):
            listener.tell(one)
        listener.tell(step(4.01, name="lists"))
    drawn = terminal.drawn
    assert any(line.startswith("读取和检查 ━") for line in drawn)
    assert any(line.endswith("4,000/10,000 已用 4 秒，还要约 6 秒") for line in drawn)
    assert any(line.startswith("列表 ") and line.endswith("已用 4 秒") for line in drawn)
    assert terminal.getvalue().startswith(HIDE)
    assert terminal.getvalue().endswith(f"\n{SHOW}\r\x1b[1A{ERASE}")


def test_the_bar_is_not_drawn_more_often_than_eyes_see() -> None:
    terminal = Terminal()
    with progress_on(terminal) as listener:
        for thousandth in range(2_000, 4_000):
            listener.tell(step(thousandth / 1_000, thousandth, 10_000))
    assert 15 <= len(terminal.drawn) <= 25


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (100, "读取和检查 ━━━━━━━━━━           5,000/10,000 已用 5 秒，还要约 5 秒"),
        (50, "读取和检查 5,000/10,000 已用 5 秒，还要约 5 秒"),
        (30, "读取和检查 5,000/10,000"),
    ],
)
def test_a_narrow_terminal_gets_less(
    width: int, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    terminal = Terminal()
    with progress_on(terminal) as listener:
        listener.tell(step(5, 5_000, 10_000))
    assert shown in terminal.drawn


def test_colors_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, colored = Terminal(), Terminal()
    with progress_on(plain) as listener:
        listener.tell(step(5, 5, 10))
    monkeypatch.delenv("NO_COLOR")
    with progress_on(colored) as listener:
        listener.tell(step(5, 5, 10))
    assert "\x1b[38" not in plain.getvalue()
    assert "m━" in colored.getvalue()
    assert "m━" not in plain.getvalue()


def test_a_console_without_utf8_gets_its_own_characters() -> None:
    terminal = Terminal()
    terminal.encoding = "gbk"
    with progress_on(terminal) as listener:
        listener.tell(step(5, 5, 10))
    assert "━" not in terminal.getvalue()
    terminal.getvalue().encode("gbk")


def test_what_is_printed_meanwhile_stands_above_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, file = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", file)
    with progress_on(terminal) as listener:
        listener.tell(step(5, 5, 10))
        print("a.yml:1:1: 提醒 [N301] https://example.com", file=sys.stderr)
        print("for a file")
        listener.tell(step(6, 6, 10))
    assert "a.yml:1:1: 提醒 [N301] https://example.com" in "".join(terminal.drawn).splitlines()[0]
    assert file.getvalue() == "for a file\n"
    assert sys.stderr is terminal
    assert sys.stdout is file


def test_an_interruption_leaves_a_clean_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with suppress(KeyboardInterrupt), progress_on(terminal) as listener:
        listener.tell(step(5, 5, 10))
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith(f"{SHOW}\r\x1b[1A{ERASE}")
    assert sys.stderr is terminal


# Commands that count files


def test_a_command_counts_its_files() -> None:
    stream, seconds = io.StringIO(), iter(range(100))
    with counting(stream, lambda: float(next(seconds))) as begin:
        tick = begin("核对网站", 100)
        for _ in range(7):
            tick(10)
        tick = begin("上传", 3)
        tick(1)
        tick(1)
        tick(1)
    assert stream.getvalue().splitlines() == [
        "核对网站 20/100，还要约 8 秒",
        "核对网站 70/100，还要约 3 秒",
        "上传 2/3，还要约 1 秒",
    ]


def test_only_one_piece_of_work_is_shown() -> None:
    terminal, seconds = Terminal(), iter(range(100))
    with counting(terminal, lambda: float(next(seconds))) as begin:
        first = begin("核对网站", 100)
        for _ in range(3):
            first(10)
        shown = terminal.getvalue()
        begin("上传", 3)
        assert SHOW in terminal.getvalue().removeprefix(shown)
    assert "上传" not in terminal.getvalue()
