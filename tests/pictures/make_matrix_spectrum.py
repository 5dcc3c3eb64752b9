"""Draw the picture in the README: the predicted Hessian spectrum and the computed one.

    python tests/pictures/make_matrix_spectrum.py

needs the extra `plot`.  The target is 5 x 4 with singular values 3, 2, 1 and 1/50; there are
four layers of hidden widths 6, 3 and 5, and lambda = 1/10.  Computed are the eigenvalues of
the full Hessian, 82 x 82, by a dense eigenvalue routine at a minimizer drawn at random.
"""

from pathlib import Path

import numpy as np

from symfact import MatrixFactorization

COLORS = {"predicted": "#0072b2", "computed": "#d55e00"}  # told apart by the colour-blind


def problem():
    rng = np.random.default_rng(7)
    left, _ = np.linalg.qr(rng.standard_normal((5, 4)))
    right, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    return MatrixFactorization(left * [3, 2, 1, 1 / 50] @ right.T, "1/10", 4, (6, 3, 5))


def dense_spectrum(q):
    """The eigenvalues of the Hessian, a column at a time from its products with unit vectors."""
    layers = q.minimizer(seed=1)
    ends = np.cumsum([w.size for w in layers])
    columns = []
    for unit in np.eye(ends[-1]):
        parts = zip(np.split(unit, ends[:-1]), layers, strict=True)
        moved = q.hessian_vector_product(layers, [u.reshape(w.shape) for u, w in parts])
        columns.append(np.concatenate([h.ravel() for h in moved]))
    return np.linalg.eigvalsh(np.array(columns))


def draw(path):
    import matplotlib as mpl  # noqa: PLC0415  (the tests read this file, and do without it)
    from matplotlib import pyplot as plt  # noqa: PLC0415

    mpl.rcParams.update({"font.size": 10, "svg.hashsalt": "symfact"})
    q = problem()
    spectrum, computed = q.spectrum(), dense_spectrum(q)
    predicted = np.repeat(spectrum.eigenvalues, spectrum.multiplicities)
    error = abs(predicted - computed).max() / computed.max()
    figure, axes = plt.subplots(figsize=(7, 3.4), layout="constrained")
    index = np.arange(1, len(computed) + 1)
    axes.plot(index, computed, "o", ms=7, mfc="none", color=COLORS["computed"],
              label=f"computed: full Hessian, {len(computed)} weights")  # fmt: skip
    axes.plot(index, predicted, ".", ms=4, color=COLORS["predicted"],
              label=f"predicted: closed form, {len(spectrum)} distinct values")  # fmt: skip
    axes.set_yscale("symlog", linthresh=0.03)
    axes.set_xlabel("index of the eigenvalue, increasing")
    axes.set_ylabel(r"eigenvalue of $\nabla^2\mathcal{L}$")
    axes.set_title(
        r"$\|M - W_4W_3W_2W_1\|_F^2 + \frac{\lambda}{4}\sum\|W_i\|_F^2$ at a minimizer"
        f"\nlargest difference {error:.0e} of the largest eigenvalue"
    )
    axes.legend(frameon=False, loc="upper left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    draw(Path(__file__).with_name("matrix_spectrum.svg"))
