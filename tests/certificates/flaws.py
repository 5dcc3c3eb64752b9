"""Certificates with one flaw: what both scripts that write them have in common."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path
from typing import Any


def replaced(data: Any, path: Any, value: object) -> Any:
    """Return a copy of a document with one place changed; ... as the value deletes it."""
    if not path:
        return value
    copy = json.loads(json.dumps(data))
    place = copy
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value(place[path[-1]]) if callable(value) else value
    return copy


def move(decimal: str, by: int) -> str:
    """Move a decimal by units in its last place."""
    number = Decimal(decimal)
    unit = Decimal((0, (1,), int(number.as_tuple().exponent)))
    return str(Context(prec=100).fma(unit, by, number))


def shift(low: int, high: int) -> Callable[[list[str]], list[str]]:
    """Return what moves the ends of an enclosure by units in their last places."""
    return lambda pair: [move(pair[0], low), move(pair[1], high)]


@dataclass(frozen=True)
class Files:
    """A folder of good and bad certificates; the bad ones are made of the good ones."""

    folder: Path

    def text(self, base: str) -> str:
        """Return a good certificate."""
        return (self.folder / "good" / f"{base}.json").read_text(encoding="utf-8")

    def change(self, base: str, *path: str | int, to: object) -> str:
        """Return a good certificate with one place changed; `to` = ... deletes it."""
        return json.dumps(replaced(json.loads(self.text(base)), path, to), indent=1) + "\n"

    def rewrite(self, base: str, old: str, new: str) -> str:
        """Return a good certificate with one piece of its text, which occurs once, replaced."""
        before, after = self.text(base).split(old)
        return before + new + after

    def write(self, kind: str, name: str, content: str | bytes) -> None:
        """Write a certificate, "good" or "bad"."""
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (self.folder / kind / f"{name}.json").write_bytes(data)
