"""Good certificates with one flaw: what both scripts that write bad ones have in common."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Good:
    """The good certificates in a folder, and how a bad one is made of one of them."""

    folder: Path

    def text(self, base: str) -> str:
        """Return a good certificate."""
        return (self.folder / f"{base}.json").read_text(encoding="utf-8")

    def change(self, base: str, *path: str | int, to: object) -> str:
        """Return a good certificate with one place changed; `to` = ... deletes it."""
        data = json.loads(self.text(base))
        place = data
        for step in path[:-1]:
            place = place[step]
        if to is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = to(place[path[-1]]) if callable(to) else to
        return json.dumps(data, indent=1) + "\n"

    def rewrite(self, base: str, old: str, new: str) -> str:
        """Return a good certificate with one piece of its text, which occurs once, replaced."""
        before, after = self.text(base).split(old)
        return before + new + after
