"""Derivations for readers: from proofs to one tree of blocks, and from that to every format."""
