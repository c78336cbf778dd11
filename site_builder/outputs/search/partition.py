"""The files of one partition of the index, of all its postings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from site_builder.outputs.search.encoding import Carrier
from site_builder.outputs.search.grams import Column, Homes, Keys, Layout, Numbers
from site_builder.outputs.search.lists import (
    Lists,
    Statuses,
    position_lists,
    record_lists,
    runs,
    stretches,
)
from site_builder.outputs.search.plan import COMMON, HOT_BYTES, Plan
from site_builder.outputs.search.postings import Postings
from site_builder.outputs.search.segments import one_each
from site_builder.outputs.search.shards import Shards

# Of the records that hold the first pair of a longer gram so many hold the whole gram: the pair's
# list does for both, and totals stay within two in a hundred.
ALIKE = 0.985


def layout_of(plan: Plan) -> Layout:
    """Return how the postings of a partition are laid out."""
    bits = plan.partition_bits
    long = Homes(32 - bits if plan.exact else 48 - bits, plan.shard_bits(plan.kinds[1]) - bits)
    return Layout(bits, plan.exact, Homes(32 - bits, plan.shard_bits("s") - bits), long)


def partition_files(number: int, made: Postings, statuses: Statuses, plan: Plan) -> list[Carrier]:
    """Make the files of one partition from all its sorted postings.

    `statuses` are those of all records, as `record_lists` wants them.
    """
    layout = layout_of(plan)
    short, long = _exact(made, layout) if plan.exact else _narrowing(made, layout, statuses)
    return [
        *_shards(plan, "s", number, layout.short).files(short),
        *_shards(plan, plan.kinds[1], number, layout.long).files(long),
    ]


def _exact(made: Postings, layout: Layout) -> tuple[Lists, Lists]:
    """Return the lists of units and pairs, and those of the positions of pairs."""
    units, of_units = layout.split(one_each(made.short))
    first, counts = runs(units)
    positions, of_pairs = position_lists(made.places)
    positions = replace(positions, keys=layout.long.back(positions.keys))
    keys, counts, holders = _in_order(
        np.concatenate([layout.short.turned(positions.keys), units[first]]),
        np.concatenate([positions.counts, counts]),
        np.concatenate([of_pairs, of_units]),
    )
    return record_lists(layout.short.back(keys), counts, holders, None), positions


def _narrowing(made: Postings, layout: Layout, statuses: Statuses) -> tuple[Lists, Lists]:
    """Return the lists of units and pairs, and those of three and four."""
    turned, holders = layout.split(one_each(made.short))
    first, counts = runs(turned)
    short = record_lists(layout.short.back(turned[first]), counts, holders, statuses)
    common = _common(short)
    lists = _long_lists(made.trigrams, layout, common, statuses, pairs_too=True)
    others = _long_lists(made.fours, layout, common, statuses)
    # One bit above all of a trigram tells the two apart.
    raised = replace(others, keys=others.keys | np.uint64(1 << layout.long.key_bits))
    return short, lists.and_then(raised)


def _in_order(keys: Keys, counts: Numbers, holders: Column) -> tuple[Keys, Numbers, Column]:
    """Bring keys into their order, and with them the stretch of holders that each has."""
    order = np.argsort(keys)
    first, counts = (np.cumsum(counts) - counts).take(order), counts.take(order)
    return keys.take(order), counts, holders.take(stretches(first, counts))


def _common(pairs: Lists) -> tuple[Keys, Numbers]:
    """Return the keys of the pairs that more than `COMMON` records hold, and how many do."""
    common = np.flatnonzero(pairs.counts > COMMON)
    common = common[np.argsort(pairs.keys[common])]
    return pairs.keys[common], pairs.counts[common]


def _long_lists(
    made: Keys,
    layout: Layout,
    common: tuple[Keys, Numbers],
    statuses: Statuses,
    *,
    pairs_too: bool = False,
) -> Lists:
    """Return the lists of grams of three or four that begin with a common pair.

    Those of `ALIKE` are empty. With `pairs_too` a gram with 0 for the third is the pair with which
    a record ends, and has no list here.
    """
    turned, holders = layout.split(made)
    first, counts = runs(turned)
    turned = turned[first]
    keys = layout.long.back(turned)
    pairs, of_pairs = common
    at = np.searchsorted(pairs, keys >> 16).clip(max=max(0, len(pairs) - 1))
    known = pairs.take(at) == keys >> 16 if len(pairs) else np.zeros(len(keys), np.bool_)
    if pairs_too:
        known &= keys & 0xFFFF != 0
    alike = known & (counts >= ALIKE * of_pairs.take(at)) if len(pairs) else known
    own = known & ~alike
    left = record_lists(
        turned[own], counts[own], holders.take(stretches(first[own], counts[own])), statuses
    )
    lists = left.with_empty(turned[alike])
    return replace(lists, keys=layout.long.back(lists.keys))


def _shards(plan: Plan, kind: str, partition: int, homes: Homes) -> Shards:
    # A bit more where there are grams of four beside those of three.
    key_bits = homes.key_bits + (kind == "l")
    return Shards(kind, partition << homes.bits, key_bits, homes, HOT_BYTES, plan.most_hot(kind))
