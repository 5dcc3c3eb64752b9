"""Reading a target, its singular values and the widths: every input, and one line for bad ones."""

import pickle
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Integer, Matrix, Rational, Symbol

from symfact.matrix import MatrixFactorization
from symfact.targets import parse_matrix, parse_shape, parse_singular_values, parse_widths

POSITIVE = Symbol("x", positive=True)


def named(value):
    """What a case is called in every process: its text without the address of an object."""
    return re.sub(r" at 0x[0-9a-f]+", "", str(value))


def refused(function, error, name, *arguments):
    """The message of the refusal: of that class, on one line, naming the argument first."""
    with pytest.raises(error, match=f"^{name}: ") as caught:
        function(*arguments)
    assert type(caught.value) is error
    text = str(caught.value)
    assert "\n" not in text
    assert len(text) < 400
    return text


# -- the target --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (np.array([[1.5, 2.0]]), [[1.5, 2.0]]),
        (np.array([[1, 2]], dtype=np.int8), [[1.0, 2.0]]),
        (np.array([[2**64 - 1]], dtype=np.uint64), [[2.0**64]]),
        (np.array([[0.5]], dtype=np.float32), [[0.5]]),
        (np.array([[0.5]], dtype=np.float16), [[0.5]]),
        (np.array([[0.5]], dtype=np.longdouble), [[0.5]]),
        (np.array([[0.5, 1.0]], dtype=">f8"), [[0.5, 1.0]]),
        (np.asfortranarray(np.array([[1.0, 2.0], [3.0, 4.0]])), [[1.0, 2.0], [3.0, 4.0]]),
        (np.arange(8.0).reshape(2, 4)[:, ::2], [[0.0, 2.0], [4.0, 6.0]]),
        ([[1.5, 2.0]], [[1.5, 2.0]]),
        (((1, 2), (3, 4)), [[1.0, 2.0], [3.0, 4.0]]),
        ([[1, 2.5]], [[1.0, 2.5]]),
        ([["1/2", "0.1"]], [[0.5, 0.1]]),
        ([[Fraction(1, 4), Decimal("0.1"), Rational(1, 8)]], [[0.25, 0.1, 0.125]]),
        ([[mpmath.mpf(1) / 4, np.float32(2)]], [[0.25, 2.0]]),
        ([np.ones(2), np.zeros(2)], [[1.0, 1.0], [0.0, 0.0]]),
        (Matrix([[1, Rational(1, 2)]]), [[1.0, 0.5]]),
        (sympy.ImmutableMatrix([[1], [2]]), [[1.0], [2.0]]),
        (sympy.SparseMatrix([[0, 2]]), [[0.0, 2.0]]),
        ([[0]], [[0.0]]),
    ],
    ids=named,
)
def test_a_target_is_float64_with_these_entries(value, rows):
    array, _ = parse_matrix(value)
    assert array.dtype == np.float64
    assert array.tolist() == rows
    assert MatrixFactorization(value, 1, 2).shape == array.shape


def test_exact_entries_are_kept_beside_float64():
    array, exact = parse_matrix([["1/3", 1], [Decimal("0.1"), Rational(2, 7)]])
    assert exact == [[Fraction(1, 3), 1], [Fraction(1, 10), Fraction(2, 7)]]
    assert array.tolist() == [[1 / 3, 1.0], [0.1, 2 / 7]]
    assert parse_matrix([[0.1, 1.0]])[1] is None
    assert parse_matrix(np.eye(2))[1] is None
    assert parse_matrix(Matrix([[Rational(1, 3)]]))[1] == [[Fraction(1, 3)]]


def test_an_array_of_float64_is_not_copied():
    target = np.ones((3, 2))
    assert parse_matrix(target)[0] is target
    assert parse_matrix(target.astype(np.float32))[0] is not target


@pytest.mark.parametrize("kind", [str, Path])
@pytest.mark.parametrize("dtype", ["f8", "f4", "i2", ">f8"])
def test_a_target_is_read_from_a_file(tmp_path, kind, dtype):
    np.save(tmp_path / "M.npy", np.array([[1, 2, 3]], dtype=dtype))
    array, exact = parse_matrix(kind(tmp_path / "M.npy"))
    assert (array.dtype, array.tolist(), exact) == (np.dtype("f8"), [[1.0, 2.0, 3.0]], None)
    np.save(tmp_path / "M.npy", np.array([[1, 2, 4]], dtype=dtype))
    assert parse_matrix(kind(tmp_path / "M.npy"))[0].tolist() == [[1.0, 2.0, 4.0]]


BAD_TARGETS = {
    "nan": (np.array([[np.nan]]), ValueError),
    "inf": (np.array([[1.0, np.inf]]), ValueError),
    "-inf": (np.array([[-np.inf]]), ValueError),
    "nan in a list": ([[float("nan")]], ValueError),
    "inf in a list": ([[float("inf"), 1.0]], ValueError),
    "inf and integers": ([[float("inf"), 1]], ValueError),
    "complex": (np.eye(2) * 1j, TypeError),
    "complex in a list": ([[1j]], TypeError),
    "objects": (np.array([[1, 2]], dtype=object), TypeError),
    "booleans": (np.eye(2, dtype=bool), TypeError),
    "booleans in a list": ([[True]], TypeError),
    "texts": (np.array([["1"]]), TypeError),
    "dates": (np.array([["2020-01-01"]], dtype="datetime64[D]"), TypeError),
    "records": (np.zeros((2, 2), dtype=[("a", float)]), TypeError),
    "a word": ([["one"]], ValueError),
    "divided by zero": ([["1/0"]], ValueError),
    "None in a list": ([[None]], TypeError),
    "a vector": (np.ones(3), ValueError),
    "a list of numbers": ([1, 2, 3], TypeError),
    "three dimensions": (np.ones((2, 2, 2)), ValueError),
    "a list in three dimensions": ([[[1, 2]], [[3, 4]]], TypeError),
    "no dimension": (np.array(3.0), ValueError),
    "no row": (np.ones((0, 2)), ValueError),
    "no column": (np.ones((2, 0)), ValueError),
    "empty": ([], ValueError),
    "an empty row": ([[]], ValueError),
    "empty rows": ([[], []], ValueError),
    "ragged": ([[1, 2], [3]], ValueError),
    "ragged floats": ([[1.0, 2.0], [3.0]], ValueError),
    "a number": (3, TypeError),
    "a NumPy number": (np.float64(3), TypeError),
    "bytes": (b"M.npy", TypeError),
    "a set": ({1}, TypeError),
    "beyond float64": ([[10**400]], ValueError),
    "below float64": ([[1, -(10**400)]], ValueError),
    "a symbol": (Matrix([[Symbol("x")]]), TypeError),
    "a root": (Matrix([[sympy.sqrt(2)]]), TypeError),
    "an empty Matrix": (sympy.zeros(0, 2), ValueError),
}


@pytest.mark.parametrize("name", BAD_TARGETS)
def test_a_bad_target_is_one_line(name):
    value, error = BAD_TARGETS[name]
    for function in (parse_matrix, lambda target: MatrixFactorization(target, 1, 3)):
        assert "allowed" in refused(function, error, "target", value)


def test_a_longdouble_beyond_float64_is_refused():
    refused(parse_matrix, ValueError, "target", np.full((1, 1), np.longdouble("1e400")))


def test_a_masked_array_is_refused():
    masked = np.ma.masked_array(np.eye(2), mask=[[1, 0], [0, 0]])
    refused(parse_matrix, TypeError, "target", masked)


@pytest.mark.parametrize("value", [["12", "34"], {"1": 2}], ids=named)
def test_texts_are_no_rows(value):
    refused(parse_matrix, TypeError, "target", value)


def bad_files(folder):
    np.save(folder / "good.npy", np.eye(2))
    good = (folder / "good.npy").read_bytes()
    (folder / "text.npy").write_text("1 2\n3 4\n")
    (folder / "empty.npy").write_bytes(b"")
    (folder / "pickle.npy").write_bytes(pickle.dumps(np.eye(2)))
    np.save(folder / "objects.npy", np.array([[1, "a"]], dtype=object), allow_pickle=True)
    (folder / "short.npy").write_bytes(good[:-8])
    (folder / "header.npy").write_bytes(good.replace(b"'fortran_order'", b"'fortran_place'"))
    (folder / "version.npy").write_bytes(good[:6] + b"\x09" + good[7:])
    np.savez(folder / "archive.npz", x=np.eye(2))
    (folder / "folder.npy").mkdir()


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("missing.npy", "cannot be read"),
        ("folder.npy", "cannot be read"),
        ("text.npy", "is not a .npy file of numbers; allowed"),
        ("empty.npy", "is not a .npy file of numbers; allowed"),
        ("pickle.npy", "is not a .npy file of numbers; allowed"),
        ("objects.npy", "is not a .npy file of numbers; allowed"),
        ("short.npy", "is not a .npy file of numbers; allowed"),
        ("header.npy", "is not a .npy file of numbers; allowed"),
        ("version.npy", "is not a .npy file of numbers; allowed"),
        ("archive.npz", "is not a .npy file of numbers; allowed"),
    ],
)
def test_a_file_that_is_no_matrix_is_one_line(tmp_path, file, reason):
    bad_files(tmp_path)
    assert parse_matrix(tmp_path / "good.npy")[0].tolist() == [[1.0, 0.0], [0.0, 1.0]]
    for path in (tmp_path / file, str(tmp_path / file)):
        text = refused(parse_matrix, ValueError, "target", path)
        assert f"{file}' {reason}" in text


@pytest.mark.parametrize(
    ("array", "error"),
    [
        (np.eye(2) * 1j, TypeError),
        (np.array([["a"]]), TypeError),
        (np.ones(3), ValueError),
        (np.ones((2, 2, 2)), ValueError),
        (np.ones((0, 2)), ValueError),
        (np.array([[np.nan]]), ValueError),
        (np.eye(2, dtype=bool), TypeError),
    ],
    ids=named,
)
def test_a_file_of_other_arrays_is_one_line(tmp_path, array, error):
    np.save(tmp_path / "M.npy", array)
    assert "allowed" in refused(parse_matrix, error, "target", tmp_path / "M.npy")


def test_no_pickle_is_ever_loaded(tmp_path):
    class Trap:
        def __reduce__(self):
            return Path.touch, (tmp_path / "sprung",)

    trap = np.empty((1, 1), dtype=object)
    trap[0, 0] = Trap()
    np.save(tmp_path / "trap.npy", trap, allow_pickle=True)
    (tmp_path / "trap.pickle").write_bytes(pickle.dumps(Trap()))
    for name in ("trap.npy", "trap.pickle"):
        refused(parse_matrix, ValueError, "target", tmp_path / name)
    assert not (tmp_path / "sprung").exists()
    np.load(tmp_path / "trap.npy", allow_pickle=True)
    assert (tmp_path / "sprung").exists(), "the trap works"


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_a_broken_archive_is_one_line(tmp_path):
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 and nothing more")
    refused(parse_matrix, ValueError, "target", tmp_path / "broken.npz")


def test_a_header_without_its_end_is_one_line(tmp_path):
    np.save(tmp_path / "M.npy", np.eye(2))
    good = (tmp_path / "M.npy").read_bytes()
    (tmp_path / "M.npy").write_bytes(good.replace(b"(2, 2), }", b"(2, 2),  "))
    refused(parse_matrix, ValueError, "target", tmp_path / "M.npy")


@pytest.mark.parametrize("path", ["", "a\nb.npy", "a\0b.npy", "a" * 5000])
def test_a_strange_path_is_refused(path):
    with pytest.raises(ValueError, match=r"^target: "):
        parse_matrix(path)


@pytest.mark.parametrize("path", ["a\nb.npy", "a" * 5000], ids=len)
def test_a_strange_path_is_shown_on_one_short_line(path):
    refused(parse_matrix, ValueError, "target", path)


# -- singular values ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3, 2, 1], (3, 2, 1)),
        ((1, "5/2", 2), (Rational(5, 2), 2, 1)),
        ([0, 1], (1, 0)),
        ([0], (0,)),
        ([0.5], (Rational(1, 2),)),
        ([2, 2, 3], (3, 2, 2)),
        (np.array([1.0, 2.0]), (2, 1)),
        (iter([1, 2]), (2, 1)),
        ([Decimal("0.1")], (Rational(1, 10),)),
        ([Integer(7)], (7,)),
        ([POSITIVE], (POSITIVE,)),
        ([POSITIVE, 0], (POSITIVE, 0)),
    ],
    ids=named,
)
def test_singular_values_are_exact_and_decreasing(values, expected):
    found = parse_singular_values(values)
    assert found == expected
    assert all(value.is_Rational or value.is_Symbol for value in found)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([-1], ValueError),
        (["-1/2", 1], ValueError),
        ([], ValueError),
        ([float("nan")], ValueError),
        ([float("inf")], ValueError),
        (["one"], ValueError),
        ([Symbol("y")], ValueError),
        ([Symbol("y", negative=True)], ValueError),
        ([Symbol("y", nonnegative=True)], ValueError),
        ("3,2,1", TypeError),
        (3, TypeError),
        ([1j], TypeError),
        ([None], TypeError),
        ([True], TypeError),
        ([[1, 2]], TypeError),
        ([POSITIVE + 1], TypeError),
        ([sympy.sqrt(2)], TypeError),
        (np.eye(2), TypeError),
    ],
    ids=named,
)
def test_bad_singular_values_are_one_line(values, error):
    assert "allowed" in refused(parse_singular_values, error, "singular_values", values)


@pytest.mark.parametrize(
    ("shape", "least", "expected"),
    [(None, 3, (3, 3)), ((5, 4), 3, (5, 4)), ([3, 3], 3, (3, 3)), (np.array([2, 9]), 2, (2, 9))],
    ids=named,
)
def test_the_shape_is_square_or_as_given(shape, least, expected):
    assert parse_shape(shape, least) == expected


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        ((1, 2), ValueError),
        ((2, 1), ValueError),
        ((2,), ValueError),
        ((2, 2, 2), ValueError),
        ((), ValueError),
        ((0, 2), ValueError),
        ((-2, 2), ValueError),
        ((2.0, 2.0), TypeError),
        ("2x2", TypeError),
        (2, TypeError),
        ((None, 2), TypeError),
    ],
    ids=named,
)
def test_a_bad_shape_is_one_line(shape, error):
    assert "allowed" in refused(parse_shape, error, "shape", shape, 2)


# -- widths ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        (None, (2, 2)),
        (8, (8, 8)),
        (np.int64(8), (8, 8)),
        ((3, 1), (3, 1)),
        ([3, 1], (3, 1)),
        (np.array([3, 1]), (3, 1)),
        (range(4, 6), (4, 5)),
        ([Integer(3), np.int32(2)], (3, 2)),
        ((10**30, 1), (10**30, 1)),
    ],
    ids=named,
)
def test_widths_are_the_hidden_dimensions(widths, expected):
    found = parse_widths(widths, 3, (5, 2))
    assert found == expected
    assert all(type(width) is int for width in found)


def test_astronomical_widths_have_a_spectrum():
    spectrum = MatrixFactorization(singular_values=[2], lam=1, depth=2, widths=10**30).spectrum()
    assert sum(spectrum.values()) == 2 * 10**30


def test_astronomical_widths_are_one_line_in_float64():
    problem = MatrixFactorization(np.eye(2), 1, 3, 10**30)
    with pytest.raises(ValueError, match=r"^widths: 1.000e\+60 weights; allowed are") as caught:
        problem.spectrum()
    assert "\n" not in str(caught.value)


BAD_WIDTHS = [
    (0, ValueError),
    (-1, ValueError),
    ([1, 0], ValueError),
    ([2, -3], ValueError),
    ([1], ValueError),
    ([1, 2, 3], ValueError),
    ([], ValueError),
    (True, TypeError),
    (False, TypeError),
    (2.0, TypeError),
    ("2", TypeError),
    ([2.0, 2], TypeError),
    (np.array([2.0, 3.0]), TypeError),
    (["2", 2], TypeError),
    ([None, 1], TypeError),
    ([[1, 2]], TypeError),
    ({1: 2}, TypeError),
    ((n for n in (2, 3)), TypeError),
    (Fraction(2), TypeError),
]


@pytest.mark.parametrize(("widths", "error"), BAD_WIDTHS, ids=named)
def test_bad_widths_are_one_line(widths, error):
    text = refused(parse_widths, error, "widths", widths, 3, (5, 2))
    assert "allowed" in text
    text = refused(lambda: MatrixFactorization(np.eye(2), 1, 3, widths), error, "widths")


def test_booleans_in_a_list_are_no_sizes():
    refused(parse_widths, TypeError, "widths", [True, 2], 3, (5, 2))
    refused(parse_shape, TypeError, "shape", (True, 2), 1)


# -- everything together -----------------------------------------------------------------

PROBLEM = {"target": [[1, 2]], "lam": 1, "depth": 3}
GIVEN = {"target": None, "singular_values": [2, 1]}


@pytest.mark.parametrize(
    ("changes", "error", "name"),
    [
        ({"singular_values": [1]}, TypeError, "target"),
        ({"target": None}, TypeError, "target"),
        ({"shape": (1, 2)}, TypeError, "shape"),
        ({"lam": None}, TypeError, "lam"),
        ({"depth": None}, TypeError, "depth"),
        ({"lam": 0}, ValueError, "lam"),
        ({"lam": -1}, ValueError, "lam"),
        ({"lam": "x"}, ValueError, "lam"),
        ({"lam": float("nan")}, ValueError, "lam"),
        ({"lam": float("inf")}, ValueError, "lam"),
        ({"lam": 1j}, TypeError, "lam"),
        ({"lam": True}, TypeError, "lam"),
        ({"lam": [1, 2]}, TypeError, "lam"),
        ({"lam": POSITIVE}, ValueError, "lam"),
        ({"depth": 1}, ValueError, "depth"),
        ({"depth": 0}, ValueError, "depth"),
        ({"depth": -3}, ValueError, "depth"),
        ({"depth": "two"}, ValueError, "depth"),
        ({"depth": 2.0}, TypeError, "depth"),
        ({"depth": True}, TypeError, "depth"),
        ({"depth": Symbol("L")}, TypeError, "depth"),
        ({**GIVEN, "lam": Symbol("y")}, ValueError, "lam"),
        ({**GIVEN, "lam": Symbol("y", negative=True)}, ValueError, "lam"),
        ({**GIVEN, "shape": (1, 2)}, ValueError, "shape"),
        ({**GIVEN, "shape": (3, 1)}, ValueError, "shape"),
        ({**GIVEN, "lam": 0}, ValueError, "lam"),
        ({**GIVEN, "widths": (1,)}, ValueError, "widths"),
    ],
    ids=named,
)
def test_a_bad_problem_is_one_line(changes, error, name):
    text = refused(lambda: MatrixFactorization(**{**PROBLEM, **changes}), error, name)
    assert "allowed" in text or "Remark 4" in text


def test_good_problems_are_not_refused():
    for changes in ({}, GIVEN, {**GIVEN, "lam": POSITIVE}, {**GIVEN, "shape": (2, 7)}):
        assert MatrixFactorization(**{**PROBLEM, **changes}).depth == 3
