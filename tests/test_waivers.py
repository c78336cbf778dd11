"""What is set aside, by a notice or by the project, and what is said of that."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from site_builder.checks.memory import Memory
from site_builder.checks.run import Verdict, check_notice
from site_builder.checks.settings import ProjectWaiver, Settings, SettingsError, read_settings
from site_builder.cli import main
from site_builder.library import Entry, entry_of
from site_builder.notice.model import Notice
from site_builder.pipeline import load
from site_builder.reading.notice_file import parse_notice, read_notice
from site_builder.workshop import Workshop
from tests.support import NOTICE, build, make_project

NO_SUCH_DAY = NOTICE.replace("修订制度。", "2月30日修订制度，又于2月31日印发。")
OPTIONS = "site_name: 甲\nplugins:\n- search\n- gongkai:\n"


def verdict(text: str, *waivers: ProjectWaiver) -> Verdict:
    notice, faults = parse_notice(text, "a")
    assert notice, faults
    return check_notice(notice, text, "a.yml", Settings(waivers=waivers))


def codes(found) -> list[str]:
    return [diagnostic.code for diagnostic in found]


class TestInTheNotice:
    def test_a_rule_is_set_aside(self):
        found = verdict(NO_SUCH_DAY + "waivers: [{rule: N204, reason: 原文如此}]\n")
        assert not found.diagnostics
        assert [w.diagnostic.code for w in found.waived] == ["N204", "N204"]
        assert {(w.reason, w.in_notice) for w in found.waived} == {("原文如此", True)}

    def test_only_for_some_words(self):
        found = verdict(NO_SUCH_DAY + "豁免:\n- {规则: N204, 理由: 原文如此, 文字: 2月30日}\n")
        assert codes(found.diagnostics) == ["N204"]
        assert "2月31日" in found.diagnostics[0].message
        assert len(found.waived) == 1

    @pytest.mark.parametrize("words", ["制度,又", "修订制度,又于", ","])
    def test_only_where_the_words_stand(self, words):
        text = NOTICE.replace("修订制度。", "修订制度,又于今年,印发。")
        everything = verdict(text).diagnostics
        assert codes(everything).count("N306") == 2
        found = verdict(f"{text}豁免:\n- {{规则: N306, 理由: 原文如此, 文字: '{words}'}}\n")
        left = 0 if words == "," else 1
        assert codes(found.diagnostics).count("N306") == left
        assert len(found.waived) == 2 - left

    def test_words_may_run_over_lines_of_the_file(self):
        folded = NOTICE.replace("修订制度。", '"修订制度,\n            又印发今年,办法。"')
        found = verdict(folded + "豁免:\n- {规则: N306, 理由: 甲, 文字: '修订制度, 又印发'}\n")
        assert len(found.waived) == 1

    def test_not_without_a_reason(self):
        found = verdict(NO_SUCH_DAY + "豁免: [{规则: N204}]\n")
        assert sorted(codes(found.diagnostics)) == ["N131", "N204", "N204"]
        assert not found.waived

    def test_what_says_that_a_waiver_is_wrong_is_not_set_aside(self):
        waivers = "[{规则: N132, 理由: 甲}, {规则: N121, 理由: 乙}]"
        assert codes(verdict(f"{NOTICE}豁免: {waivers}\n").diagnostics) == ["N133", "N132"]

    def test_a_fault_of_reading_stays(self, tmp_path):
        path = tmp_path / "a.yml"
        path.write_text(NOTICE + "titel: 甲\n豁免: [{规则: N104, 理由: 甲}]\n", encoding="utf-8")
        assert codes(read_notice(path).diagnostics) == ["N104"]


class TestInTheProject:
    def test_for_one_notice(self):
        found = verdict(NO_SUCH_DAY, ProjectWaiver("N204", "a", "原文如此"))
        assert not found.diagnostics
        assert found.used == {0}

    def test_for_another_notice(self):
        found = verdict(NO_SUCH_DAY, ProjectWaiver("N204", "b", "原文如此"))
        assert len(found.diagnostics) == 2
        assert not found.used

    def test_for_all_notices(self):
        assert not verdict(NO_SUCH_DAY, ProjectWaiver("N204", "*", "原文如此")).diagnostics

    def test_that_of_the_notice_goes_first(self):
        text = NO_SUCH_DAY + "豁免: [{规则: N204, 理由: 甲}]\n"
        assert not verdict(text, ProjectWaiver("N204", "*", "乙")).used

    @pytest.mark.parametrize(
        ("waiver", "code"),
        [
            ("{rule: N999, notice: '*', reason: 甲}", "N130"),
            ("{rule: N204, notice: '*'}", "N131"),
            ("{rule: N205, notice: '*', reason: 甲}", "N132"),
            ("{rule: N204, notice: b, reason: 甲}", "N132"),
            ("{rule: N112, notice: '*', reason: 甲}", "N133"),
        ],
    )
    def test_a_waiver_that_is_wrong_is_found_in_mkdocs_yml(
        self, waiver, code, tmp_path, monkeypatch, capsys
    ):
        config = make_project(tmp_path, {"a.yml": NOTICE})
        config.write_text(f"{OPTIONS}    waivers:\n    - {waiver}\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        assert main(["check", "--format", "json"]) == 1
        (found,) = json.loads(capsys.readouterr().out)
        assert (found["code"], found["file"]) == (code, "mkdocs.yml")
        assert (found["line"], found["column"]) == (6, 7)

    def test_what_may_be_of_use_elsewhere_is_not_called_idle(self, tmp_path, monkeypatch, capsys):
        config = make_project(tmp_path, {"a.yml": NOTICE, "b.yml": NOTICE})
        waiver = "{rule: N204, notice: b, reason: 甲}"
        config.write_text(f"{OPTIONS}    waivers: [{waiver}]\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        assert main(["check", "notices/a.yml"]) == 0
        assert main(["check", "notices/b.yml"]) == 1

    @pytest.mark.parametrize("notice", ["b", "'*'"])
    def test_nor_is_what_an_unreadable_notice_may_need(self, notice, tmp_path, monkeypatch, capsys):
        leads_there = NOTICE + "上次通报: b\n被替代: b\n"
        config = make_project(tmp_path, {"a.yml": leads_there, "b.yml": "标题: 甲\n"})
        waiver = f"{{rule: N204, notice: {notice}, reason: 甲}}"
        config.write_text(f"{OPTIONS}    waivers: [{waiver}]\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        assert main(["check", "--format", "json"]) == 1
        assert [found["code"] for found in json.loads(capsys.readouterr().out)] == ["N107"]

    def test_an_error_stops_a_build_unless_waived(self, tmp_path, capsys):
        text = NOTICE.replace(
            "status: 已完成整改，并长期坚持。", "status: {text: 未完成, code: completed}"
        )
        config = make_project(tmp_path, {"a.yml": text})
        assert build(config) == 1
        assert "notices/a.yml:8:31: 错误 N601" in capsys.readouterr().err
        usual = config.read_text(encoding="utf-8")
        options = "gongkai:\n      waivers: [{rule: N601, notice: a, reason: 原文如此}]\n"
        config.write_text(usual.replace("- gongkai\n", f"- {options}"), encoding="utf-8")
        assert build(config) == 0


class TestSettings:
    def read(self, folder: Path, options: str, **files: str) -> Settings:
        config = folder / "mkdocs.yml"
        config.write_text(options, encoding="utf-8")
        for name, text in files.items():
            (folder / f"{name}.yml").write_text(text, encoding="utf-8")
        return read_settings(config)

    @pytest.mark.parametrize(
        "options",
        [
            "plugins: [search, gongkai]",
            "plugins: {gongkai: {}}",
            "plugins: gongkai",
            "plugins:\n- gongkai:\n",
            "site_name: 甲",
            "",
            "markdown_extensions:\n- a:\n    b: !!python/name:os.system\nplugins: [gongkai]",
            "site_url: !ENV [A, B]\n",
        ],
    )
    def test_nothing_is_laid_down(self, options, tmp_path):
        assert self.read(tmp_path, options) == Settings()

    def test_all_is_laid_down(self, tmp_path):
        settings = self.read(
            tmp_path,
            f"{OPTIONS}    words: words.yml\n    official_mail: true\n    require_review: 3\n"
            "    notices_dir: 通报\n    waivers:\n    - {rule: N204, notice: a, reason: 甲}\n",
            words="易错词:\n  帐号: 账号\n  截止目前:\n规范表述:\n- 老百姓\n部份: 部分\n",
        )
        assert settings.words == {"帐号": "账号", "截止目前": "", "老百姓": "", "部份": "部分"}
        assert settings.official_mail
        assert settings.require_review == 3
        assert settings.notices_dir == "通报"
        assert settings.waivers == (ProjectWaiver("N204", "a", "甲", 10, 7),)
        assert settings.today is None

    def test_an_mkdocs_yml_that_inherits(self, tmp_path):
        (tmp_path / "base.yml").write_text(f"{OPTIONS}    official_mail: true\n", "utf-8")
        assert self.read(tmp_path, "INHERIT: base.yml\n").official_mail

    def test_one_that_inherits_from_itself(self, tmp_path):
        assert self.read(tmp_path, "INHERIT: mkdocs.yml\n") == Settings()

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ("    words: no.yml", "读不了"),
            ("    words: [甲]", "“words”应当是文字"),
            ("    words: words.yml", "第 1 行"),
            ("    official_mail: 是", "“official_mail”应当是 true 或 false"),
            ("    require_review: 4", "0 到 3"),
            ("    require_review: true", "“require_review”应当是数字"),
            ("    waivers: 甲", "“waivers”应当是列表"),
            ("    waivers: [N204]", "第 1 条写法不对"),
            ("    waivers: [{reason: 甲}]", "第 1 条写法不对"),
            ("    waivers: [{rule: N403, reason: 甲}]", "第 1 条写法不对"),
            ("    waivers: [{rule: N403, notices: a, reason: 甲}]", "第 1 条写法不对"),
            ("    waivers: [{rule: N403, notice: a, reason: 甲, 期限: 乙}]", "第 1 条写法不对"),
            ("  waivers: [", "mkdocs.yml:"),
            ("    words: 甲\x07", "mkdocs.yml:5:13: 含有看不见的控制字符 U[+]0007"),
            ("    words: 2023-02-30", "加上英文引号"),
            ("    words: !!int 甲", "加上英文引号"),
            ("    words: !!bool 甲", "加上英文引号"),
            ("    words: !!timestamp 甲", "加上英文引号"),
            (f"    waivers: {'[' * 500}{']' * 500}", "没有尽头"),
        ],
    )
    def test_what_cannot_be_used(self, options, said, tmp_path):
        with pytest.raises(SettingsError, match=said):
            self.read(tmp_path, f"{OPTIONS}{options}\n", words="- [甲]\n")

    @pytest.mark.parametrize(
        "words", ["甲:乙\n丙: \x07\n", "甲: &a {乙: *a}\n", "甲: &a [{乙: *a}]\n"]
    )
    def test_word_lists_that_cannot_be_used(self, words, tmp_path):
        with pytest.raises(SettingsError, match=r"words\.yml"):
            self.read(tmp_path, f"{OPTIONS}    words: words.yml\n", words=words)

    @pytest.mark.parametrize(
        ("parent", "said"),
        [
            ("[base.yml]", "名称"),
            ("{a: b}", "名称"),
            (r'"a\0b"', "不是文件名"),
            ("no.yml", "读不了"),
        ],
    )
    def test_parents_that_are_no_files(self, parent, said, tmp_path):
        with pytest.raises(SettingsError, match=said):
            self.read(tmp_path, f"INHERIT: {parent}\n")

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("copyright: 2023-02-30", "加上英文引号"),
            ("copyright: !!int 甲", "加上英文引号"),
            ("copyright: 甲\x07", "控制字符 U+0007"),
            ("copyright: [", "mkdocs.yml:20:13: “[”或“{”里缺一项"),
            ("INHERIT: [base.yml]", "名称"),
            ("INHERIT: no.yml", "找不到"),
        ],
    )
    def test_a_build_says_what_is_wrong_with_other_lines(self, line, said, tmp_path, capsys):
        config = make_project(tmp_path, {"a.yml": NOTICE})
        config.write_text(f"{config.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
        assert build(config) == 2
        assert said in capsys.readouterr().err
        assert not (tmp_path / "site").exists()

    def test_check_and_build_refuse_it_alike(self, tmp_path, monkeypatch, capsys):
        config = make_project(tmp_path, {"a.yml": NOTICE})
        usual = config.read_text(encoding="utf-8")
        options = "gongkai:\n      require_review: 4\n"
        config.write_text(usual.replace("- gongkai\n", f"- {options}"), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        assert main(["check"]) == 2
        assert "0 到 3" in capsys.readouterr().err
        assert build(config) == 2
        assert "0 到 3" in capsys.readouterr().err

    def test_only_a_day_is_a_day(self, capsys):
        with pytest.raises(SystemExit) as stop:
            main(["check", "--today", "昨天"])
        assert stop.value.code == 2
        assert "--today" in capsys.readouterr().err


class TestMemory:
    """What was found is found again without reading, as long as nothing has changed."""

    @pytest.fixture
    def file(self, tmp_path):
        (tmp_path / "a.yml").write_text(
            NO_SUCH_DAY + "豁免: [{规则: N204, 理由: 甲, 文字: 2月30日}]\n", encoding="utf-8"
        )
        return tmp_path / "checks.json"

    def check(self, file: Path, settings: Settings | None = None):
        settings = settings or Settings()
        memory = Memory(file, settings)
        loaded = load([file.parent / "a.yml"], file.parent, Workshop(), settings, memory=memory)
        memory.write(whole=True)
        return loaded

    def test_what_was_found_is_found_again(self, file, monkeypatch):
        first = self.check(file)
        assert len(first.diagnostics) == len(first.waived) == 1
        monkeypatch.setattr("site_builder.pipeline.load_step.read_notice", None)
        again = self.check(file)
        assert (again.diagnostics, again.waived) == (first.diagnostics, first.waived)
        assert list(again.library) == list(first.library)

    def test_a_change_is_seen(self, file):
        self.check(file)
        (file.parent / "a.yml").write_text(NOTICE, encoding="utf-8")
        assert not self.check(file).diagnostics

    def test_other_settings_are_other_checks(self, file):
        self.check(file)
        waiver = ProjectWaiver("N204", "*", "甲")
        assert not self.check(file, Settings(waivers=(waiver,))).diagnostics

    @pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"a": 1}', "\x00"])
    def test_one_that_is_broken_is_none(self, file, content):
        file.write_text(content, encoding="utf-8")
        assert len(self.check(file).diagnostics) == 1
        assert len(self.check(file).diagnostics) == 1

    def test_a_record_that_is_broken_is_none(self, file):
        self.check(file)
        records = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({key: {"id": 1} for key in records}), encoding="utf-8")
        assert len(self.check(file).diagnostics) == 1

    @pytest.mark.skipif(os.name != "posix", reason="a folder is made of a file")
    def test_where_nothing_can_be_written_nothing_is_lost(self, file):
        file.mkdir()
        assert len(self.check(file).diagnostics) == 1
        assert [path.name for path in sorted(file.parent.iterdir())] == ["a.yml", "checks.json"]

    def test_all_of_an_entry_is_kept(self, tmp_path):
        notice = Notice(id="a", title="甲", organization="乙", published=date(2024, 5, 1))
        memory = Memory(tmp_path / "checks.json", Settings())
        memory.keep("a.yml", "", (entry_of(Path("a.yml"), notice), Verdict()))
        memory.write(whole=True)
        (record,) = json.loads((tmp_path / "checks.json").read_text(encoding="utf-8")).values()
        assert {field.name for field in fields(Entry)} - {"path"} <= set(record)

    def test_the_command_remembers(self, tmp_path, monkeypatch, capsys):
        make_project(tmp_path, {"a.yml": NO_SUCH_DAY})
        monkeypatch.chdir(tmp_path)
        assert main(["check", "--no-cache"]) == 1
        assert not (tmp_path / ".cache").exists()
        said = capsys.readouterr().out
        for _ in range(2):
            assert main(["check"]) == 1
            assert capsys.readouterr().out == said
        assert (tmp_path / ".cache" / "gongkai" / "checks.json").is_file()
