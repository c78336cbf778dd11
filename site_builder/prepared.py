"""What pages and search need of a notice, made early so that the notice need not be kept."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass

from site_builder.notice.model import Notice
from site_builder.outputs.data.notice_json import notice_json
from site_builder.outputs.notices import notice_body
from site_builder.outputs.pages import Body
from site_builder.outputs.search.records import Record, Shown, records, shown
from site_builder.views.tables import NoticeRows, notice_rows


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice's page without its frame, what a search finds and shows of it, and it as data."""

    body: Body
    records: list[Record]
    shown: Shown
    rows: NoticeRows
    json: str

    def packed(self) -> bytes:
        """Return the same in a third of the memory that it takes."""
        return zlib.compress(pickle.dumps(self, pickle.HIGHEST_PROTOCOL), 1)

    @classmethod
    def unpacked(cls, data: bytes) -> Prepared:
        """Undo `packed`."""
        prepared = pickle.loads(zlib.decompress(data))
        assert isinstance(prepared, cls)
        return prepared


def prepare(notice: Notice) -> Prepared:
    """Prepare a notice."""
    found = records(notice)
    return Prepared(
        notice_body(notice), found, shown(notice, found), notice_rows(notice), notice_json(notice)
    )
