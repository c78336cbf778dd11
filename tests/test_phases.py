"""Phases of a build: their times, and who is told of them."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.phases import LABELS, Phases, Step


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Heard:
    def __init__(self) -> None:
        self.steps: list[Step] = []

    def tell(self, step: Step) -> None:
        self.steps.append(step)


def took(phases: Phases) -> dict[str, tuple[float, int]]:
    return {timing.name: (timing.seconds, timing.count) for timing in phases.timings}


def test_phases_follow_each_other_and_nest() -> None:
    """What an inner phase takes is not counted twice, and nothing is left out."""
    clock = Clock()
    phases = Phases(clock=clock)
    clock.now += 1
    with phases.phase("read", 10) as advance:
        clock.now += 2
        advance(10)
    with phases.phase("pages", 5) as advance:
        clock.now += 4
        with phases.phase("lists"):
            clock.now += 8
        advance(2)
        clock.now += 16
        advance(3)
    clock.now += 32
    assert took(phases) == {
        "read": (2, 10),
        "pages": (20, 5),
        "lists": (8, 0),
        "other": (33, 0),
    }
    assert phases.elapsed == 63


def test_a_phase_may_be_entered_again() -> None:
    clock = Clock()
    phases = Phases(clock=clock)
    for _ in range(3):
        with phases.phase("start") as advance:
            clock.now += 1
            advance(1)
    assert took(phases)["start"] == (3, 3)


def test_a_phase_that_fails_ends() -> None:
    clock = Clock()
    phases = Phases(clock=clock)
    with suppress(ZeroDivisionError), phases.phase("pages"), phases.phase("lists"):
        clock.now += 1
        raise ZeroDivisionError
    clock.now += 2
    assert took(phases) == {"pages": (0, 0), "lists": (1, 0), "other": (2, 0)}


def test_timings_can_be_had_while_a_phase_runs() -> None:
    clock = Clock()
    phases = Phases(clock=clock)
    with phases.phase("data"):
        clock.now += 1
        assert took(phases)["data"] == (1, 0)
        clock.now += 1
    assert took(phases)["data"] == (2, 0)


def test_an_unknown_phase_is_a_fault() -> None:
    with pytest.raises(KeyError), Phases().phase("reading"):
        pass


def test_this_process_is_timed_too() -> None:
    clock, cpu = Clock(), Clock()
    phases = Phases(clock=clock, cpu=cpu)
    with phases.phase("index"):
        clock.now += 3
        cpu.now += 1
    (index, other) = phases.timings
    assert (index.seconds, index.cpu, other.cpu) == (3, 1, 0)
    assert (index.label, other.label) == ("检索索引", "其他")


def test_a_listener_is_told_where_the_build_is() -> None:
    clock, heard = Clock(), Heard()
    phases = Phases(heard, clock=clock)
    clock.now += 1
    with phases.phase("pages", 5) as advance:
        clock.now += 2
        advance(3)
        with phases.phase("lists"):
            clock.now += 4
    assert heard.steps == [
        Step("pages", "通报页面", 0, 5, 0, 1),
        Step("pages", "通报页面", 3, 5, 2, 3),
        Step("lists", "列表", 0, 0, 0, 3),
        Step("pages", "通报页面", 3, 5, 6, 7),
    ]


def test_an_outer_phase_is_told_of_again_only_if_that_says_something() -> None:
    heard = Heard()
    phases = Phases(heard)
    with phases.phase("content"):
        for inner in ("read", "pages", "index"):
            with phases.phase(inner):
                pass
        with phases.phase("pages", 2) as advance:
            for inner in ("lists", "data"):
                with phases.phase(inner):
                    pass
                advance(1)
            with phases.phase("index"):
                pass
    assert [(step.name, step.done) for step in heard.steps] == [
        ("content", 0),
        ("read", 0),
        ("content", 0),
        ("pages", 0),
        ("index", 0),
        ("pages", 0),
        ("lists", 0),
        ("pages", 0),
        ("pages", 1),
        ("data", 0),
        ("pages", 1),
        ("pages", 2),
        ("index", 0),
    ]


def forests(inner: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(inner, max_size=4)


TREES: st.SearchStrategy[list] = st.recursive(st.just([]), forests, max_leaves=20)


@given(TREES, st.data())
def test_all_phases_add_up_to_the_whole(tree: list, data: st.DataObject) -> None:
    clock, heard = Clock(), Heard()
    phases = Phases(heard, clock=clock)
    names = st.sampled_from(sorted(LABELS))

    def go(inner: list) -> None:
        clock.now += data.draw(st.integers(0, 9))
        for one in inner:
            with phases.phase(data.draw(names)):
                go(one)
                clock.now += 1

    go(tree)
    assert sum(timing.seconds for timing in phases.timings) == phases.elapsed
    assert [timing.name for timing in phases.timings][-1] == "other"
    assert all(one.elapsed <= other.elapsed for one, other in pairwise(heard.steps))
