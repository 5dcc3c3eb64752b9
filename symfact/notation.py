"""Three spellings of one term: text, plain data and SymPy.

The kernel reads plain data (`symfact.exact`).  People write text, "2*L*w^(2*L-2)", or
SymPy expressions; both become data here, structurally, and data becomes text or SymPy
again for printing.  Nothing here is trusted: what is checked is the data.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from symfact.exact import Coefficient, Poly
from symfact.kernel import Atom, Formula

__all__ = [
    "abbreviated",
    "digest",
    "exists",
    "forall",
    "format_formula",
    "format_formulas",
    "format_term",
    "formula_of",
    "parse_formula",
    "parse_term",
    "replace",
    "term_of",
]

_RELATION = re.compile(r"(<=|>=|!=|=|<|>)")
_OPERATIONS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}


def parse_term(term: Any) -> Any:
    """Return the data of a term: text, an int, a Fraction, a SymPy expression, or data.

    Raises ``ValueError`` for text that is not a term, ``TypeError`` for other objects.

    >>> parse_term("2*w^(L-1)")
    ['*', '2', ['^', 'w', ['-', 'L', '1']]]
    """
    if isinstance(term, str):
        return _parse_text(term)
    if isinstance(term, list):
        return term
    if isinstance(term, (int, Fraction)):
        return _number(Fraction(term))
    if hasattr(term, "free_symbols"):
        return _parse_sympy(term)
    raise TypeError(f"term: {term!r} is not text, a number or a SymPy expression")


def parse_formula(formula: Any) -> Any:
    """Return the data of a formula: text with one relation, a SymPy relation, or data.

    >>> parse_formula("w > 0")
    ['>', 'w', '0']
    """
    if isinstance(formula, list):
        return formula
    if isinstance(formula, str):
        pieces = _RELATION.split(_without_keywords(formula))
        if len(pieces) != 3:
            raise ValueError(f"formula: {formula!r} has not exactly one of = != < <= > >=")
        left, relation, right = (piece.replace("\0", "=") for piece in pieces)
        return [relation, parse_term(left), parse_term(right)]
    relation = {"==": "=", "!=": "!="}.get(formula.rel_op, formula.rel_op)
    return [relation, parse_term(formula.lhs), parse_term(formula.rhs)]


def forall(variables: str, conditions: list[Any], body: Any) -> Any:
    """Return the formula "for all variables, the conditions imply the body".

    >>> forall("k", ["k >= 0"], "s[k]^2 = 1")[:2]
    ['forall', ['k']]
    """
    parts = [parse_formula(condition) for condition in conditions]
    return ["forall", variables.split(), parts, parse_formula(body)]


def exists(variables: str, parts: list[Any]) -> Any:
    """Return the formula "there are variables such that all parts hold".

    >>> exists("x", ["x > 0", "x^2 = 2"])[:2]
    ['exists', ['x']]
    """
    return ["exists", variables.split(), [parse_formula(part) for part in parts]]


def _without_keywords(text: str) -> str:
    """Hide the = of subs(..., x=...), which is no relation."""
    depth, shown = 0, []
    for character in text:
        depth += (character in "([") - (character in ")]")
        shown.append("\0" if character == "=" and depth else character)
    return "".join(shown)


def _number(value: Coefficient) -> Any:
    whole = str(value.numerator)
    return whole if value.denominator == 1 else ["/", whole, str(value.denominator)]


def _parse_text(text: str) -> Any:
    try:
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval")
        return _parse_node(tree.body)
    except (SyntaxError, TypeError, RecursionError) as error:
        raise ValueError(f"term: {text!r} is not a term ({error})") from None


def _parse_node(node: ast.AST) -> Any:
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return str(value)
        case ast.Name(id=name):
            return name
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            return [_OPERATIONS[type(op)], _parse_node(left), _parse_node(right)]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return str(-value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ["-", _parse_node(operand)]
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            return ["at", name, _parse_node(index)]
        case ast.Call(func=ast.Name(id="diff"), args=[body, ast.Name(id=name)], keywords=[]):
            return ["diff", _parse_node(body), name]
        case ast.Call(func=ast.Name(id="subs"), args=[body], keywords=keywords):
            return ["subs", _parse_node(body), [[k.arg, _parse_node(k.value)] for k in keywords]]
    raise TypeError(f"{ast.unparse(node)}: only + - * / ^, s[k], diff(t, x), subs(t, x=a)")


def _parse_sympy(expression: Any) -> Any:
    import sympy  # noqa: PLC0415  (only who hands in SymPy objects pays for the import)

    heads = {sympy.Add: "+", sympy.Mul: "*"}
    if expression.is_Rational:
        return _number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return str(expression.name)
    if isinstance(expression, sympy.Indexed) and len(expression.indices) == 1:
        return ["at", str(expression.base.label), _parse_sympy(expression.indices[0])]
    if isinstance(expression, sympy.Pow):
        return ["^", *map(_parse_sympy, expression.args)]
    if type(expression) in heads:
        return [heads[type(expression)], *map(_parse_sympy, expression.args)]
    raise TypeError(f"term: {expression} is no sum, product or power of symbols and rationals")


# Printing.  A printed operand is put in parentheses when it binds less tightly.

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}


def format_term(data: Any) -> str:
    """Return the text of a term.

    >>> format_term(["*", "2", ["^", "w", ["-", "L", "1"]]])
    '2*w^(L - 1)'
    """
    match data:
        case str():
            return data
        case ["-", a]:
            return f"-{_operand(a, 3)}"
        case ["+" | "-" as sign, a, *rest]:
            return f" {sign} ".join([_operand(a, 1), *(_operand(b, 2) for b in rest)])
        case ["*", *factors]:
            return "*".join(
                _operand(factor, 2 if n == 0 else 4) for n, factor in enumerate(factors)
            )
        case ["/", a, b]:
            return f"{_operand(a, 2)}/{_operand(b, 4)}"
        case ["^", a, b]:
            return f"{_operand(a, 5)}^{_operand(b, 5)}"
        case ["at", name, index]:
            return f"{name}[{format_term(index)}]"
        case ["diff", body, name]:
            return f"diff({format_term(body)}, {name})"
        case ["subs", body, pairs]:
            values = ", ".join(f"{name}={_format_value(value)}" for name, value in pairs)
            return f"subs({format_term(body)}, {values})"
    raise ValueError(f"not a term: {data!r}")


def _format_value(value: Any) -> str:
    """What is put for a variable: a term; for a sequence, its entry as a function of the index."""
    match value:
        case [str(index), [*_] | str() as body] if index.isidentifier() and index not in _HEADS:
            return f"({index} -> {format_term(body)})"
    return format_term(value)


_HEADS = ("at", "diff", "subs")


def _operand(data: Any, least: int) -> str:
    text = format_term(data)
    if isinstance(data, str):
        strength = 3 if data.startswith("-") else 6
    else:
        strength = 3 if data[0] == "-" and len(data) == 2 else _STRENGTH.get(data[0], 6)
    return text if strength >= least else f"({text})"


def format_formula(data: Any) -> str:
    """Return the text of a formula.

    >>> format_formula(["forall", ["k"], [[">=", "k", "0"]], ["=", "k", "k"]])
    'for all k: k >= 0 implies k = k'
    """
    match data:
        case ["forall", bound, [], body]:
            return f"for all {', '.join(bound)}: {_inner(body)}"
        case ["forall", bound, parts, body]:
            given = " and ".join(map(_inner, parts))
            return f"for all {', '.join(bound)}: {given} implies {_inner(body)}"
        case ["exists", bound, parts]:
            return f"there is {', '.join(bound)}: {' and '.join(map(_inner, parts))}"
        case [relation, left, right]:
            return f"{format_term(left)} {relation} {format_term(right)}"
    raise ValueError(f"not a formula: {data!r}")


def format_formulas(formulas: Iterable[Any]) -> str:
    """Return the text of several formulas that hold together, separated by commas.

    >>> format_formulas([["forall", ["k"], [], ["=", "k", "k"]], [">", "x", "0"]])
    '(for all k: k = k), x > 0'
    """
    return ", ".join(map(_inner, formulas))


def _inner(data: Any) -> str:
    """A formula within another: in brackets if it has a quantifier, whose scope they end."""
    text = format_formula(data)
    return f"({text})" if data[0] in ("forall", "exists") else text


# From the kernel's polynomials back to data, for conclusions that were computed.


def term_of(poly: Poly) -> Any:
    """Return data for a polynomial, in a fixed order: one sum of products."""
    pieces = [_monomial(monomial, c) for monomial, c in poly.terms.items()]
    pieces.sort(key=format_term)
    return "0" if not pieces else pieces[0] if len(pieces) == 1 else ["+", *pieces]


def formula_of(formula: Formula) -> Any:
    """Return data for a formula of the kernel."""
    if isinstance(formula, Atom):
        return [formula.relation, term_of(formula.term), "0"]
    parts = [formula_of(part) for part in formula.parts]
    bound = list(formula.bound)
    if formula.body is None:
        return ["exists", bound, parts]
    return ["forall", bound, parts, formula_of(formula.body)]


def _monomial(monomial: Any, c: Coefficient) -> Any:
    factors = sorted((_factor(base, e) for base, e in monomial), key=format_term)
    if c != 1 or not factors:
        factors.insert(0, _number(c))
    return factors[0] if len(factors) == 1 else ["*", *factors]


def _factor(base: Any, exponent: Any) -> Any:
    shown = base if isinstance(base, str) else ["at", base[0], _exponent(base[1])]
    return shown if exponent == 1 else ["^", shown, _exponent(exponent)]


def _exponent(exponent: Any) -> Any:
    return term_of(exponent) if isinstance(exponent, Poly) else str(exponent)


def digest(claim: Mapping[str, Any], sorts: Mapping[str, str]) -> str:
    """Return 12 hexadecimal digits that stand for a statement and nothing else.

    SHA-256 of its hypotheses, its conclusion and the sorts of the names in them, so that
    a proof file, a table and a printed page can be seen to speak of the same claim.
    """
    statement = [claim["hypotheses"], claim["conclusion"]]
    used = set(_strings(statement))
    spelled = [{name: sort for name, sort in sorted(sorts.items()) if name in used}, *statement]
    text = json.dumps(spelled, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    else:
        for item in data:
            yield from _strings(item)


def abbreviated(data: Any, notation: Mapping[str, Any]) -> Any:
    """Put names for terms: every term of `notation` that occurs in `data` becomes its name."""
    for name, term in notation.items():
        if data == term:
            return name
    return [abbreviated(item, notation) for item in data] if isinstance(data, list) else data


def replace(data: Any, values: Mapping[str, Any]) -> Any:
    """Substitute data for variables (and ("k", data) for sequences) in a term or formula."""
    match data:
        case str():
            return values.get(data, data)
        case ["at", str(name), index]:
            index = replace(index, values)
            if name not in values:
                return ["at", name, index]
            variable, body = values[name]
            return replace(body, {variable: index})
        case ["diff" | "subs", *_]:
            return [
                "subs",
                data,
                [[k, list(v) if isinstance(v, tuple) else v] for k, v in values.items()],
            ]
        case ["forall" | "exists" as kind, bound, parts, *body]:
            inner = {name: image for name, image in values.items() if name not in bound}
            apply: Callable[[Any], Any] = lambda item: replace(item, inner)  # noqa: E731
            return [kind, bound, [apply(part) for part in parts], *map(apply, body)]
        case [str(head), *arguments]:
            return [head, *(replace(argument, values) for argument in arguments)]
    raise ValueError(f"neither term nor formula: {data!r}")
