"""Eigenvectors in the bases of a minimizer: entries, values, and what does not exist."""

from fractions import Fraction

import numpy as np
import pytest

from symfact.blocks import count_blocks
from symfact.directions import Direction, direction
from symfact.numeric import Diagonal, layer_logs

LAM = Fraction(1, 10)


def setting(values=(3.0, 2.0, 1.0), dimensions=(3, 4, 4, 5), active=None, lam=LAM):
    depth, m = len(dimensions) - 1, np.array(values)
    r = min(*dimensions, len(values)) if active is None else active
    diagonal = Diagonal(m, layer_logs(m[:r], lam, depth), lam, depth)
    return diagonal, count_blocks(r, dimensions), dimensions


def ask(a, b, kind, layer=None, **changes):
    return direction(*setting(**changes), Direction(a, b, kind, layer))


def dense(found, bases):
    return [np.asarray(part) for part in found.operators(bases)]


def identity_bases(dimensions):
    return [np.eye(d) for d in dimensions]


def test_own_moves_all_entries_alike():
    found = ask(2, 2, "own")
    assert np.array_equal(found.u, np.ones(3))
    assert not found.v.any()
    assert found.value == setting()[0].own()[1]


@pytest.mark.parametrize(("kind", "sign"), [("plus", 1), ("minus", -1)])
def test_a_pair_has_powers_of_both_entries(kind, sign):
    """u_i = x^(L-i) y^(i-1) and v_i = -+ y^(L-i) x^(i-1)."""
    diagonal = setting()[0]
    x, y = diagonal.power(1)[[0, 2]]
    found, L = ask(1, 3, kind), 3
    assert np.allclose(found.u, [x ** (L - i) * y ** (i - 1) for i in (1, 2, 3)], rtol=1e-14)
    expected = [-sign * y ** (L - i) * x ** (i - 1) for i in (1, 2, 3)]
    assert np.allclose(found.v, expected, rtol=1e-14)
    G, T = diagonal.pairs(0, slice(2, 3))
    assert found.value == pytest.approx(G[0] + 2 * diagonal.c + sign * T[0], rel=1e-15)


def test_plus_is_above_minus():
    assert ask(1, 2, "plus").value > ask(1, 2, "minus").value + 0.01
    values = {"values": (3.0, 2.0), "dimensions": (2, 1, 2)}
    assert ask(1, 2, "plus", **values).value == pytest.approx(10)
    assert ask(1, 2, "minus", **values).value == pytest.approx(2)


def test_an_inactive_partner_moves_the_outer_layers_only():
    changes = {"values": (3.0, 2.0), "dimensions": (2, 1, 1, 2)}
    diagonal = setting(**changes)[0]
    for kind, sign in [("plus", 1), ("minus", -1)]:
        found = ask(1, 2, kind, **changes)
        assert (found.u.tolist(), found.v.tolist()) == ([1, 0, 0], [0, 0, -sign])
        assert found.value == pytest.approx(2 * diagonal.power(1)[0] * (3 + sign * 2), rel=1e-14)


@pytest.mark.parametrize(
    ("dimensions", "moves"),
    [((2, 3, 3, 4), ([0] * 3, [0, 0, 1])), ((4, 3, 3, 2), ([1, 0, 0], [0] * 3))],
)
def test_an_index_of_one_end_only_has_one_of_its_own(dimensions, moves):
    changes = {"values": (3.0, 2.0), "dimensions": dimensions}
    found = ask(1, 4, "own", **changes)
    assert (found.u.tolist(), found.v.tolist()) == moves
    assert found.value == pytest.approx(2 * setting(**changes)[0].power(1)[0] * 3, rel=1e-14)
    for kind in ("plus", "minus"):
        with pytest.raises(ValueError, match=r"^a, b, kind, layer: "):
            ask(1, 4, kind, **changes)


def test_rotations_and_their_symmetric_partners():
    diagonal = setting()[0]
    x, y = diagonal.power(1)[:2]
    for layer in (1, 2):
        turn, bulk = (ask(1, 2, kind, layer) for kind in ("rotation", "bulk"))
        assert (turn.value, bulk.value) == (0, 4 * diagonal.c)
        assert (turn.u[layer - 1], turn.v[layer - 1]) == (y, -x)
        assert (bulk.u[layer - 1], bulk.v[layer - 1]) == (y, x)
        assert turn.u @ bulk.u + turn.v @ bulk.v == pytest.approx(0, abs=1e-14)
    own = ask(2, 2, "bulk", 2)
    assert own.u.tolist() == [0, 1, -1]
    assert own.u @ ask(2, 2, "own").u == 0


def test_free_entries_are_single_entries():
    found = ask(4, 4, "free", 2)
    parts = dense(found, identity_bases((3, 4, 4, 5)))
    assert found.value == 2 * setting()[0].c
    assert [p.any() for p in parts] == [False, True, False]
    assert parts[1][3, 3] == 1
    assert abs(parts[1]).sum() == 1


def test_depth_two_couples_inactive_entries():
    changes = {"values": (1.0, 0.5), "dimensions": (2, 3, 2), "active": 0, "lam": Fraction(4)}
    assert ask(3, 2, "plus", **changes).value == 4 + 1
    assert ask(3, 2, "minus", **changes).value == 4 - 1
    with pytest.raises(ValueError, match=r"^a, b, kind, layer: "):
        ask(3, 2, "free", 1, **changes)


@pytest.mark.parametrize(
    "asked", [(1, 1, "own"), (1, 2, "plus"), (1, 4, "bulk", 1), (4, 5, "free", 3)]
)
def test_operators_are_unit_vectors_in_any_bases(asked):
    dimensions = (3, 4, 5, 4)
    rng = np.random.default_rng(0)
    bases = [np.linalg.qr(rng.standard_normal((d, d)))[0] for d in dimensions]
    found = ask(*asked, dimensions=dimensions)
    turned, plain = dense(found, bases), dense(found, identity_bases(dimensions))
    assert sum((p**2).sum() for p in turned) == pytest.approx(1, rel=1e-14)
    for i, (a, b) in enumerate(zip(turned, plain, strict=True)):
        assert np.allclose(a, bases[i + 1] @ b @ bases[i].T, atol=1e-14)
    doubled = found.__class__(found.value, found.a, found.b, 2 * found.u, 2 * found.v)
    assert all(np.allclose(a, b) for a, b in zip(dense(doubled, bases), turned, strict=True))


@pytest.mark.parametrize(
    "asked",
    [
        (0, 1, "own"), (2, 1, "plus"), (1, 2, "own"), (1, 1, "minus"), (1, 6, "own"),
        (1, 1, "bulk"), (1, 1, "bulk", 0), (1, 1, "bulk", 3), (1, 5, "bulk", 1),
        (1, 1, "rotation", 1), (1, 2, "rotation"), (1, 2, "free"), (4, 4, "own"),
        (4, 4, "free"), (4, 4, "free", 1), (6, 4, "free", 3), (4, 4, "plus"), (1, 2, "sideways"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused(asked):
    with pytest.raises(ValueError, match=r"^a, b, kind, layer: \(.*\) given; allowed") as caught:
        ask(*asked)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["own", "plus", "minus"])
def test_a_layer_where_there_is_none_is_refused(kind):
    with pytest.raises(ValueError, match=r"^layer: 1 given for the kind .*; allowed"):
        ask(1, 2, kind, 1)


def test_a_free_entry_within_the_active_ones_is_refused_as_such():
    with pytest.raises(ValueError, match=r"^a, b, kind, layer: "):
        ask(1, 2, "free", 1)


@pytest.mark.parametrize("asked", [("a", 1, "own"), (1.5, 2, "plus"), (1, 2, "bulk", "1")], ids=str)
def test_indices_that_are_no_integers_are_refused_by_name(asked):
    with pytest.raises((ValueError, TypeError), match=r"^(a|b|a, b, kind, layer|layer): "):
        ask(*asked)
