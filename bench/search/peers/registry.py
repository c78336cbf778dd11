"""All searches, ours first: Pagefind works on what we built."""

from __future__ import annotations

from bench.search.peers.base import Peer
from bench.search.peers.material import Material, MaterialAlone
from bench.search.peers.ours import Ours
from bench.search.peers.pagefind import Pagefind
from bench.search.peers.zensical import Zensical

PEERS: tuple[Peer, ...] = (Ours(), Pagefind(), Material(), MaterialAlone(), Zensical())
