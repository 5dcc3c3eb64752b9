"""Pictures: what is drawn agrees with what is worked out here in another way."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from sympy import Symbol, sqrt

from symfact import MatrixFactorization, ScalarFactorization
from symfact.plot import (
    plot_descent,
    plot_landscape,
    plot_matrix_spectrum,
    plot_phase,
    plot_spectrum,
    save_figure,
)

ROOT = Path(__file__).parents[1]
LANDSCAPES = [(2, 5), (-2, 3), ("1/3", 4), (2, 2), (-1, 10)]


def phi(rho, m, lam, depth):
    return (m - rho) ** 2 + lam * abs(rho) ** (2 / depth)


def lambdas(m, depth):
    """lambda_c and lambda_f, where phi' = 0 at rho = u |m|, and phi = m^2 or phi'' = 0."""
    size = abs(m) ** (2 - 2 / depth)
    tie, fold = (depth - 2) / (depth - 1), (depth - 2) / (2 * depth - 2)
    critical = (2 - tie) * tie ** (1 - 2 / depth)
    return size * critical, size * depth * fold ** (1 - 2 / depth) * (1 - fold)


def spots(ax):
    """The marked places of a landscape: kind, colour, rho, loss; kinds as the legend says."""
    handles, names = ax.get_legend_handles_labels()
    look = {
        (h.get_marker(), h.get_markerfacecolor() == "none"): name
        for h, name in zip(handles, names, strict=True)
        if h.get_linestyle() == "None"
    }
    return [
        (look[line.get_marker(), line.get_markerfacecolor() == "none"], line.get_color(), x, y)
        for line in ax.lines
        for x, y in line.get_xydata()
        if line.get_linestyle() == "None"
    ]


def curves(ax):
    return [line for line in ax.lines if line.get_linestyle() != "None"]


def check_spot(kind, x, y, m, lam, depth):
    """Whether a marked place is what it is called, by the values of phi around it."""
    assert y == pytest.approx(phi(x, m, lam, depth), rel=1e-12)
    step = (abs(x) or abs(m)) * 1e-3
    left, right = phi(x - step, m, lam, depth) - y, phi(x + step, m, lam, depth) - y
    lowest = phi(np.linspace(-3 * abs(m), 3 * abs(m), 60001), m, lam, depth).min()
    if kind == "global minimum":
        assert y <= lowest + 1e-12 * m**2
    elif kind == "local minimum":
        assert min(left, right) > 0
        assert y > lowest + 1e-6 * m**2
    elif kind == "local maximum":
        assert max(left, right) < 0
    else:
        assert kind == "inflection"
        assert left * right < 0
        assert max(abs(left), abs(right)) < 1e-8 * m**2


@pytest.mark.parametrize(("target", "depth"), LANDSCAPES)
def test_the_marks_of_a_landscape_are_what_they_are_called(target, depth):
    m, ax = float(Fraction(target)), plot_landscape(target, depth)
    low, high = lambdas(m, depth)
    lams = [low / 2, low, (low + high) / 2, high, high * 5 / 4]
    lams = lams if depth > 2 else [low / 2, low, high * 5 / 4]
    kinds = {}
    for line, lam in zip(curves(ax), lams, strict=True):
        assert np.allclose(line.get_ydata(), phi(line.get_xdata(), m, lam, depth), rtol=1e-12)
        found = [(kind, x, y) for kind, color, x, y in spots(ax) if color == line.get_color()]
        for kind, x, y in found:
            check_spot(kind, x, y, m, lam, depth)
        kinds[lam] = [kind.split()[-2:][0] for kind, _, _ in found]
    expected = [
        ["local", "local", "global"],
        ["global", "local", "global"],
        ["global", "local", "local"],
        ["global", "inflection"],
        ["global"],
    ]
    assert list(kinds.values()) == (expected if depth > 2 else [["global"]] * 3)


def test_a_wrong_mark_would_be_found():
    with pytest.raises(AssertionError):
        check_spot("global minimum", 0.0, 4.0, 2, 1, 5)
    with pytest.raises(AssertionError):
        check_spot("local minimum", 0.0, 4.0, 2, 4, 5)
    with pytest.raises(AssertionError):
        check_spot("inflection", 0.75, phi(0.75, 2, 5.2, 5), 2, 5.2, 5)


@pytest.mark.parametrize(
    ("lam", "kinds"),
    [("3", ["global", "local", "global"]), ("3.0000000000001", ["global", "local", "local"])],
)
def test_a_tie_is_told_from_what_is_next_to_it(lam, kinds):
    found = [kind.split()[0] for kind, _, _, _ in spots(plot_landscape(2, 3, lam))]
    assert found == kinds


def test_lambdas_of_ones_own_are_drawn_once_each_in_their_order():
    ax = plot_landscape(0, 4, lam=np.array([2, 0.5, 2]))
    assert [line.get_label() for line in curves(ax)] == [r"$\lambda = 2$", r"$\lambda = 0.5$"]
    assert [(kind, x, y) for kind, _, x, y in spots(ax)] == [("global minimum", 0, 0)] * 2


def test_colour_is_never_the_only_signal():
    for ax in (plot_landscape(lam=[1, 2, 3, 4, 5, 6, 7]), plot_spectrum(), plot_descent(2, 1, 3)):
        lines = [line for line in curves(ax) if not line.get_label().startswith("_")]
        dashes = {(line._unscaled_dash_pattern, line.get_marker()) for line in lines}
        assert len(dashes) == len(lines)
    solid = [line for line in plot_phase((2, 3, 4, 5, 6, 7, 8)).lines if "L =" in line.get_label()]
    assert len({line.get_marker() for line in solid}) == len(solid) == 7
    computed, predicted = plot_matrix_spectrum(MatrixFactorization([[1]], 1, 2)).lines
    assert computed.get_marker() != predicted.get_marker()


def test_the_regimes_end_where_the_losses_say():
    ax, depths = plot_phase((5, 2, 3), target=-4), (2, 3, 5)
    for depth in depths:
        (line,) = (line for line in ax.lines if line.get_label() == f"$L = {depth}$")
        index = list(ax.lines).index(line)
        m, critical = line.get_data()
        assert (m[0], m[-1]) == pytest.approx((0.4, 40))
        fold = ax.lines[index + 1].get_ydata() if depth > 2 else critical
        low, high = zip(*(lambdas(x, depth) for x in m), strict=True)
        assert np.allclose(critical, low, rtol=1e-12)
        assert np.allclose(fold, high, rtol=1e-12)
        rho = np.linspace(0, 1.2, 100001)[1:]
        assert phi(rho, 1, critical[20] / m[20] ** (2 - 2 / depth) * 0.999, depth).min() < 1
        assert phi(rho, 1, critical[20] / m[20] ** (2 - 2 / depth) * 1.001, depth).min() > 1
        for factor, turns in ((0.999, 2), (1.001, 0)) if depth > 2 else ():
            lam = factor * fold[20] / m[20] ** (2 - 2 / depth)
            signs = np.sign(np.diff(phi(rho, 1, lam, depth)))
            assert np.count_nonzero(np.diff(signs)) == turns
    assert len(ax.collections) == 3  # two shaded regions and that of the legend


def test_a_problem_is_marked_in_its_regime():
    (star,) = (line for line in plot_phase(5, -2, "1/10").lines if line.get_marker() == "*")
    assert star.get_xydata().tolist() == [[2, 0.1]]
    assert not [line for line in plot_phase(5, -2).lines if line.get_marker() == "*"]


def test_at_depth_2_there_is_no_fold():
    ax = plot_phase(2)
    assert not ax.collections
    assert ax.get_legend_handles_labels()[1] == ["$L = 2$", r"$\lambda_c$"]


def hessian(weights, m, lam):
    """The Hessian of the loss from its definition: products without one and without two."""
    depth, product = len(weights), np.prod(weights)
    matrix = np.empty((depth, depth))
    for i in range(depth):
        for j in range(depth):
            but_i, but_j = np.delete(weights, i).prod(), np.delete(weights, j).prod()
            both = np.delete(weights, [i, j]).prod() if i != j else 0
            matrix[i, j] = 2 * but_i * but_j - 2 * (m - product) * both
    return matrix + 2 * lam / depth * np.eye(depth)


def minimizing(m, lam, depth):
    """Weights that minimize the loss, by the roots of the polynomial p."""
    p = np.zeros(2 * depth - 1)
    p[0], p[-1] = 1, lam / depth
    p[depth] -= abs(m)
    roots = [r.real for r in np.roots(p) if abs(r.imag) < 1e-9 and r.real > 0]
    w = max([0, *roots], key=lambda w: -phi(w**depth, abs(m), lam, depth))
    return np.array([w] * (depth - 1) + [w * (-1 if m < 0 else 1)])


def arcs(ax):
    """The eigenvalues' lines with their multiplicities."""
    lines = [line for line in ax.lines if line.get_label()[-1] == ")" and len(line.get_xdata()) > 1]
    words = [line.get_label().rpartition("(")[2] for line in lines]
    return [
        (1 if w == "once)" else int(w.split()[0]), x) for w, x in zip(words, lines, strict=True)
    ]


@pytest.mark.parametrize(
    ("target", "depth"), [(2, 5), (-2, 3), (2, 2), ("-1/3", 6), (0, 3), (0, 2)]
)
def test_eigenvalues_are_those_of_the_hessian(target, depth):
    m, ax = float(Fraction(target)), plot_spectrum(target, depth)
    low, _ = lambdas(m, depth)
    found = arcs(ax)
    for lam in np.array([0.05, 0.5, 0.95, 1.05, 1.5]) * (low or 0.5):
        here = []
        for times, line in found:
            x, y = line.get_data()
            if x.min() <= lam <= x.max():
                here += [np.interp(lam, x, y)] * times
        exact = np.linalg.eigvalsh(hessian(minimizing(m, lam, depth), m, lam))
        assert np.allclose(sorted(here), exact, rtol=2e-3, atol=1e-9)


@pytest.mark.parametrize(("target", "depth"), [(2, 5), (-2, 3), (2, 2)])
def test_no_line_crosses_the_jump_and_both_kinds_of_minimizers_are_marked_there(target, depth):
    ax, (low, _) = plot_spectrum(target, depth), lambdas(target, depth)
    ends = []
    for _, line in arcs(ax):
        x, y = line.get_data()
        assert x.max() == pytest.approx(low) or x.min() == pytest.approx(low)
        ends.append((y[0] if x.min() == pytest.approx(low) else y[-1], x.mean() < low))
    marks = [line for line in ax.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]
    before, after = (sorted(y for y, inside in ends if inside == side) for side in (True, False))
    if depth == 2:
        assert not marks
        assert np.allclose(before, after)
        assert before[0] == pytest.approx(0, abs=1e-12)
    else:
        assert min(before) > max(after) * 1.2
        assert [float(line.get_ydata()[0]) for line in marks] == pytest.approx([y for y, _ in ends])
        assert all(line.get_xdata()[0] == pytest.approx(low) for line in marks)
        w = ScalarFactorization(2, 3, 3).minimizer().w if depth == 3 else 1.5 ** (1 / 5)
        top = np.linalg.eigvalsh(hessian(np.full(depth, float(w)), abs(target), low))
        assert max(before) == pytest.approx(top[-1])


def test_the_exact_spectrum_at_a_tie_is_where_the_marks_are():
    marks = [line for line in plot_spectrum(2, 3).lines if line.get_marker() == "o"]
    values = [float(line.get_ydata()[0]) for line in marks if len(line.get_xdata())]
    spectra = ScalarFactorization(2, 3, 3).spectra()
    assert values == pytest.approx([4, 4, 2])
    assert [list(map(float, spectrum)) for spectrum in spectra.values()] == [[4], [2]]


def differences(f, x, step=1e-4):
    """The matrix of second differences of f at x."""
    moves = np.eye(len(x)) * step
    return np.array(
        [
            [
                (f(x + u + v) - f(x + u - v) - f(x - u + v) + f(x - u - v)) / 4 / step**2
                for u in moves
            ]
            for v in moves
        ]
    )


def test_computed_eigenvalues_are_those_of_second_differences_of_the_loss():
    q = MatrixFactorization([[2, 1], [0, -1]], "1/4", 3, (1, 2))
    layers = q.minimizer()
    shapes, ends = [w.shape for w in layers], np.cumsum([w.size for w in layers])

    def loss(x):
        parts = zip(np.split(x, ends[:-1]), shapes, strict=True)
        return q.loss([part.reshape(shape) for part, shape in parts])

    exact = np.linalg.eigvalsh(differences(loss, np.concatenate([w.ravel() for w in layers])))
    ax = plot_matrix_spectrum(q)
    computed, predicted = ax.lines
    assert np.allclose(computed.get_ydata(), exact, atol=1e-5)
    assert np.allclose(predicted.get_ydata(), exact, atol=1e-5)
    assert len(exact) == 8
    assert "largest difference" in ax.get_legend().get_title().get_text()


def test_a_tied_matrix_needs_a_branch():
    q = MatrixFactorization(singular_values=[2, 1], lam=3, depth=3)
    with pytest.raises(ValueError, match=r"^branch: None at a tie"):
        plot_matrix_spectrum(q)
    tops = [
        max(plot_matrix_spectrum(q, branch=b).lines[0].get_ydata()) for b in ("nonzero", "zero")
    ]
    assert tops == pytest.approx([6, 2])


@pytest.mark.parametrize(
    ("target", "lam", "depth"), [(2, "1/10", 5), (-2, 3, 2), (1, 9, 3), (0, 1, 4), (2, 3, 3)]
)
def test_descent_is_gradient_descent_from_where_it_starts(target, lam, depth):
    ax = plot_descent(target, lam, depth)
    runs = [line for line in ax.lines if line.get_label().startswith("step")]
    number = float(Fraction(lam))
    near = minimizing(target, number, depth)
    if (target, lam, depth) == (2, 3, 3):
        near = np.ones(3)
    values, vectors = np.linalg.eigh(hessian(near, target, number))
    for line, factor in zip(runs, (0.95, 1.05), strict=True):
        distances, step = line.get_ydata(), factor * 2 / values[-1]
        vector = vectors[:, -1] * (np.sign(vectors[0, -1]) or 1)
        w = near + distances[0] * vector
        for t in range(40):
            assert np.linalg.norm(w - near) == pytest.approx(distances[t], rel=2e-2)
            slopes = [-2 * (target - w.prod()) * np.delete(w, i).prod() for i in range(depth)]
            w = w - step * (np.array(slopes) + 2 * number / depth * w)
    below, above = (line.get_ydata() for line in runs)
    assert np.allclose(below[1:] / below[:-1], 0.9, rtol=5e-3)
    assert above[:60].max() > 20 * above[0]
    assert len(below) == 151


PICTURES = {
    "landscape": lambda ax=None: plot_landscape(ax=ax),
    "deep landscape": lambda ax=None: plot_landscape("-1e50", 999, ax=ax),
    "phase": lambda ax=None: plot_phase(lam="1/10", ax=ax),
    "spectrum": lambda ax=None: plot_spectrum(-2, ax=ax),
    "deep spectrum": lambda ax=None: plot_spectrum("1/7", 999, ax=ax),
    "spectrum at depth 2": lambda ax=None: plot_spectrum(2, 2, ax=ax),
    "matrix": lambda ax=None: plot_matrix_spectrum(MatrixFactorization([[3, 1]], 1, 3), ax=ax),
    "descent": lambda ax=None: plot_descent(-2, 1, 3, ax=ax),
}


@pytest.mark.parametrize("name", PICTURES)
def test_axes_are_labelled_and_nothing_is_cut_off(name):
    ax = PICTURES[name]()
    figure = ax.figure
    figure.draw_without_rendering()
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    assert ax.get_legend().get_title().get_text()
    box, page = ax.get_tightbbox(), figure.bbox
    assert box.x0 >= page.x0 - 1
    assert box.y0 >= page.y0 - 1
    assert box.x1 <= page.x1 + 1
    assert box.y1 <= page.y1 + 1
    assert ax.bbox.width > page.width / 2
    texts = [*ax.get_legend().get_texts(), ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels()]
    assert min(text.get_fontsize() for text in texts) >= 7


@pytest.mark.parametrize("name", PICTURES)
def test_axes_given_are_drawn_on_and_settings_stay(name, tmp_path):
    before, figure = dict(mpl.rcParams), Figure()
    ax = figure.add_subplot()
    size = ax.xaxis.label.get_fontsize()
    assert PICTURES[name](ax) is ax
    assert ax.xaxis.label.get_fontsize() == size
    assert figure.axes == [ax]
    save_figure(ax, tmp_path / "a.svg")
    assert dict(mpl.rcParams) == before


def test_pyplot_stays_unknown(tmp_path):
    code = (
        "import sys; from symfact.cli import main; main(sys.argv[1:]);"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    arguments = ["plot", "spectrum", "-o", str(tmp_path / "a.pdf")]
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=True)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


M = Symbol("m")


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: plot_landscape(M), ["target", "m of type Symbol"]),
        (lambda: plot_landscape(2, Symbol("L")), ["depth", "Symbol", "integer"]),
        (lambda: plot_landscape(2, (3, 5)), ["depth", "tuple", "integer"]),
        (lambda: plot_landscape(lam=M), ["lam", "m of type Symbol"]),
        (lambda: plot_landscape(lam=[1, sqrt(2)]), ["lam", "sqrt(2)"]),
        (lambda: plot_landscape(lam=np.ones((1, 1))), ["lam", "[1.0] of type list"]),
        (lambda: plot_landscape(lam=[]), ["lam", "0 given", "1 to 7"]),
        (lambda: plot_landscape(lam=range(1, 9)), ["lam", "8 given", "1 to 7"]),
        (lambda: plot_landscape(lam=[1, 0]), ["lam", "0 is not > 0"]),
        (lambda: plot_landscape(0), ["target", "0 has its only minimum", "lam"]),
        (lambda: plot_landscape("1e51"), ["target", "1.00E+51", "1e50"]),
        (lambda: plot_landscape(float("nan")), ["target", "nan"]),
        (lambda: plot_landscape(depth=1), ["depth", "1 is too small", ">= 2"]),
        (lambda: plot_landscape(depth=1001), ["depth", "1001", "1000"]),
        (lambda: plot_landscape(ax=7), ["ax", "int", "Axes"]),
        (lambda: plot_phase([]), ["depth", "0 given", "1 to 7"]),
        (lambda: plot_phase(range(2, 12)), ["depth", "10 given", "1 to 7"]),
        (lambda: plot_phase(target=0), ["target", "0", "logarithmic"]),
        (lambda: plot_phase(lam=-1), ["lam", "-1", "> 0"]),
        (lambda: plot_spectrum(M), ["target", "Symbol"]),
        (lambda: plot_spectrum(2, "x"), ["depth", "'x'"]),
        (lambda: plot_matrix_spectrum([[1]]), ["problem", "list", "MatrixFactorization"]),
        (
            lambda: plot_matrix_spectrum(MatrixFactorization(np.eye(40), 1, 2)),
            ["problem", "3200 weights", "2000"],
        ),
        (
            lambda: plot_matrix_spectrum(
                MatrixFactorization(singular_values=[Symbol("s", positive=True)], lam=1, depth=3)
            ),
            ["singular_values, lam", "symbolic"],
        ),
        (lambda: plot_descent(M, 1, 3), ["target", "Symbol"]),
        (lambda: plot_descent(2, None, 3), ["lam", "None"]),
        (lambda: plot_descent(2, 1, 101), ["depth", "101", "100"]),
        (lambda: save_figure(plot_spectrum(), "/nowhere/a.svg"), ["path", "/nowhere/a.svg"]),
        (lambda: save_figure(plot_spectrum(), "svg"), ["path", "'svg'", ".svg, .pdf or .png"]),
    ],
)
def test_bad_input_is_one_line_that_names_it(draw, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        draw()
    message = str(caught.value)
    assert message.startswith(words[0])
    assert "\n" not in message
    assert all(word in message for word in words), message


def test_without_matplotlib_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr("symfact.extras.find_spec", lambda _: None)
    for draw in PICTURES.values():
        with pytest.raises(ImportError, match=r"^matplotlib: not installed; .*symfact\[plot\]"):
            draw()


def test_a_part_of_a_figure_is_saved_with_the_whole(tmp_path):
    left, right = Figure().subfigures(1, 2)
    right.add_subplot().set_title("right")
    save_figure(plot_spectrum(ax=left.add_subplot()), tmp_path / "a.PNG")
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
