"""Rules about what a notice has to have: contacts that reach someone, issues with measures."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject
from site_builder.notice.contact import LABELS, Contact, ContactType
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import Issue
from site_builder.notice.status import fold

# What a value must hold to reach someone by it.
_REACHES = {
    ContactType.PHONE: lazily(r"\d{3}"),
    ContactType.SMS: lazily(r"\d{3}"),
    ContactType.EMAIL: lazily(r"[@＠]"),
    ContactType.ADDRESS: lazily(r"\w{2}"),
    ContactType.VISIT: lazily(r"\w{2}"),
    ContactType.BOX: lazily(r"\w{2}"),
    ContactType.LINK: lazily(r"\w\.\w"),
}
_WORDS = lazily(r"[^\W_]")
# What is written where there is nothing to write.
_NOTHING = {"", "无", "略", "暂无", "待补", "待补充", "待定", "空", "同上"}
# Behind the end of a first sentence, the measures follow in the problem's own paragraph.
_GOES_ON = lazily(r"[。；！？]\s*[^\s”’」』）)]")
# Fewer issues than this without any measures are no list of mere titles.
_A_LIST = 3


@rule(
    "N120",
    Severity.WARNING,
    title="联系方式联系不到人",
    why="只有邮编、受理时间、联系人，或者号码、地址没有填写，群众没有办法反映意见。",
    cure="补上电话、邮箱或地址至少一项。",
)
def contacts_reach_someone(subject: Subject) -> Iterator[Finding]:
    """Find contacts of which none reaches anyone."""
    contacts = subject.notice.contacts
    if contacts and not any(_reaches(contact) for contact in contacts):
        kinds = "、".join(dict.fromkeys(LABELS[contact.type] for contact in contacts))
        yield Finding(("contacts",), 0, 0, f"只有{kinds}，联系不到人")


@rule(
    "N121",
    Severity.WARNING,
    title="没有监督联系方式",
    why="通报要接受群众监督，须写明电话、邮箱或地址。",
    cure="在“联系方式”里补上电话、邮箱或地址；通报确实没有印的，写明理由豁免这一条。",
)
def contacts_are_there(subject: Subject) -> Iterator[Finding]:
    """Find notices without contacts."""
    if not subject.notice.contacts:
        yield Finding((), 0, 0, "没有监督联系方式")


@rule(
    "N122",
    Severity.WARNING,
    title="问题没有内容",
    why="只有序号、标点或“无”“略”，读者看不到巡察发现了什么。",
    cure="补上问题本身；多写的一条删去。",
)
def issues_say_something(subject: Subject) -> Iterator[Finding]:
    """Find issues without words."""
    for path, issue in subject.issues:
        if fold(issue.problem) in _NOTHING and not issue.details:
            yield Finding((*path, "problem"), 0, len(issue.problem), "这个问题没有写明是什么问题")


@rule(
    "N123",
    Severity.WARNING,
    title="问题没有整改措施",
    why="别的问题都有整改措施，这一个没有，多半是漏了，或者并到了别处。",
    cure="补上“整改落实情况”；原稿确实没有的，写明理由豁免这一条。",
)
def issues_have_measures(subject: Subject) -> Iterator[Finding]:
    """Find issues without measures, except in a mere list of titles."""
    none_has = not any(issue.measures for _, issue in subject.issues)
    if none_has and len(subject.issues) >= _A_LIST:
        return
    for path, issue in subject.issues:
        if not _has_measures(issue):
            yield Finding((*path, "problem"), 0, len(issue.problem), "这个问题没有整改措施")


def _reaches(contact: Contact) -> bool:
    needed = _REACHES.get(contact.type)
    return needed is not None and bool(needed.search(contact.value))


def _has_measures(issue: Issue) -> bool:
    if issue.measures:
        # A measure that is a marker and no words is none.
        return any(m.measures or _WORDS.search(m.text or "") for m in issue.measures)
    return bool(issue.details) or bool(_GOES_ON.search(issue.problem))
