"""The kernel: each rule accepts once, and refuses once for every side condition."""

import pytest
from documents import replaced

from symfact.errors import ProofError
from symfact.kernel import Sequent, Step, check_proof, load_proof, read_formula
from symfact.notation import exists, forall, parse_formula, parse_term

SORTS = dict.fromkeys("xyztwabc", "real") | dict.fromkeys("Lnjk", "integer") | {"s": "sequence"}


def formula(text):
    return read_formula(parse_formula(text), SORTS)


def sequent(conclusion, *hypotheses):
    return Sequent(frozenset(map(formula, hypotheses)), formula(conclusion))


def step(rule, conclusion, *premises, witness=None):
    """Apply a rule to premises, each (conclusion, hypothesis, ...) or just its conclusion."""
    given = [sequent(*((p,) if isinstance(p, (str, list)) else p)) for p in premises]
    made = Step(SORTS, given, {} if witness is None else witness, parse_formula(conclusion))
    return made.apply(rule)


def linear(*equations, products=(), scale=()):
    """A witness of combine: equations (cofactor, index), products (c, r, (index, exponent) ...)."""
    return {
        "scale": [[index, parse_term(e)] for index, e in scale],
        "equations": [[parse_term(q), index] for q, index in equations],
        "products": [
            [parse_term(c), parse_term(r), [[index, parse_term(e)] for index, e in factors]]
            for c, r, *factors in products
        ],
    }


def at(**values):
    return [[name, parse_term(value)] for name, value in values.items()]


def refused(match, *arguments, **options):
    with pytest.raises(ProofError, match=match):
        step(*arguments, **options)


# assume


def test_assume():
    assert step("assume", "x > 0") == sequent("x > 0", "x > 0")
    assert step("assume", "x^L > 0", ("x > 0", "x > 0")).hypotheses == {
        formula("x > 0"),
        formula("x^L > 0"),
    }


def test_assume_refuses():
    refused("witness", "assume", "x > 0", witness=[["x", "1"]])
    refused("zero", "assume", "x^L > 0")  # nothing keeps x from being zero
    refused("zero", "assume", "1/x = y", ("x >= 0", "x >= 0"))


# combine


def test_combine_equations():
    done = step("combine", "x^2 = y^2", ("x = y", "x = y"), witness=linear(("x + y", 0)))
    assert done == sequent("x^2 = y^2", "x = y")
    step(
        "combine",
        "x = y",
        "z*x = z*y",
        ("z != 0", "z != 0"),
        witness=linear((1, 0), scale=[(1, 1)]),
    )


def test_combine_inequalities():
    step("combine", "x^2 >= 0", witness=linear(products=[(1, "x")]))
    step(
        "combine",
        "x + y > 0",
        "x > 0",
        "y >= 0",
        witness=linear(products=[(1, 1, (0, 1)), (1, 1, (1, 1))]),
    )
    step(
        "combine",
        "x > 0",
        ("x*y > 0", "x*y > 0"),
        "y > 0",
        witness=linear(products=[(1, 1, (0, 1))], scale=[(1, 1)]),
    )
    step("combine", "x^L > 0", ("x > 0", "x > 0"), witness=linear(products=[(1, 1, (0, "L"))]))
    step("combine", "x^2 > 0", "x != 0", witness=linear(products=[(1, 1, (0, 2))]))
    step("combine", "-x != 0", "x != 0", witness=linear(products=[(-1, 1, (0, 1))]))
    step(
        "combine", "x*y != 0", "x != 0", "y > 0", witness=linear(products=[(1, 1, (0, 1), (1, 1))])
    )


@pytest.mark.parametrize(
    ("match", "conclusion", "premises", "witness"),
    [
        ("not the conclusion", "x^2 = y^2", ["x = y"], linear(("x - y", 0))),
        ("no equation", "x = 0", ["x > 0"], linear((1, 0))),
        ("this relation", "x > 0", ["x >= 0"], linear(products=[(1, 1, (0, 1))])),
        ("this relation", "x^2 > 0", [], linear(products=[(1, "x")])),
        ("this relation", "x = 0", ["x > 0"], linear(products=[(1, 1, (0, 1))])),
        ("this relation", "x > 0", ["x != 0"], linear(products=[(1, 1, (0, 1))])),
        ("this relation", "x >= 0", ["-x >= 0"], linear(products=[(1, 1, (0, 1))], scale=[(0, 1)])),
        ("this relation", "x = 0", ["x*y = 0", "y >= 0"], linear((1, 0), scale=[(1, 1)])),
        (
            "this relation",
            "x >= 0",
            ["x*y >= 0", "y != 0"],
            linear(products=[(1, 1, (0, 1))], scale=[(1, 1)]),
        ),
        (
            "this relation",
            "x + y != 0",
            ["x != 0", "y != 0"],
            linear(products=[(1, 1, (0, 1)), (1, 1, (1, 1))]),
        ),
        ("vanish, or be negative", "-x^2 >= 0", [], linear(products=[(-1, "x")])),
        ("vanish, or be negative", "-x >= 0", ["x >= 0"], linear(products=[(-1, 1, (0, 1))])),
        ("non-zero number", "x >= 0", [], linear(products=[("x", 1)])),
        ("non-zero number", "0 >= 0", [], linear(products=[(0, 1)])),
        ("among the factors", "x >= 0", ["x = 0"], linear(products=[(1, 1, (0, 1))])),
        ("such a power", "1/x >= 0", ["x >= 0"], linear(products=[(1, 1, (0, -1))])),
        ("such a power", "x^L >= 0", ["x >= 0"], linear(products=[(1, 1, (0, "L"))])),
        ("not integral", "x >= 0", ["x > 0"], linear(products=[(1, 1, (0, "1/2"))])),
        ("not integral", "x >= 0", ["x > 0"], linear(products=[(1, 1, (0, "y"))])),
        ("no premise", "x > 0", ["x > 0"], linear(products=[(1, 1, (1, 1))])),
        ("no premise", "x > 0", ["x > 0"], linear(products=[(1, 1, (-1, 1))])),
        ("no premise", "x > 0", ["x > 0"], linear(products=[(1, 1, (True, 1))])),
        ("zero", "x/x = 1", [], linear()),
        ("zero", "y = 0", ["x*y = 0"], linear(("1/x", 0))),  # x may be zero
        ("zero", "x^L > 0", ["x > 0"], linear(products=[(1, 1, (0, "L"))])),  # x > 0 not assumed
        ("witness", "x = x", [], {}),
        ("witness", "x = x", [], linear() | {"more": []}),
        ("equation or inequality", forall("x", [], "x = x"), [], linear()),
        ("equation or inequality", "x = x", [forall("x", [], "x = x")], linear()),
    ],
)
def test_combine_refuses(match, conclusion, premises, witness):
    refused(match, "combine", conclusion, *premises, witness=witness)


# apply


def test_apply():
    theorem = ("x^2 > 0", "x != 0", "y > x")
    done = step("apply", "(a+1)^2 > 0", theorem, ("a + 1 != 0", "a > 0"), witness=at(x="a+1"))
    assert done == sequent("(a+1)^2 > 0", "a > 0", "y > a+1")
    opened = step("apply", "2 > 0", (forall("x", ["x > 1"], "x > 0"),), "2 > 1", witness=at(x="2"))
    assert opened == sequent("2 > 0")
    closed = step(
        "apply",
        forall("x", ["x > z"], "x > y"),
        (forall("x", ["x > a"], "x > y"), "a > y"),
        witness=at(a="z"),
    )
    assert closed.hypotheses == {formula("z > y")}


def test_apply_refuses():
    refused("instance", "apply", "y > 1", ("x > 0",), witness=at(x="y"))
    refused("proves none", "apply", "y > 0", ("x > 0", "x > 1"), "y > 2", witness=at(x="y"))
    refused("sort", "apply", "L > 0", ("L > 0", "L > 0"), witness=at(L="1/2"))
    refused(
        "captures",
        "apply",
        forall("x", [], "x != x"),
        (forall("x", [], "x != y"),),
        witness=at(y="x"),
    )
    # x := z/y makes the hypothesis x y = z trivial; y /= 0 must be known for that.
    refused("zero", "apply", "y != 0", ("y != 0", "x*y = z", "z != 0"), witness=at(x="z/y"))


# generalize


def test_generalize():
    done = step("generalize", forall("x", ["x > 1"], "x > y"), ("x > y", "x > 1", "y < 0"))
    assert done.hypotheses == {formula("y < 0")}


def test_generalize_refuses():
    refused("not fresh", "generalize", forall("x", ["x > 1"], "x > 0"), ("x > 0", "x > 1", "x > 2"))
    refused("body", "generalize", forall("x", ["x > 1"], "x > 1/2"), ("x > 0", "x > 1"))
    refused("body", "generalize", "x > 0", ("x > 0", "x > 1"))
    refused("body", "generalize", exists("x", ["x > 0"]), ("x > 0",))
    refused("witness", "generalize", forall("x", [], "x = x"), ("x = x",), witness=at(x="1"))


# cases


@pytest.mark.parametrize("relations", [["=", "!="], [">=", "<"], [">", "<="], [">", "=", "<"]])
def test_cases(relations):
    premises = [("y > 0", f"x {relation} 1", "z > 0") for relation in relations]
    done = step(
        "cases", "y > 0", *premises, witness={"term": parse_term("x - 1"), "relations": relations}
    )
    assert done == sequent("y > 0", "z > 0")


def test_cases_refuses():
    three = [("y > 0", f"x {relation} 0") for relation in (">", "=", "<")]
    refused(
        "left out",
        "cases",
        "y > 0",
        three[0],
        three[2],
        witness={"term": "x", "relations": [">", "<"]},
    )
    refused("left out", "cases", "y > 0", three[0], witness={"term": "x", "relations": [">"]})
    refused(
        "something else",
        "cases",
        "y >= 0",
        *three,
        witness={"term": "x", "relations": [">", "=", "<"]},
    )
    two = [("y > 0", "y > 0"), ("y > 0", "y > 0")]
    refused(
        "zero", "cases", "y > 0", *two, witness={"term": ["/", "1", "x"], "relations": ["=", "!="]}
    )
    with pytest.raises(ValueError, match="shorter"):
        step("cases", "y > 0", *three[:2], witness={"term": "x", "relations": [">", "=", "<"]})


def test_a_case_of_another_term_stays_a_hypothesis():
    premises = [("y > 0", "x > 0"), ("y > 0", "x <= 1")]
    done = step("cases", "y > 0", *premises, witness={"term": "x", "relations": [">", "<="]})
    assert done == sequent("y > 0", "x <= 1")


# absurd


@pytest.mark.parametrize("false", ["0 > 0", "1 = 0", "0 != 0", "-1 >= 0"])
def test_absurd(false):
    assert step("absurd", "x = 7", (false, "y > 0")) == sequent("x = 7", "y > 0")


@pytest.mark.parametrize("fact", ["0 >= 0", "1 > 0", "1 != 0", "x > x + y"])
def test_absurd_refuses(fact):
    refused("not false", "absurd", "x = 7", fact)


# monotone


def witness_of(function, low, high, variable="x"):
    return {
        "function": parse_term(function),
        "variable": variable,
        "from": parse_term(low),
        "to": parse_term(high),
    }


def test_monotone():
    slope, order = ("3*x^2 >= 0", "x > a", "z > 0"), ("a <= b", "a <= b")
    done = step("monotone", "b^3 >= a^3", slope, order, witness=witness_of("x^3", "a", "b"))
    assert done == sequent("b^3 >= a^3", "a <= b", "z > 0")
    slope, order, positive = (
        ("L*x^(L-1) > 0", "x > 0", "L > 0"),
        ("b > a", "b > a", "b > 0"),
        ("a > 0", "a > 0"),
    )
    strict = step(
        "monotone", "b^L > a^L", slope, order, positive, witness=witness_of("x^L", "a", "b")
    )
    assert strict.hypotheses == {formula(f) for f in ("L > 0", "b > a", "b > 0", "a > 0")}


@pytest.mark.parametrize(
    ("match", "conclusion", "premises", "witness"),
    [
        ("change", "b^3 > a^3", [("3*x^2 >= 0",), ("b > a",)], witness_of("x^3", "a", "b")),
        ("change", "b^3 > a^3", [("3*x^2 > 0", "x > a"), ("b >= a",)], witness_of("x^3", "a", "b")),
        ("change", "a^3 >= b^3", [("3*x^2 >= 0",), ("b >= a",)], witness_of("x^3", "a", "b")),
        (
            "not the derivative",
            "b^3 >= a^3",
            [("2*x^2 >= 0",), ("b >= a",)],
            witness_of("x^3", "a", "b"),
        ),
        ("not that of", "b^3 >= a^3", [("3*x^2 >= 0",), ("a >= b",)], witness_of("x^3", "a", "b")),
        (
            "not fresh",
            "b^3 >= a^3",
            [("3*x^2 >= 0", "x > y"), ("b >= a",)],
            witness_of("x^3", "a", "b"),
        ),
        ("slope and order", "b = a", [("1 = 1",), ("b >= a",)], witness_of("x", "a", "b")),
        ("contain", "x >= a", [("1 >= 0",), ("x >= a",)], witness_of("x", "a", "x")),
        (
            "positive",
            "b^L >= a^L",
            [("L*x^(L-1) >= 0", "x > 0"), ("b >= a",)],
            witness_of("x^L", "a", "b"),
        ),
        (
            "positive",
            "1/b - 1/a >= 0",
            [("-x^(-2) >= 0", "x != 0"), ("b >= a",)],
            witness_of("1/x", "a", "b"),
        ),
        (
            "proved > 0",
            "b >= a",
            [("1 >= 0",), ("b >= a",), ("a >= 0",)],
            witness_of("x", "a", "b"),
        ),
        ("real", "b >= a", [("1 >= 0",), ("b >= a",)], witness_of("x", "a", "b", "L")),
        (
            "zero",
            "b^L > a^L",
            [("L*x^(L-1) > 0", "x > 0"), ("b > a",), ("a > 0",)],
            witness_of("x^L", "a", "b"),
        ),
    ],
)
def test_monotone_refuses(match, conclusion, premises, witness):
    refused(match, "monotone", conclusion, *premises, witness=witness)


# intermediate


ROOT = exists("x", ["x >= 1", "2 >= x", "x^2 - 2 = 0"])
CHANGE = ["2 >= 1", "-(1 - 2) >= 0", "4 - 2 >= 0"]


def test_intermediate():
    assert step("intermediate", ROOT, *CHANGE, witness=witness_of("x^2 - 2", 1, 2)) == sequent(ROOT)
    root = exists("x", ["x >= 1", "b >= x", "x > 0", "x^L - y = 0"])
    given = [("b >= 1", "b > 0"), ("y - 1 >= 0",), ("b^L - y >= 0", "b > 0"), "1 > 0"]
    witness = witness_of("x^L - y", 1, "b")
    assert step("intermediate", root, *given, witness=witness) == sequent(root, "b > 0")


@pytest.mark.parametrize(
    ("match", "conclusion", "premises", "witness"),
    [
        ("a <= b", ROOT, ["1 >= 2", *CHANGE[1:]], witness_of("x^2 - 2", 1, 2)),
        ("f\\(a\\)", ROOT, [CHANGE[0], "1 - 2 >= 0", CHANGE[2]], witness_of("x^2 - 2", 1, 2)),
        ("f\\(b\\)", ROOT, [*CHANGE[:2], "5 - 2 >= 0"], witness_of("x^2 - 2", 1, 2)),
        (
            "that there is a root",
            exists("x", ["x >= 1", "2 >= x", "x^2 - 3 = 0"]),
            CHANGE,
            witness_of("x^2 - 2", 1, 2),
        ),
        (
            "that there is a root",
            exists("x", ["x > 1", "2 >= x", "x^2 - 2 = 0"]),
            CHANGE,
            witness_of("x^2 - 2", 1, 2),
        ),
        ("that there is a root", "x^2 = 2", CHANGE, witness_of("x^2 - 2", 1, 2)),
        (
            "positive",
            ROOT,
            ["1 >= -1", "1 >= 0", "1 >= 0"],
            witness_of("1/x", -1, 1),
        ),  # a pole, no root
        ("contain", ROOT, CHANGE, witness_of("x^2 - 2", "x", 2)),
    ],
)
def test_intermediate_refuses(match, conclusion, premises, witness):
    refused(match, "intermediate", conclusion, *premises, witness=witness)


# exhibit and obtain


def test_exhibit_and_obtain():
    there_is = exists("x", ["x > 0", "x = y"])
    assert step("exhibit", there_is, ("y > 0", "y > 0"), "y = y", witness=at(x="y")) == sequent(
        there_is, "y > 0"
    )
    done = step("obtain", "y > 0", (there_is, "z > 0"), ("y > 0", "x > 0", "x = y", "t > 0"))
    assert done == sequent("y > 0", "z > 0", "t > 0")


def test_exhibit_and_obtain_refuse():
    there_is = exists("x", ["x > 0", "x = y"])
    refused("not proved", "exhibit", there_is, "y >= 0", "y = y", witness=at(x="y"))
    refused("not proved", "exhibit", there_is, "y > 0", witness=at(x="y"))
    refused("one term", "exhibit", there_is, "y > 0", "y = y", witness=[])
    refused("one term", "exhibit", there_is, "y > 0", "y = y", witness=at(x="y", z="y"))
    refused("one term", "exhibit", forall("x", ["x > 0"], "x = y"), "y > 0", witness=at(x="y"))
    refused("one term", "exhibit", "y > 0", "y > 0", witness=at(x="y"))
    refused("zero", "exhibit", exists("x", ["x*y = 1"]), "1 = 1", witness=at(x="1/y"))
    refused("not fresh", "obtain", "x > 0", (there_is,), ("x > 0", "x > 0"))
    refused("not fresh", "obtain", "y > 0", (there_is,), ("y > 0", "x > 0", "x > 5"))
    refused("something else", "obtain", "y > 1", (there_is,), ("y > 0", "x > 0"))
    refused("existence|exists", "obtain", "y > 0", ("y > 0",), ("y > 0", "x > 0"))
    refused("existence|exists", "obtain", "y > 0", (forall("x", [], "x > 0"),), ("y > 0", "x > 0"))


# induction


def test_induction():
    done = step(
        "induction",
        "n^2 >= n",
        ("0^2 >= 0",),
        ("(n+1)^2 >= n+1", "n >= 0", "n^2 >= n"),
        witness={"variable": "n", "from": "0"},
    )
    assert done == sequent("n^2 >= n", "n >= 0")
    start = step(
        "induction",
        "n >= j",
        ("j >= j",),
        ("n + 1 >= j", "n >= j"),
        witness={"variable": "n", "from": "j"},
    )
    assert start == sequent("n >= j", "n >= j")


@pytest.mark.parametrize(
    ("match", "conclusion", "premises", "variable", "start"),
    [
        ("first case", "n >= 1", [("0 >= 0",), ("n+1 >= 1", "n >= 1")], "n", "0"),
        ("next case", "n = 0", [("0 = 0",), ("n = 0", "n = 0")], "n", "0"),
        ("not fresh", "n = 0", [("0 = 0",), ("n+1 = 0", "n = -1")], "n", "0"),
        ("on an integer", "x = 0", [("0 = 0",), ("x+1 = 0", "x = 0")], "x", "0"),
        ("not a first case", "n >= 0", [("n >= 0",), ("n+1 >= 0", "n >= 0")], "n", "n"),
        ("not a first case", "n >= x", [("x >= x",), ("n+1 >= x", "n >= x")], "n", "x"),
        ("not a first case", "n >= 0", [("0 >= 0",), ("n+1 >= 0", "n >= 0")], "n", "1/2"),
    ],
)
def test_induction_refuses(match, conclusion, premises, variable, start):
    witness = {"variable": variable, "from": parse_term(start)}
    refused(match, "induction", conclusion, *premises, witness=witness)


# integer


def test_integer():
    assert step("integer", "L - 3 >= 0", ("L - 2 > 0", "L > 2")) == sequent("L >= 3", "L > 2")


def test_integer_refuses():
    refused("not about an integer", "integer", "x - 1 >= 0", "x > 0")
    refused("not about an integer", "integer", "L/2 - 1 >= 0", "L/2 > 0")
    refused("n > 0", "integer", "L - 1 >= 0", "L >= 0")
    refused("n - 1", "integer", "L - 2 >= 0", "L > 0")


# Guards


def test_guards_are_hypotheses_that_fail_at_zero():
    for guard in ("x > 0", "x != 0", "x < 0", "x >= 2", "x <= -1", "x*y > 0", "x = 3"):
        step("assume", "1/x = z", (guard, guard))
    for guard in ("x >= 0", "x > -1", "x != 1", "x + y > 0", "y > 0", "x <= 1"):
        refused("zero", "assume", "1/x = z", (guard, guard))


def test_a_guard_of_a_free_variable_does_not_guard_a_bound_one():
    refused("zero", "assume", forall("x", [], "x^L = 1"), ("x > 0", "x > 0"))
    step("assume", forall("x", ["x > 0"], "x^L = 1"))
    refused("zero", "assume", exists("x", ["x >= 0", "x^L = 1"]))


# Formulas


@pytest.mark.parametrize(
    "data",
    [
        None,
        "x > 0",
        ["~", "x", "y"],
        ["=", "x"],
        ["=", "x", "y", "z"],
        ["forall", ["x"], []],
        ["forall", ["x"], [], ["=", "x", "x"], ["=", "x", "x"]],
        ["exists", ["x"], [], ["=", "x", "x"]],
        ["forall", "x", [], ["=", "x", "x"]],
        ["forall", ["x", "x"], [], ["=", "x", "x"]],
        ["forall", ["s"], [], ["=", "x", "x"]],
        ["forall", ["undeclared"], [], ["=", "x", "x"]],
        ["forall", [["x"]], [], ["=", "x", "x"]],
        ["forall", ["x"], [], ["forall", ["x"], [], ["=", "x", "x"]]],
    ],
)
def test_refuses_what_is_not_a_formula(data):
    with pytest.raises(ProofError):
        read_formula(data, SORTS)


def test_unknown_rules_are_refused():
    for rule in ("simplify", "", None, 3, ["assume"], "_RULES"):
        refused("unknown rule", rule, "x = x")


# Proof files


def proof(**changes):
    steps = [
        {
            "step": "a",
            "rule": "assume",
            "premises": [],
            "witness": {},
            "conclusion": [">", "x", "0"],
        },
        {
            "step": "b",
            "rule": "combine",
            "premises": ["a"],
            "witness": {"scale": [], "equations": [], "products": [["2", "1", [[0, "1"]]]]},
            "conclusion": [">", ["*", "2", "x"], "0"],
        },
    ]
    claim = {
        "claim": "double",
        "step": "b",
        "reference": "",
        "hypotheses": [[">", "x", "0"]],
        "conclusion": [">", ["*", "2", "x"], "0"],
    }
    data = {
        "format": "symfact-proof",
        "version": "1",
        "name": "n",
        "title": "t",
        "variables": {"x": "real"},
        "steps": steps,
        "claims": [claim],
    }
    return data | changes


def test_check_proof_returns_what_is_claimed():
    assert check_proof(proof()) == {"double": sequent("2*x > 0", "x > 0")}


def changed(path, value):
    """The proof above with one place changed; a value of ... removes it."""
    return replaced(proof(), path, value)


@pytest.mark.parametrize(
    ("match", "path", "value"),
    [
        ("keys", ["title"], ...),
        ("keys", ["more"], 1),
        ("format 1", ["version"], "2"),
        ("format 1", ["version"], 1),
        ("format 1", ["format"], "proof"),
        ("sorts", ["variables"], {"x": "complex"}),
        ("sorts", ["variables"], {"x y": "real"}),
        ("sorts", ["variables"], []),
        ("no list", ["steps"], {}),
        ("claims nothing", ["claims"], []),
        ("step 'a': unknown rule", ["steps", 0, "rule"], "trust"),
        ("step 'b': the premise", ["steps", 0, "step"], "b2"),
        ("step 'b': its name", ["steps", 0, "step"], "b"),  # then b is named twice
        ("step 'a'.*keys", ["steps", 0, "hypotheses"], []),
        ("step 'a'.*keys", ["steps", 0, "witness"], ...),
        ("step 'None'", ["steps", 0], None),
        (
            "step 'a': the premise.*no earlier",
            ["steps", 0, "premises"],
            ["b"],
        ),  # a forward reference
        ("step 'b': the premise.*no earlier", ["steps", 1, "premises"], ["b"]),  # a circle
        ("step 'b': premises is no list", ["steps", 1, "premises"], 7),
        ("step 'b': malformed", ["steps", 1, "premises"], [["a"]]),
        ("step 'b': malformed", ["steps", 1, "witness"], 7),
        ("step 'b': not a term", ["steps", 1, "witness", "products", 0, 0], 2),
        ("step 'b': not a formula", ["steps", 1, "conclusion"], "2*x > 0"),
        ("claim 'double': it is not", ["claims", 0, "hypotheses"], []),
        ("claim 'double': it is not", ["claims", 0, "hypotheses"], [[">=", "x", "0"]]),
        (
            "claim 'double': it is not",
            ["claims", 0, "hypotheses"],
            [[">", "x", "0"], [">", "x", "1"]],
        ),
        (
            "claim 'double': a hypothesis",
            ["claims", 0, "hypotheses"],
            [[">", "x", "0"], [">", "x", "0"]],
        ),
        ("claim 'double': it is not", ["claims", 0, "conclusion"], [">", ["*", "3", "x"], "0"]),
        ("claim 'double': it is not", ["claims", 0, "conclusion"], [">=", ["*", "2", "x"], "0"]),
        ("claim 'double': it is not", ["claims", 0, "step"], "a"),
        ("claim 'double': it is not", ["claims", 0, "step"], "c"),
        ("claim 'double': malformed", ["claims", 0, "step"], ["b"]),
        ("claim 'double': hypotheses is no list", ["claims", 0, "hypotheses"], None),
        ("claim 'double': hypotheses is no list", ["claims", 0, "hypotheses"], {}),
        ("step 'a': premises is no list", ["steps", 0, "premises"], ""),
        ("claim 'double': reference is no text", ["claims", 0, "reference"], 1),
        ("name, title", ["title"], 1),
    ],
)
def test_check_proof_refuses(match, path, value):
    with pytest.raises(ProofError, match=match):
        check_proof(changed(path, value))


def test_two_claims_of_one_name_are_refused():
    with pytest.raises(ProofError, match="claim 'double'"):
        check_proof(proof(claims=proof()["claims"] * 2))


def test_a_claim_may_not_hide_a_division_by_zero():
    """x/x = 1 has the same polynomial as 1 = 1, but says more."""
    data = proof()
    data["steps"][1] |= {
        "premises": [],
        "witness": {"scale": [], "equations": [], "products": []},
        "conclusion": ["=", "1", "1"],
    }
    data["claims"][0] |= {"hypotheses": [], "conclusion": ["=", "1", "1"]}
    check_proof(data)
    data["claims"][0]["conclusion"] = ["=", ["/", "x", "x"], "1"]
    with pytest.raises(ProofError, match="zero"):
        check_proof(data)


@pytest.mark.parametrize(
    ("match", "text"),
    [
        ("not JSON", ""),
        ("not JSON", '{"format": '),
        ("not JSON", "{} {}"),
        ("repeated", '{"a": 1, "a": 2}'),
        ("not JSON", "[" * 100_000),
        ("not JSON", "1" * 5000),
    ],
)
def test_load_proof_refuses(match, text):
    with pytest.raises(ProofError, match=match):
        load_proof(text)


def test_deep_nesting_inside_a_proof_is_refused_without_a_traceback():
    deep = "x"
    for _ in range(100_000):
        deep = ["-", deep]
    with pytest.raises(ProofError, match="step 'a': too large"):
        check_proof(changed(["steps", 0, "conclusion"], [">", deep, "0"]))
