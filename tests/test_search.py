"""The search finds exactly what it says: the issues whose folded text holds the folded query."""

from __future__ import annotations

import math
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from site_builder.notice.model import Notice, Section
from site_builder.outputs.search.encoding import varint, varints
from site_builder.outputs.search.folding import fold, folded_units, simplified
from site_builder.outputs.search.grams import Homes, Layout
from site_builder.outputs.search.lists import COUNTED, position_lists, record_lists, runs
from site_builder.outputs.search.partition import layout_of
from site_builder.outputs.search.plan import Plan
from site_builder.outputs.search.postings import Postings, postings
from site_builder.outputs.search.records import Record, records
from site_builder.outputs.search.segments import blocks, one_each
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import find_notice_files, parse_notice, read_notice
from tests.support import ROOT, build, make_project, squeezed

SCRIPTS = ("inflate", "fold", "query", "store", "lists", "sets", "facets", "engine")
CONFIG = "site_name: 示例\ndocs_dir: content\ntheme: {name: material, language: zh, font: false}\n"
KINDS = ((), ("常规巡察",), ("常规巡察", "提级巡察"), ("巡察“回头看”", "常规巡察"))
ASK = """request => Gongkai.search(Object.assign(
    {q: "", facets: {}, sort: "relevance", page: 1}, request))"""


class Corpus:
    """Notices with the site built from them, and the plain way to know what a query finds."""

    def __init__(self, folder: Path, notices: list[Notice]) -> None:
        config = make_project(folder, {f"{n.id}.yml": dump_notice(n) for n in notices})
        config.write_text(CONFIG + "plugins: [gongkai]\n", encoding="utf-8")
        assert build(config) == 0
        self.site = folder / "site"
        self.large = any(self.site.glob("search/l0-*.js"))
        assets = self.site / "assets" / "gongkai" / "search"
        tags = "".join(f'<script src="{(assets / name).as_uri()}.js"></script>' for name in SCRIPTS)
        self.page = self.site / "bare.html"
        self.page.write_text(f"<!doctype html><meta charset=utf-8>{tags}", encoding="utf-8")
        self.texts: dict[str, str] = {}
        self.heads: dict[str, str] = {}
        self.beside: list[str] = []
        self.printed: dict[str, str] = {}
        self.facets: dict[str, dict[str, set[str]]] = {}
        for notice in notices:
            own, *found = records(notice)
            self.beside.append(fold(own.text))
            for index, (issue, record) in enumerate(zip(notice.issues(), found, strict=True), 1):
                key = f"{notice.id}#issue-{index}"
                self.texts[key] = fold(record.text)
                self.heads[key] = fold(record.parts()[1])
                self.printed[key] = squeezed(record.text)
                self.facets[key] = {
                    "status": {str(issue.status_code)},
                    "organization": {notice.organization},
                    "region": {notice.region} if notice.region else set(),
                    "year": {str(notice.published.year)} if notice.published else set(),
                    "theme": set(issue.tags),
                    "kind": set(notice.inspection.kinds),
                }

    def holding(self, query: str) -> list[str]:
        return [key for key, text in self.texts.items() if fold(query) in text]


def samples() -> list[Notice]:
    read = [read_notice(path).notice for path in find_notice_files(ROOT / "notices")]
    return [notice for notice in read if notice]


def varied(count: int) -> list[Notice]:
    """Notices of other bodies and years with other issues of the samples in each."""
    chance = random.Random(3)
    result = []
    for number in range(count):
        notice = samples()[number % 2]
        issues = list(notice.issues())
        chosen = chance.sample(issues, chance.randrange(1, 12))
        update = {
            "id": f"n{number:03}",
            "organization": f"示例第{number % 7}局党组",
            "inspection": notice.inspection.model_copy(update={"kinds": KINDS[number % 4]}),
            "published": notice.published and notice.published.replace(year=2015 + number % 9),
            "sections": (Section(heading="一、问题", issues=tuple(chosen)),),
        }
        result.append(notice.model_copy(update=update))
    return result


@pytest.fixture(scope="module", params=["one file", "positions", "trigrams"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The three ways in which an index is laid out; on large sites without positions."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "trigrams":
            patch.setattr("site_builder.outputs.search.plan.EXACT_RECORDS", 0)
        notices = varied(2 if request.param == "one file" else 60)
        return Corpus(tmp_path_factory.mktemp("corpus"), notices)


@pytest.fixture
def tab(browser: Browser, corpus: Corpus) -> Iterator[Page]:
    """A page from the disk: what works there works from a server."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(corpus.page.as_uri())
    yield page
    context.close()


def queries(corpus: Corpus) -> list[str]:
    chance = random.Random(7)
    texts = [text for text in corpus.texts.values() if len(text) > 40]
    found = [
        "整改",
        "的",
        "2023年",
        "〔2023〕",
        "領導",
        "ＡＰＰ",
        "党组会议",
        "没有这样的词",
        "第1",
    ]
    for length in (1, 2, 3, 4, 5, 7, 11, 20, 40):
        for _ in range(5):
            text = chance.choice(texts)
            start = chance.randrange(len(text) - length + 1)
            found.append(text[start : start + length])
    return found


def within_promise(answer: Any, expected: int, corpus: Corpus) -> bool:
    """Whether a total is right; on a large site it may be marked 约, and 2 % off."""
    if answer["approximate"]:
        return corpus.large and abs(answer["total"] - expected) <= 0.02 * expected
    return bool(answer["total"] == expected)


@pytest.mark.browser
def test_every_query_finds_exactly_what_holds_it(tab: Page, corpus: Corpus) -> None:
    for query in queries(corpus):
        expected = corpus.holding(query)
        answer = tab.evaluate(ASK, {"q": query})
        assert within_promise(answer, len(expected), corpus), query
        shown = [issue["id"] for issue in answer["issues"]]
        assert len(set(shown)) == min(10, len(expected)), query
        assert set(shown) <= set(expected), query
        for issue in answer["issues"]:
            # A match may begin in the problem and end behind it, so the marks are joined.
            marked = "".join(r["text"] for r in issue["title"] + issue["excerpt"] if r["marked"])
            assert fold(query) in fold(marked), query


@pytest.mark.browser
def test_paging_shows_each_result_once(tab: Page, corpus: Corpus) -> None:
    expected = corpus.holding("会议")
    seen: list[str] = []
    for page in range(1, -(-len(expected) // 10) + 1):
        answer = tab.evaluate(ASK, {"q": "会议", "page": page})
        seen += [issue["id"] for issue in answer["issues"]]
    assert sorted(seen) == sorted(expected)


@pytest.mark.browser
def test_terms_are_and_quotes_literal_and_minus_without(tab: Page, corpus: Corpus) -> None:
    def total(query: str) -> int:
        return int(tab.evaluate(ASK, {"q": query})["total"])

    def holding(word: str) -> set[str]:
        return set(corpus.holding(word))

    assert total("会议 制度") == len(holding("会议") & holding("制度"))
    assert total("会议 -制度") == len(holding("会议") - holding("制度"))
    assert total("会议 -") == len(holding("会议"))
    # What cannot be seen is not typed: it comes with words that are copied, and parts nothing.
    for unseen in "\u200b\ufeff\u00ad":
        assert total(f"党组{unseen}会议") == len(holding("党组会议")), ascii(unseen)
    assert total("，") == 0
    for literal in ("会议，", "；（2）", "制度。", "《关于"):
        assert total(f'"{literal}"') == sum(literal in text for text in corpus.printed.values())
    assert total('"会议制度"') == len(holding("会议制度"))


@pytest.mark.browser
def test_punctuation_alone_in_quotes_is_counted_where_all_can_be_read(
    tab: Page, corpus: Corpus
) -> None:
    """No list has punctuation, so all notices come into question: more than a query's budget."""
    if corpus.large:
        pytest.skip("beyond 60,000 records such a total is about right")
    for literal in ("”，“", "；", "。"):
        expected = {key for key, text in corpus.printed.items() if literal in text}
        answer = tab.evaluate(ASK, {"q": f'"{literal}"'})
        assert (answer["total"], answer["approximate"]) == (len(expected), False), literal
        assert {issue["id"] for issue in answer["issues"]} <= expected
        without = tab.evaluate(ASK, {"q": f'整改 -"{literal}"'})
        assert without["total"] == len(set(corpus.holding("整改")) - expected)


@pytest.mark.browser
@pytest.mark.parametrize("typed", ['"〔', '"。', '"制度。'])
def test_what_is_being_typed_reads_few_texts(browser: Browser, corpus: Corpus, typed: str) -> None:
    """Whoever begins to type a number of a document has typed a quote and a bracket on the way."""
    page = browser.new_page()
    page.goto(corpus.page.as_uri())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = page.evaluate("typed => Gongkai.suggest(typed)", typed)
    literal = typed[1:]
    for issue in found["issues"]:
        assert literal in squeezed("".join(run["text"] for run in issue["title"]))
    assert len(asked) < 20, len(asked)
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("", {}),
        ("会议", {}),
        ("的", {}),
        ("没有这样的词", {}),
        ("会议 制度", {}),
        ("会议", {"status": ["unstated"]}),
        ("", {"status": ["completed", "phase_completed"], "region": ["示例市"]}),
        ("制度", {"organization": ["示例第0局党组"], "year": ["2015", "2016"]}),
        ("", {"kind": ["提级巡察", "巡察“回头看”"], "status": ["completed"]}),
    ],
)
def test_facets_count_what_the_others_leave(
    tab: Page, corpus: Corpus, query: str, chosen: dict[str, list[str]]
) -> None:
    def passes(key: str, but: str = "") -> bool:
        own = corpus.facets[key]
        return all(own[name] & set(values) for name, values in chosen.items() if name != but)

    answer = tab.evaluate(ASK, {"q": query, "facets": chosen})
    terms = query.split()
    found = [key for key, text in corpus.texts.items() if all(fold(t) in text for t in terms)]
    assert answer["total"] == sum(passes(key) for key in found)
    for name, values in answer["facets"].items():
        counted = Counter(
            value for key in found if passes(key, name) for value in corpus.facets[key][name]
        )
        assert {v["value"]: v["count"] for v in values if v["count"]} == counted, name


@pytest.mark.browser
def test_notices_are_found_by_title_organization_and_contact(tab: Page, corpus: Corpus) -> None:
    for query in ("进展情况的通报", "示例第1局", "0999", "监督"):
        answer = tab.evaluate(ASK, {"q": query})
        assert answer["noticesTotal"] >= 1, query
        assert answer["notices"], query


@pytest.mark.browser
def test_all_notices_of_a_query_can_be_paged_through(tab: Page, corpus: Corpus) -> None:
    first = tab.evaluate(ASK, {"q": "监督"})
    seen: list[str] = []
    for page in range(1, -(-first["noticesTotal"] // 10) + 1):
        answer = tab.evaluate(ASK, {"q": "监督", "in": "notices", "page": page})
        assert answer["issues"] == []
        assert answer["total"] == first["total"]
        seen += [notice["url"] for notice in answer["notices"]]
    assert len(seen) == len(set(seen)) == first["noticesTotal"]
    assert [notice["url"] for notice in first["notices"]] == seen[: len(first["notices"])]


@pytest.mark.browser
def test_words_of_one_issue_that_do_not_follow_upon_each_other_are_no_match(
    tab: Page, corpus: Corpus
) -> None:
    chance = random.Random(11)
    for text in chance.sample([text for text in corpus.texts.values() if len(text) > 80], 12):
        start = chance.randrange(len(text) - 60)
        query = text[start : start + 7] + text[start + 40 : start + 47]
        expected = corpus.holding(query)
        answer = tab.evaluate(ASK, {"q": query})
        assert {issue["id"] for issue in answer["issues"]} == set(expected[:10]), query
        assert within_promise(answer, len(expected), corpus), query


@pytest.mark.browser
def test_a_query_that_finds_nothing_says_which_term_is_why(tab: Page) -> None:
    answer = tab.evaluate(ASK, {"q": "会议 没有这样的词"})
    assert answer["total"] == 0
    counts = {term["text"]: term["count"] for term in answer["terms"]}
    assert counts["会议"] > 0
    assert counts["没有这样的词"] == 0


@pytest.mark.browser
def test_the_problem_comes_before_the_measures(tab: Page, corpus: Corpus) -> None:
    first = tab.evaluate(ASK, {"q": "培训"})["issues"]
    in_problem = ["培训" in fold("".join(run["text"] for run in i["title"])) for i in first]
    assert in_problem == sorted(in_problem, reverse=True)


@pytest.mark.browser
@pytest.mark.parametrize("query", ["不 的", "管理 不", "规范 不 的"])
def test_the_rarer_terms_a_problem_holds_the_sooner_it_comes(
    tab: Page, corpus: Corpus, query: str
) -> None:
    everything = [*corpus.texts.values(), *corpus.beside]
    rarity = {
        term: math.log(len(everything) / sum(term in text for text in everything) + 1)
        for term in query.split()
    }
    shown: list[str] = []
    for page in range(1, 21):
        shown += [i["id"] for i in tab.evaluate(ASK, {"q": query, "page": page})["issues"]]
    assert len(shown) > 1
    weights = [sum(w for term, w in rarity.items() if term in corpus.heads[key]) for key in shown]
    assert weights == pytest.approx(sorted(weights, reverse=True))


@pytest.mark.browser
def test_terms_that_stand_close_together_come_first(browser: Browser, tmp_path: Path) -> None:
    measures = ["甲事项，另行安排，今后再报乙事项", "甲事项、乙事项一并办理", "甲事项和乙事项"]
    issues = "".join(
        f"  - problem: 问题{number}\n    measures: [{text}]\n"
        for number, text in enumerate(measures)
    )
    text = f"id: near\ntitle: 示例通报\norganization: 示例局\nsections:\n- issues:\n{issues}"
    notice, _ = parse_notice(text, "near")
    assert notice
    corpus = Corpus(tmp_path, [notice])
    page = browser.new_page()
    page.goto(corpus.page.as_uri())
    answer = page.evaluate(ASK, {"q": "甲事项 乙事项"})
    page.close()
    assert [issue["id"][-1] for issue in answer["issues"]] == ["2", "3", "1"]


@pytest.mark.browser
@pytest.mark.parametrize("sort", ["date", "organization"])
def test_other_orders_show_the_same(tab: Page, corpus: Corpus, sort: str) -> None:
    shown: list[Any] = []
    total = tab.evaluate(ASK, {"q": "会议"})["total"]
    for page in range(1, -(-total // 10) + 1):
        shown += tab.evaluate(ASK, {"q": "会议", "sort": sort, "page": page})["issues"]
    assert sorted(issue["id"] for issue in shown) == sorted(corpus.holding("会议"))
    dates = [issue["notice"]["date"] for issue in shown]
    names = [issue["notice"]["organization"] for issue in shown]
    if sort == "date":
        assert dates == sorted(dates, reverse=True)
    else:
        assert len([1 for a, b in pairwise(names) if a != b]) == len(set(names)) - 1
        assert all(a >= b for (m, a), (n, b) in pairwise(zip(names, dates, strict=True)) if m == n)


@pytest.mark.browser
def test_browser_and_python_fold_alike(tab: Page) -> None:
    # At first the browser knows of traditional characters only those that notices hold.
    unknown = set(simplified())

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.text(max_size=30), max_size=20))
    @example(["\U0002f809"])
    def alike(texts: list[str]) -> None:
        # Unicode grows: a character that only one of the two knows yet is no difference of ours.
        # And of some characters there is another one that is the same (U+2F809 is 備).
        known = [t for t in texts if t.isprintable() and not unknown & set(normalize("NFKC", t))]
        assert tab.evaluate("texts => texts.map(Gongkai.fold)", known) == [fold(t) for t in known]

    alike()
    tab.evaluate("() => Gongkai.store.folds()")
    unknown.clear()
    alike()
    assert tab.evaluate("Gongkai.fold('領導幹部〔２０２３〕Ａ')") == fold("領導幹部〔２０２３〕Ａ")


@pytest.mark.browser
def test_the_table_of_traditional_characters_comes_when_it_is_needed(
    tab: Page, corpus: Corpus
) -> None:
    loaded: list[str] = []
    tab.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    tab.evaluate(ASK, {"q": "整改会议"})
    assert loaded
    assert not [name for name in loaded if name.startswith("folds")]
    answer = tab.evaluate(ASK, {"q": "會議"})
    assert [name for name in loaded if name.startswith("folds")]
    assert answer["total"] == len(corpus.holding("会议")) > 0


@pytest.mark.browser
def test_inflate_undoes_what_zlib_does(tab: Page) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=3000), st.integers(0, 9), st.integers(1, 40), st.binary())
    def undone(data: bytes, level: int, times: int, known: bytes) -> None:
        known += data[: len(data) // 2]
        squeezer = zlib.compressobj(level, zlib.DEFLATED, -15, 8, 0, known)
        squeezed = squeezer.compress(data * times) + squeezer.flush()
        result = tab.evaluate(
            """([bytes, known]) => Array.from(
                Gongkai.inflate(Uint8Array.from(bytes), Uint8Array.from(known)))""",
            [list(squeezed), list(known)],
        )
        assert bytes(result) == data * times

    undone()


@pytest.mark.browser
def test_the_browser_reads_two_bytes_a_character_as_python_writes_them(tab: Page) -> None:
    written = [char for char in map(chr, range(0x10000)) if char.encode("gbk", "ignore")]
    assert len(written) > 20_000
    data = "".join(written).encode("gbk")
    read = tab.evaluate(
        "bytes => new TextDecoder('gb18030').decode(Uint8Array.from(bytes))", list(data)
    )
    assert read == "".join(written)


@pytest.mark.browser
def test_characters_beyond_two_bytes_are_found_and_shown(browser: Browser, tmp_path: Path) -> None:
    rare = "𠮷祥路④号€·㎡"
    notices = varied(60)
    section = notices[7].sections[0]
    issue = section.issues[0].model_copy(update={"problem": f"{rare}办公用房超标"})
    update = {"sections": (section.model_copy(update={"issues": (issue,)}),)}
    corpus = Corpus(tmp_path, [*notices[:7], notices[7].model_copy(update=update), *notices[8:]])
    page = browser.new_page()
    page.goto(corpus.page.as_uri())
    answer = page.evaluate(ASK, {"q": rare})
    page.close()
    assert [found["id"] for found in answer["issues"]] == ["n007#issue-1"]
    assert answer["issues"][0]["title"][0] == {"text": rare, "marked": True}


# The parts by themselves, without a browser.


def numbers_in(data: bytes) -> list[int]:
    result, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            result.append(value)
            value = shift = 0
    return result


@given(st.lists(st.integers(0, 2**40)))
def test_varints_say_the_numbers(numbers: list[int]) -> None:
    data, ends = varints(np.array(numbers, dtype=np.uint64))
    assert numbers_in(data.tobytes()) == numbers
    assert data.tobytes() == b"".join(map(varint, numbers))
    assert ends.tolist() == np.cumsum([len(varint(n)) for n in numbers]).tolist()


FOLDABLE = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("领導Ａ⑩㎡ 。𠮷𝟙ﷺİ")))


@given(st.lists(FOLDABLE, max_size=8))
def test_many_texts_are_folded_as_one(texts: list[str]) -> None:
    cuts = np.cumsum([0, *map(len, texts)])
    units, lengths = folded_units("".join(texts), cuts)
    folded = [fold(text).encode("utf-16-le") for text in texts]
    assert units.tobytes() == b"".join(folded)
    assert (2 * lengths).tolist() == [len(data) for data in folded]


def test_every_unit_is_folded_as_by_itself() -> None:
    texts = [chr(code) for code in range(1 << 16) if not 0xD800 <= code < 0xE000]
    units, lengths = folded_units("".join(texts), np.arange(len(texts) + 1))
    assert units.tobytes().decode("utf-16-le") == "".join(map(fold, texts))
    assert lengths.tolist() == [len(fold(text).encode("utf-16-le")) // 2 for text in texts]


Part = tuple[str, str, str]  # of a record: what stands before its head, the head, and the rest
Home = tuple[int, int, bool]
Holders = list[tuple[int, int]]


@settings(deadline=None)
@given(st.lists(st.tuples(*3 * [st.text("甲乙丙12ab", max_size=6)]), min_size=1, max_size=6))
def test_lists_say_which_records_hold_a_gram_and_where(parts: list[Part]) -> None:
    places: dict[str, dict[int, list[int]]] = {}
    for record, text in enumerate(map("".join, parts)):
        for place in range(len(text) - 1):
            own_places = places.setdefault(text[place : place + 2], {})
            own_places.setdefault(record, []).append(place)

    found_records: dict[Home, Holders] = {}
    found_places = {}
    for exact in (False, True):
        long = Homes(26, 3) if exact else Homes(42, 5)
        layout = Layout(6, exact, Homes(26, 2), long)
        for partition, kinds in enumerate(postings_of(parts, layout, 40_000)):
            found_records |= listed(partition, kinds, layout)
            positions, holders = position_lists(kinds.places)
            own = iter(holders.tolist())
            for key, count, data in positions:
                whole = int(long.back(np.array([key], np.uint64))[0]) << 16
                found_places[partition, whole, False] = positions_in(data)
                held_by = [(holder >> 1, holder & 1) for holder in islice(own, count)]
                assert held_by == found_records[partition, whole, False]
    assert found_records == holders_of(parts, 6, 40_000)
    assert found_places == {home(gram, 6): list(own.values()) for gram, own in places.items()}


@pytest.mark.parametrize("count", [60_001, 1 << 23, 21_000_000, (1 << 25) - 1])
def test_the_last_of_very_many_records_are_listed(count: int) -> None:
    layout = layout_of(Plan(count // 21, count))
    parts = [("甲乙", "丙12ab", "丁"), ("", "领导班子", "2023年12月"), ("", "甲乙丙", "")]
    first = count - len(parts)
    found: dict[Home, Holders] = {}
    for partition, kinds in enumerate(postings_of(parts, layout, first)):
        found |= listed(partition, kinds, layout)
    assert found == holders_of(parts, layout.bits, first)


def postings_of(parts: list[Part], layout: Layout, first: int) -> Iterator[Postings]:
    """Yield the postings of all partitions, of records numbered from the `first` on."""
    records = [Record("".join(part), part[1], len(part[0])) for part in parts]
    numbers = np.arange(first, first + len(parts))
    return postings([(list(blocks(records, layout)), numbers)], layout, range(1 << layout.bits))


def listed(partition: int, kinds: Postings, layout: Layout) -> dict[Home, Holders]:
    """Return which records the lists of a partition name."""
    found = {}
    for four, keys in enumerate((kinds.short, kinds.trigrams, kinds.fours)):
        turned, holders = layout.split(one_each(keys))
        first, counts = runs(turned)
        back = (layout.long if four else layout.short).back(turned[first])
        for key, _, data in record_lists(back, counts, holders, None):
            whole = int(key) if four else int(key) << 16
            if four == 1 and not whole & 0xFFFF:
                continue  # a pair with which a record ends
            found[partition, whole, four == 2] = holders_in(data)
    return found


def holders_of(parts: list[Part], bits: int, first: int) -> dict[Home, Holders]:
    """Return which records hold each gram, and whether in the head, letter by letter."""
    held: dict[str, dict[int, int]] = {}
    for record, (before, head, behind) in enumerate(parts, first):
        text = before + head + behind
        for place in range(len(text)):
            for gram in (text[place : place + size] for size in (1, 2, 3, 4)):
                if len(gram) == 4 and not re.search("[0-9a-z]", gram):
                    continue
                within = len(before) <= place <= len(before) + len(head) - len(gram)
                own = held.setdefault(gram, {})
                own[record] = own.get(record, 0) | within
    return {home(gram, bits): list(own.items()) for gram, own in held.items()}


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 199), min_size=1, unique=True), min_size=1, max_size=4))
def test_long_lists_tell_how_many_issues_have_each_status(lists: list[list[int]]) -> None:
    statuses = np.array([number % 6 for number in range(200)], np.uint8)
    keys, counts = np.arange(len(lists), dtype=np.uint64), np.array([len(one) for one in lists])
    holders = np.array([2 * record for one in lists for record in sorted(one)], np.uint32)
    made = record_lists(keys, counts, holders, statuses)
    for held, (_, count, data) in zip(lists, made, strict=True):
        numbers = numbers_in(data)
        assert count == len(held)
        if count > COUNTED:
            each = [sum(record % 6 == status for record in held) for status in range(5)]
            assert numbers[:5] == each
            numbers = numbers[5:]
        assert (np.cumsum([number >> 1 for number in numbers]) - 1).tolist() == sorted(held)


def home(gram: str, bits: int) -> Home:
    """The partition of a gram, its key there, and if it is of four: as browsers work them out."""
    units = [ord(char) for char in gram]
    first = units[0] << 16 | units[1] if len(units) > 1 else units[0]
    child = units[2] if len(units) > 2 else 0
    if len(units) == 4:
        child = (child * 40503 + units[3]) & 0xFFFF
    mixed = first * 2654435769 % 2**32
    rest = 32 - bits
    return mixed >> rest, mixed % 2**rest << 16 | child, len(units) == 4


def holders_in(data: bytes) -> Holders:
    numbers = numbers_in(data)
    records = np.cumsum([number >> 1 for number in numbers]) - 1
    return [(record, number & 1) for record, number in zip(records, numbers, strict=True)]


def positions_in(data: bytes) -> list[list[int]]:
    stream = iter(numbers_in(data))
    return [np.cumsum([next(stream) for _ in range(count)]).tolist() for count in stream]


def test_the_index_is_the_same_whoever_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search_files(folder: Path) -> dict[str, bytes]:
        site = Corpus(folder, varied(100)).site / "search"
        return {path.name: path.read_bytes() for path in sorted(site.iterdir()) if path.is_file()}

    many = search_files(tmp_path / "many")
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert search_files(tmp_path / "one") == many


def test_materials_search_is_gone(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, samples())
    assert not (corpus.site / "search" / "search_index.json").exists()
    assert len(list(corpus.site.glob("search/all-*.js"))) == 1
