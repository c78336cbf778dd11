"""Templates compiled once: the same pages, whatever became of what was kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from site_builder.outputs.compiled import CompiledTemplates


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which Python keeps what it compiles."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(sys, "pycache_prefix", str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "a.html").write_text("{{ '<甲>' }} {{ word }}", "utf-8")
    return folder


def environment(templates: Path, *, autoescape: bool = False) -> Environment:
    made = Environment(loader=FileSystemLoader(templates), autoescape=autoescape)
    made.bytecode_cache = CompiledTemplates(made, [templates])
    return made


def rendered(made: Environment) -> str:
    return made.get_template("a.html").render(word="乙")


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what takes Jinja's compiler away."""

    def compile_nothing(*_: object, **__: object) -> None:
        pytest.fail("compiled again")

    return lambda: monkeypatch.setattr(Environment, "compile", compile_nothing)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("kept")
def test_a_template_is_compiled_once(templates: Path, no_compiler: Callable[[], None]) -> None:
    first = rendered(environment(templates))
    no_compiler()
    assert rendered(environment(templates)) == first == "<甲> 乙"


@pytest.mark.usefixtures("kept")
def test_other_words_are_compiled_anew(templates: Path) -> None:
    rendered(environment(templates))
    (templates / "a.html").write_text("丙 {{ word }}", "utf-8")
    assert rendered(environment(templates)) == "丙 乙"


@pytest.mark.usefixtures("kept")
def test_other_settings_are_compiled_anew(templates: Path) -> None:
    assert rendered(environment(templates)) == "<甲> 乙"
    assert rendered(environment(templates, autoescape=True)) == "&lt;甲&gt; 乙"


def test_filters_of_one_project_do_not_serve_another(templates: Path, kept: Path) -> None:
    """Jinja works out beforehand what a filter makes of a constant."""
    (templates / "a.html").write_text("{{ '甲'|marked }}", "utf-8")
    for mark in "一二":
        made = environment(templates)
        made.filters["marked"] = lambda text, mark=mark: text + mark
        assert rendered(made) == f"甲{mark}"
    assert files(kept) == []


def test_templates_elsewhere_are_not_kept(templates: Path, kept: Path, tmp_path: Path) -> None:
    made = Environment(loader=FileSystemLoader(templates))
    made.bytecode_cache = CompiledTemplates(made, [tmp_path / "temp"])
    assert rendered(made) == "<甲> 乙"
    assert files(kept) == []


@pytest.mark.parametrize("length", [0, 30, 60, -9])
def test_what_is_damaged_is_compiled_anew(templates: Path, kept: Path, length: int) -> None:
    rendered(environment(templates))
    (file,) = files(kept)
    whole = file.read_bytes()
    file.write_bytes(whole[:length])
    assert rendered(environment(templates)) == "<甲> 乙"
    assert file.read_bytes() == whole


def test_where_nothing_can_be_kept_all_is_well(templates: Path, kept: Path) -> None:
    kept.write_text("no folder", "utf-8")
    assert rendered(environment(templates)) == "<甲> 乙"


def test_nothing_is_kept_where_python_may_not(
    templates: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(environment(templates)) == "<甲> 乙"
    assert files(kept) == []
