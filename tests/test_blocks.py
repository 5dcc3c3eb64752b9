"""Counting the eigenvalues of each kind."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symfact.blocks import count_blocks

DIMENSIONS = st.lists(st.integers(1, 50), min_size=3, max_size=12)


def active_at_most(dimensions):
    return st.integers(0, min(dimensions))


@given(DIMENSIONS.flatmap(lambda d: st.tuples(st.just(d), active_at_most(d))))
def test_the_numbers_add_up_to_the_number_of_weights(pair):
    dimensions, active = pair
    blocks = count_blocks(active, dimensions)
    assert blocks.total() == sum(d * e for d, e in pairwise(dimensions))
    assert min(blocks) >= 0
    assert blocks.inactive == min(dimensions[0], dimensions[-1]) - active


def counted_by_hand(active, dimensions):
    """(zero, bulk, single, free, coupled eigenvalues), entry by entry as C3 lists them."""
    r, L, most = active, len(dimensions) - 1, max(dimensions)
    hidden, ends = dimensions[1:-1], (dimensions[0], dimensions[-1])
    zero = bulk = single = 0
    for a in range(1, r + 1):
        bulk += L - 1
        for b in range(a + 1, most + 1):
            zero += L - 1 if b <= r else sum(b <= d for d in hidden)
            bulk += L - 1 if b <= r else sum(b <= d for d in hidden)
            single += b > r and min(ends) < b <= max(ends)
    rest = sum(
        max(row, column) > r and min(row, column) > r
        for d, e in pairwise(dimensions)
        for row in range(1, d + 1)
        for column in range(1, e + 1)
    )
    coupled = 2 * max(hidden[0] - r, 0) * (min(ends) - r) if L == 2 else 0
    return zero, bulk, single, rest - coupled, coupled


@given(
    st.lists(st.integers(1, 6), min_size=3, max_size=6).flatmap(
        lambda d: st.tuples(st.just(d), active_at_most(d))
    )
)
def test_each_kind_is_counted_as_the_list_of_entries_says(pair):
    dimensions, active = pair
    blocks = count_blocks(active, dimensions)
    zero, bulk, single, free, coupled = counted_by_hand(active, dimensions)
    assert (blocks.zero, blocks.bulk, blocks.free) == (zero, bulk, free)
    assert active * blocks.single == single
    assert 2 * blocks.inactive * blocks.coupled == coupled


@given(DIMENSIONS.flatmap(lambda d: st.tuples(st.just(d), active_at_most(d))), st.integers(2, 6))
def test_one_number_more_or_less_is_noticed(pair, field):
    dimensions, active = pair
    blocks = count_blocks(active, dimensions)
    name = blocks._fields[field]
    weight = {"single": active, "coupled": 2 * blocks.inactive}.get(name, 1)
    assume(weight)
    for step in (1, -1):
        changed = blocks._replace(**{name: getattr(blocks, name) + step})
        assert changed.total() == blocks.total() + step * weight


@given(DIMENSIONS)
def test_the_order_of_the_layers_does_not_matter(dimensions):
    """Independent: transposing the target reverses the layers and keeps the spectrum."""
    for active in range(min(dimensions) + 1):
        assert count_blocks(active, dimensions) == count_blocks(active, dimensions[::-1])


@pytest.mark.parametrize(
    ("active", "dimensions", "numbers"),
    [
        (1, (1, 1, 1, 1, 1), (0, 3, 0, 0, 0)),
        (0, (2, 3, 3, 2), (0, 0, 0, 21, 0)),
        (0, (2, 3, 4), (0, 0, 2, 6, 3)),
        (2, (2, 2, 2), (1, 3, 0, 0, 0)),
        (1, (3, 1, 2), (0, 1, 1, 0, 0)),
    ],
)
def test_small_cases_by_hand(active, dimensions, numbers):
    assert tuple(count_blocks(active, dimensions))[2:] == numbers


def test_a_huge_network_is_counted_exactly():
    width = 10**30
    assert count_blocks(3, (5, width, width, 4)).total() == 9 * width + width**2
