"""What gives way as the notices become more, and at how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.fitting import fit
from bench.results import Bench, Corpus, Entry
from bench.scale import of_file

_MOST = 1_000_000


@dataclass(frozen=True)
class Limit:
    """Something that holds no more than so many notices."""

    name: str
    words: str
    notices: float


def limits(bench: Bench) -> list[Limit]:
    """Return the limits that lie below a million notices, the narrowest first."""
    found = (limit for limit in _limits(bench) if limit.notices < _MOST)
    return sorted(found, key=lambda limit: limit.notices)


def _limits(bench: Bench) -> Iterator[Limit]:
    for name, words, most, value in _KNOWN:
        line = fit(bench.values(value))
        if line and line.slope > 0:
            yield Limit(name, words, max((most - line.start) / line.slope, 0))


def _ours(value: Callable[[Entry], float | None]) -> Callable[[Corpus], float | None]:
    return lambda corpus: value(corpus.entry("ours"))


_files = _ours(lambda entry: entry.size.files if entry.size else None)
_bytes = _ours(lambda entry: entry.size.bytes if entry.size else None)
_memory = _ours(lambda entry: entry.median("cold", lambda run: run.memory))


def _issues(corpus: Corpus) -> float:
    return corpus.issues * corpus.count


_KNOWN: tuple[tuple[str, str, float, Callable[[Corpus], float | None]], ...] = (
    (
        "免费托管的文件数（Cloudflare Pages，20,000 个）",
        "放到自己的服务器上就没有这个限制。",
        20_000,
        _files,
    ),
    (
        "免费托管的字节（GitHub Pages，1 GB）",
        "放到自己的服务器上就没有这个限制；关闭开放数据可以少一大半。",
        1e9,
        _bytes,
    ),
    (
        "免费托管的单个文件（Cloudflare Pages，25 MiB）：`data/notices.sqlite`",
        "关闭开放数据，或把 `data/` 放到别处。",
        25 * 2**20,
        _ours(of_file("data/notices.sqlite")),
    ),
    (
        "浏览器一次读入 `data/notices.json`（字符串最长约 512 MiB）",
        "这个文件一份通报一行，应当逐行读；网站自己不读它。",
        2**29,
        _ours(of_file("data/notices.json")),
    ),
    (
        "4 GiB 的单个文件：`data/notices.sqlite`",
        "FAT32 的 U 盘放不下；SQLite 本身没有问题，只是没有人愿意下载。",
        2**32,
        _ours(of_file("data/notices.sqlite")),
    ),
    (
        "Excel 一页的行数（1,048,576）：“问题”",
        "多出来的自动放到“问题2”“问题3”，再多 Excel 就打不动了，应当用 CSV 或 SQLite。",
        1_048_576,
        _issues,
    ),
    ("内存 16 GB（全部进程合计）", "换内存大的机器，或少用几个核。", 16e9, _memory),
    (
        "检索开始要载入的 `search/index.js` 超过 1 MB",
        "手机上第一次检索会慢；按地区分站。",
        1e6,
        _ours(of_file("search/index.js")),
    ),
)
