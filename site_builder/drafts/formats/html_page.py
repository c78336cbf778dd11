"""A saved web page: its text decoded, its tree, and which part of it is the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree, html

from site_builder.drafts.formats.text import decode

_OWN = "notice__text"  # the article on the pages that we build
# Ids and classes of the box that holds the text, on the sites of public bodies.
ARTICLE_NAMES = frozenset(
    (
        _OWN,
        *("trs_editor", "trs_ueditor", "trs_uceditor", "ucap-content", "zoom", "zoomcon"),
        *("article-content", "article_content", "articlecontent", "article-con", "article_con"),
        *("article-body", "article-detail", "article-text", "article_text", "articletext"),
        *("content", "contents", "contenttext", "content-text", "content_text", "contentbox"),
        *("pages_content", "page-content", "page_content", "main-content", "main_content"),
        *("detail-content", "detail_content", "detailcontent", "details-content", "detail-con"),
        *("news_content", "news-content", "newscontent", "news_con", "newstext", "info_content"),
        *(
            "view",
            "view_content",
            "v_news_content",
            "vsbcontent",
            "vsb_content",
            "wp_articlecontent",
        ),
        *(
            "xl_content",
            "xl_con",
            "xlcontent",
            "xxgk_content",
            "gknb_content",
            "conttext",
            "conTxt",
        ),
        *("mainbody", "text", "txt", "arc_content", "arccontent", "bd_content", "j-fontcontent"),
        *("rich_media_content", "js_content", "ewb-article-info", "zw", "zhengwen", "bt-content"),
    )
)
TITLE_NAMES = frozenset(
    (
        *("title", "article-title", "article_title", "articletitle", "arc_title", "xl_title"),
        *("news_title", "news-title", "newstitle", "detail-title", "detail_title", "con_title"),
        *(
            "content-title",
            "content_title",
            "page-title",
            "page_title",
            "info_title",
            "bt",
            "biaoti",
        ),
        *("ewb-article-tt", "main-title", "maintitle", "xxgk_title", "tit", "xl_tit", "view_title"),
    )
)
_META_TITLES = ("articletitle", "og:title", "title")
# Not shown by a browser, and no text of the page.
UNSEEN = frozenset(
    (
        *("script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math"),
        *("select", "option", "textarea", "title", "meta", "link", "audio", "video", "canvas"),
    )
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHINESE_CODES = frozenset(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz"))
_SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s?|--).*$", re.DOTALL)
_REMOVING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HIDING = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE = re.compile(r"[，。；]")
_HEADLINE = re.compile("通报|公告|公示|报告|情况|整改|巡察|巡视")
_MOST, _HALF, _TIGHT = 0.7, 0.5, 0.85
_LONGEST_TITLE = 150
_MOST_HEADLINES = 200


def decoded(data: bytes) -> tuple[str, str] | None:
    """Return the text of a page and its encoding: by its mark, its <meta>, or what fits."""
    named = _CHARSET.search(data, 0, 8192)
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = named[1].decode("ascii", "replace").lower()
        codec = "gb18030" if name in _CHINESE_CODES else name
        try:
            text = data.decode(codec)
        except (LookupError, UnicodeError):
            return decode(data)
        return None if "\0" in text else (text, codec)
    return decode(data)


def parsed(text: str) -> Any | str:
    """Return the root element of a page, or why it cannot be read, in Chinese."""
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.LxmlError, ValueError):
        return "里面没有网页的内容"
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return "标签一层套一层，超过 256 层"
    return root


def is_hidden(element: Any) -> bool:
    """Tell whether an element says itself that it is not shown."""
    return is_removed(element) or _HIDING.search(element.get("style") or "") is not None


def is_removed(element: Any) -> bool:
    """Tell whether an element says itself that it does not even take up room."""
    return element.get("hidden") is not None or bool(_REMOVING.search(element.get("style") or ""))


class Article(NamedTuple):
    """The element that holds the text, and whether its name says so."""

    element: Any
    known: bool


def find_article(root: Any) -> Article:
    """Find the box of the article by its name, else where most of the sentences are."""
    body = root.find("body")
    body = root if body is None else body
    counts = _sentence_counts(body)
    whole = counts[body]
    named = [el for el in counts if _names(el) & ARTICLE_NAMES]
    for element in named:
        if _OWN in _names(element):
            return Article(element, True)
    most = max((counts[el] for el in named), default=0)
    if most and most >= _HALF * whole:
        return Article([el for el in named if counts[el] >= _MOST * most][-1], True)
    for tag in ("article", "main"):
        found = [el for el in body.iter(tag) if counts.get(el, 0) >= _HALF * max(whole, 1)]
        if found:
            return Article(found[-1], True)
    return Article(_densest(body, counts), False)


def _densest(body: Any, counts: dict[Any, int]) -> Any:
    """Go down to the smallest element that still holds nearly all sentences."""
    element = body
    while True:
        inner = [el for el in element if counts.get(el, 0) >= _TIGHT * counts[body] > 0]
        inner = [
            el
            for el in inner
            if el.tag in {"div", "section", "table", "tbody", "tr", "td"}
            or el.tag in {"article", "main", "form", "center"}
        ]
        if not inner:
            return element
        element = inner[0]


def _sentence_counts(body: Any) -> dict[Any, int]:
    """Count the punctuation of sentences in every element that is shown, in document order."""
    counts: dict[Any, int] = {}

    def count(element: Any) -> int:
        counts[element] = 0  # holds its place in the order
        found = len(_SENTENCE.findall(element.text or ""))
        for child in element:
            if child.tag not in UNSEEN and not is_hidden(child):
                found += count(child)
            found += len(_SENTENCE.findall(child.tail or ""))
        counts[element] = found
        return found

    count(body)
    return counts


def _names(element: Any) -> set[str]:
    words = f"{element.get('id') or ''} {element.get('class') or ''}"
    return set(words.lower().split())


def find_title(root: Any, article: Any) -> Any | None:
    """Return the element outside of the article that is its headline, or None."""
    wanted = [bare(without_site(text)) for text in meta_titles(root)]
    best, weight, looked_at = None, 0, 0
    inside = set(article.iter())
    for element in root.iter():
        if element in inside or not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        if element.tag not in {"h1", "h2"} and not _names(element) & TITLE_NAMES:
            continue
        looked_at += 1
        if looked_at > _MOST_HEADLINES:
            break
        text = bare("".join(_seen(element)))
        if not 4 <= len(text) <= _LONGEST_TITLE or any(el in inside for el in element.iter()):
            continue
        told = any(_alike(text, title) for title in wanted)
        worth = len(text) * (1 + 4 * told) * (1 + 4 * bool(_HEADLINE.search(text)))
        if worth > weight and (told or _HEADLINE.search(text)):
            best, weight = element, worth
    return best


def meta_titles(root: Any) -> Iterator[str]:
    """Yield the titles that the head of the page names."""
    for meta in root.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in _META_TITLES:
            yield meta.get("content") or ""
    for title in root.iter("title"):
        yield title.text or ""


def _alike(text: str, title: str) -> bool:
    """Tell whether a headline is what the head of the page calls it; both may be cut short."""
    longer = max(len(text), len(title))
    return bool(title) and (text in title or title in text) and 10 * len(text) > 6 * longer


def without_site(title: str) -> str:
    """Take the name of the site off a title: 题目_某市人民政府."""
    return _SITE.sub("", title).strip()


def _seen(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in UNSEEN and not is_hidden(child):
            yield from _seen(child)
        yield child.tail or ""


def bare(text: str) -> str:
    """Return a text without any white space."""
    return "".join(text.split())
