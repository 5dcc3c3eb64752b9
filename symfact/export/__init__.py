"""Derivations for readers: from proofs to a document tree, and from that to LaTeX."""
