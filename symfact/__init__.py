"""The Hessian spectrum of regularized deep factorization: derived, proved, certified.

The names below are loaded when they are first used: ``import symfact`` itself imports
neither SymPy nor mpmath.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symfact.certify import Certificate as Certificate
    from symfact.errors import CertificateError as CertificateError
    from symfact.errors import ProofError as ProofError
    from symfact.kernel import check_proof as check_proof
    from symfact.kernel import load_proof as load_proof
    from symfact.matrix import MatrixFactorization as MatrixFactorization
    from symfact.prover import Proof as Proof
    from symfact.prover import exists as exists
    from symfact.prover import forall as forall
    from symfact.prover import product as product
    from symfact.refutation import refute as refute
    from symfact.scalar import ScalarFactorization as ScalarFactorization
    from symfact.spectrum import Spectrum as Spectrum

__version__ = "0.1.0"

# public name -> the module that defines it (a new name also goes under TYPE_CHECKING)
_EXPORTS = {
    "Certificate": "symfact.certify",
    "CertificateError": "symfact.errors",
    "MatrixFactorization": "symfact.matrix",
    "Proof": "symfact.prover",
    "ProofError": "symfact.errors",
    "ScalarFactorization": "symfact.scalar",
    "Spectrum": "symfact.spectrum",
    "check_proof": "symfact.kernel",
    "exists": "symfact.prover",
    "forall": "symfact.prover",
    "load_proof": "symfact.kernel",
    "product": "symfact.prover",
    "refute": "symfact.refutation",
}

__all__ = [
    "Certificate",
    "CertificateError",
    "MatrixFactorization",
    "Proof",
    "ProofError",
    "ScalarFactorization",
    "Spectrum",
    "__version__",
    "check_proof",
    "exists",
    "forall",
    "load_proof",
    "product",
    "refute",
]


def __getattr__(name: str) -> object:
    """Import the module behind a public name on first use (PEP 562)."""
    if name not in _EXPORTS:
        raise AttributeError(f"module 'symfact' has no attribute {name!r}")
    value = getattr(import_module(_EXPORTS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *_EXPORTS})
