"""What a notebook shows of problems, spectra and certificates: true, short, and never a crash."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from sympy import Symbol, sqrt, symbols
from test_notebook import read
from typeset import compile_latex

from symfact import Certificate, MatrixFactorization, ScalarFactorization
from symfact.certify import certify_scalar

CERTIFICATES = Path(__file__).parent / "certificates"
a, b = symbols("a b", positive=True)
lam = Symbol("t", positive=True)
TALL = np.random.default_rng(0).standard_normal((20, 10))


def tall():
    return MatrixFactorization(TALL, lam="1/10", depth=4, widths=(30, 8, 30))


def exact(values, depth=3, **more):
    return MatrixFactorization(singular_values=values, lam="1/10", depth=depth, **more)


def symbolic():
    return MatrixFactorization(singular_values=[a, b], lam=lam, depth=3)


SHOWN = {
    "scalar": lambda: ScalarFactorization(2, "1/10", 5),
    "scalar symbolic": ScalarFactorization,
    "scalar of a root": lambda: ScalarFactorization(sqrt(2), 1, 4),
    "scalar with odd names": lambda: ScalarFactorization(Symbol(r"\text{<b>}", real=True), 1, 3),
    "scalar huge": lambda: ScalarFactorization("1e4000", "1/3", 3),
    "scalar deep": lambda: ScalarFactorization(2, "1/10", 10**9),
    "spectrum": lambda: ScalarFactorization(2, "1/10", 5).spectrum(),
    "spectrum symbolic": lambda: ScalarFactorization().spectrum(),
    "spectrum at zero": lambda: ScalarFactorization(depth=2).spectrum("zero"),
    "spectrum with odd names": lambda: ScalarFactorization(Symbol("<b>"), 1, 2).spectrum(),
    "spectrum deep": lambda: ScalarFactorization(2, "1/10", 10**6).spectrum(),
    "matrix": tall,
    "matrix of singular values": lambda: exact([3, 2, 1], shape=(5, 4)),
    "matrix symbolic": symbolic,
    "matrix deep": lambda: MatrixFactorization([[3, 0], [0, 2]], "1/10", 50, 8),
    "numeric spectrum": lambda: tall().spectrum(),
    "exact spectrum": lambda: exact([3, 2, 1], shape=(5, 4)).spectrum(),
    "exact spectrum, long": lambda: exact(range(1, 7), depth=5).spectrum(),
    "symbolic spectrum": lambda: symbolic().spectrum(),
    "certificate": lambda: ScalarFactorization(2, "1/10", 5).certify(),
    "certificate of a tie": lambda: ScalarFactorization(2, 3, 3).certify(20),
    "certificate of a box": lambda: certify_scalar(["19/10", "21/10"], ["1/10", "1/9"], 5),
    "certificate of a matrix": lambda: exact([3, 2, 1], shape=(5, 4)).certify(30),
}


@pytest.mark.parametrize("name", SHOWN)
def test_html_is_a_table_that_can_be_read_aloud(name):
    found = read(SHOWN[name]()._repr_html_())
    tags = [tag for tag, _ in found.tags]
    assert tags.count("caption") == tags.count("table") > 0
    assert all("scope" in attributes for tag, attributes in found.tags if tag == "th")


def test_latex_compiles(tmp_path):
    shown = (f"\\noindent {make()._repr_latex_()}" for make in SHOWN.values())
    compile_latex("\n\n".join(shown), tmp_path)


def text(thing):
    """Return the TeX of what is shown, on one line."""
    return " ".join(thing._repr_latex_().split())


def test_a_scalar_problem():
    shown = text(ScalarFactorization(2, "1/10", 5))
    assert r"\left(2 - w_{1} \cdots w_{5}\right)^{2} + \frac{1}{50} \left(w_{1}^{2} + " in shown
    assert r"\approx 3.18856125156" in shown
    assert r"2^{4} = 16\text{, with }\left|w_i\right| \approx 1.14717253422" in shown
    assert r"\rho \approx 1.98675219966" in shown


def test_exact_minimizers_are_shown_exactly():
    shown = text(ScalarFactorization(-2, 3, 2))
    assert r"w_{1} w_{2}" in shown
    assert r"\left|w_i\right| = \frac{\sqrt{2}}{2} \approx 0.707106781187" in shown
    assert r"\rho = - \frac{1}{2}" in shown.replace(r"\rho = \text{", r"\rho = ")
    assert r"\lambda_c = 4" in shown


def test_both_kinds_of_minimizers_at_a_tie_and_none_but_zero_above():
    tie = text(ScalarFactorization(2, 3, 3))
    assert r"2^{2} = 4\text{, with }" in tie
    assert r"\text{; }1\text{, all weights 0}" in tie
    above = text(ScalarFactorization(2, 4, 3))
    assert r"& 1\text{, all weights 0}" in above
    assert "w_i" not in above


def test_a_number_that_is_rounded_is_not_called_equal():
    shown = text(ScalarFactorization("1e4000", "1/3", 3))
    assert r"\text{loss} & \approx \left(1 \cdot 10^{4000} - w_{1}" in shown
    assert r"\lambda_c \approx 2.56496392002 \cdot 10^{5333}" in shown
    assert r"\rho \approx 2" in text(ScalarFactorization(2, "1e-30", 5))


def test_a_symbolic_problem_says_when_which_minimizers_exist():
    shown = text(ScalarFactorization())
    assert r"w > 0\text{ for }\lambda < \lambda_c\text{, }w = 0\text{ for }\lambda > " in shown
    assert r"\text{, both at }\lambda = \lambda_c\text{ if }L \ge 3" in shown


def test_a_scalar_spectrum_from_the_largest_eigenvalue_down():
    shown = text(ScalarFactorization(2, "1/10", 5).spectrum())
    assert r"- \frac{3}{25} + 10 w^{8} & 29.8736917634 & 1" in shown
    assert shown.index("29.8736917634 & 1") < shown.index(r"\frac{2}{25} & 0.08 & 4")
    assert r"\text{where }w \approx 1.14717253422" in shown
    assert r"\text{stable step }0.0669485383942" in shown
    assert r"\text{Hessian spectrum at the global minimizers with }w > 0" in shown
    assert r"\text{condition number }\infty" in text(ScalarFactorization(1, 2, 2).spectrum())


def test_symbols_have_hypotheses_and_no_values():
    shown = text(ScalarFactorization().spectrum())
    assert r"\frac{4 \lambda}{L} & L - 1" in shown
    assert r"\text{if }L \geq 2\text{, }\lambda > 0" in shown
    assert r"\text{value}" not in shown


def test_long_spectra_are_shortened():
    q = tall()
    shown, spectrum = text(q.spectrum()), q.spectrum()
    assert shown.count(" & ") == 21
    assert f"... {len(spectrum) - 20} more eigenvalues" in shown
    assert r"1380\text{ in all, with multiplicity}" in shown
    assert f"{spectrum.max_eigenvalue():.12g} & 1" in shown
    assert f"{spectrum.eigenvalues[-20]:.12g} & 1" in shown
    assert f"{spectrum.eigenvalues[-21]:.12g}" not in shown
    assert "more eigenvalues" not in text(MatrixFactorization([[1]], 1, 2).spectrum())


def test_a_matrix_problem():
    shown = text(tall())
    assert r"\|M - W_{4} \cdots W_{1}\|_F^{2} + \frac{1}{40} \left(\|W_{1}\|_F^{2}" in shown
    assert r"30\text{, }8\text{, }30" in shown
    assert r"x_k > 0\text{ for 8 of 10 singular values}" in shown
    assert r"\text{weights} & 1380" in shown
    tied = MatrixFactorization(singular_values=[4, 2, 1], lam=3, depth=3)
    assert "for 1 of 3 singular values; 1 at a tie, where 0 is as good" in text(tied)


def test_a_large_target_is_shown_without_its_decomposition():
    q = MatrixFactorization(np.zeros((400, 300)), 1, 3)
    assert "singular values" not in text(q)
    assert "singular_values" not in vars(q)


def test_equal_names_of_layer_entries_stand_for_equal_numbers():
    shown = text(exact([3, 3, 1]).spectrum())
    assert shown.count(r"x_{1} \approx") == 1
    assert r"x_{3} \approx" in shown
    assert r"x_{2}" not in shown


def test_a_certificate_shows_problem_claims_and_what_is_checked():
    certificate = ScalarFactorization(2, "1/10", 5).certify()
    shown, page = text(certificate), certificate._repr_html_()
    assert r"\text{Certificate for }m = 2\text{, }\lambda = \frac{1}{10}\text{, }L = 5" in shown
    assert r"\text{how many} & 2^{4} = 16" in shown
    assert r"\text{loss} & 0.131775986541\ldots" in shown
    assert r"29.8736917634\ldots\text{ (once)}\text{, }0.08\text{ (4 times)}" in shown
    for line in ("decimals of 50 digits", "nothing here is checked", "claimed about saddle points"):
        assert line in page


def test_a_certificate_of_a_tie_has_a_column_for_each_kind_of_minimizers():
    shown = text(ScalarFactorization(2, 3, 3).certify(20))
    assert r"\text{with }w > 0 & \text{with }w = 0" in shown
    assert r"\text{data term} & 1 & 4" in shown
    assert r"4\text{ (3 times)} & 2\text{ (3 times)}" in shown


def test_a_certificate_of_a_box_shows_intervals():
    shown = text(SHOWN["certificate of a box"]())
    assert r"m \in [\frac{19}{10}, \frac{21}{10}]" in shown
    assert "[27.4360611341, 32.3350255617]" in shown


def test_a_certificate_of_a_matrix():
    shown = text(Certificate.load(CERTIFICATES / "matrix/good/rank-deficient.json"))
    assert r"M\text{, 2 by 2, }\lambda = \frac{1}{10}\text{, }L = 3" in shown
    assert r"[4.99999999999, 5.00000000001]\text{, }[0, 7 \cdot 10^{-22}]" in shown
    assert "for 1 of 2 singular values" in shown
    assert r"\text{trace} & 86.120729506\ldots" in shown
    assert r"50.965771037\ldots & 1" in shown
    assert r"0 & 3" in shown


def bad_certificates():
    return sorted(CERTIFICATES.glob("**/bad/*.json"))


def test_bad_certificates_are_shown_harmlessly_or_left_to_repr():
    shown = 0
    for path in bad_certificates():
        try:
            certificate = Certificate(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            continue
        page = certificate._repr_html_()
        assert (page is None) == (certificate._repr_latex_() is None)
        if page is not None:
            read(page)
            shown += 1
    assert 50 < shown < len(bad_certificates())


def changed(change):
    data = json.loads(ScalarFactorization(2, "1/10", 5).certify(10).text)
    change(data)
    return Certificate(json.dumps(data))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(kind="<b>"),
        lambda data: data.update(kind=[]),
        lambda data: data["problem"].update(target="1e999999999"),
        lambda data: data["problem"].update(target="<script>"),
        lambda data: data["problem"].update(target=["1", "2", "3"]),
        lambda data: data["problem"].update(depth="<b>"),
        lambda data: data["claims"].update(regime="<b>"),
        lambda data: data["claims"]["branches"][0].update(w=["<b>", "<b>"]),
        lambda data: data["claims"]["branches"][0].update(minimizer_count="2^<b>"),
        lambda data: data["claims"]["branches"][0]["eigenvalues"][0].update(multiplicity="<b>"),
        lambda data: data["evidence"].update(digits="<b>"),
        lambda data: data.update(not_claimed=[1]),
        lambda data: data.update(not_claimed=["x" * 100]),
    ],
)
def test_what_is_no_certificate_is_left_to_repr(change):
    start = time.perf_counter()
    assert changed(change)._repr_html_() is None
    assert time.perf_counter() - start < 5


def test_words_of_a_certificate_are_escaped():
    page = changed(lambda data: data.update(not_claimed=["<b>"]))._repr_html_()
    assert "&lt;b&gt;" in page
    read(page)
