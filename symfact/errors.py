"""What symfact raises on its own account.

A user's mistake (a depth of 1, a negative lambda, an unreadable file) raises
``ValueError`` or ``TypeError`` with one line: the argument, what was given, what is
allowed.  The classes below are for claims that the trusted modules do not accept.
"""

from __future__ import annotations

__all__ = ["CertificateError", "ProofError"]


class ProofError(Exception):
    """A proof that the kernel does not accept; the message names the step."""


class CertificateError(Exception):
    """A certificate that the checker does not accept; the message names the claim."""
