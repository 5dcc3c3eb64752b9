"""Draw the picture in the README: the predicted Hessian spectrum and the computed one.

    python tests/pictures/make_matrix_spectrum.py

needs the extra `plot`.  The target is 5 x 4 with singular values 3, 2, 1 and 1/50; there are
four layers of hidden widths 6, 3 and 5, and lambda = 1/10.  Computed are the eigenvalues of
the full Hessian, 82 x 82, by a dense eigenvalue routine at a minimizer drawn at random.
"""

from pathlib import Path

import numpy as np

from symfact import MatrixFactorization
from symfact.plot import plot_matrix_spectrum, save_figure


def problem():
    rng = np.random.default_rng(7)
    left, _ = np.linalg.qr(rng.standard_normal((5, 4)))
    right, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    return MatrixFactorization(left * [3, 2, 1, 1 / 50] @ right.T, "1/10", 4, (6, 3, 5))


if __name__ == "__main__":
    picture = Path(__file__).with_name("matrix_spectrum.svg")
    save_figure(plot_matrix_spectrum(problem()), picture)
