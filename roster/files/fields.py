"""Reads the fields of a JSON file, and says in one sentence which of them is malformed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
WALL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
LONGEST_QUOTE = 60


class MalformedFile(Exception):
    """One sentence that names the field; whoever knows the file's name puts it in front."""

    def __init__(self, field: str, complaint: str) -> None:
        super().__init__(f"{field}: {complaint}" if field else complaint)


def quote(value: object) -> str:
    """The value as the file has it, cut short, and safe to print on any terminal."""
    text = json.dumps(value, ensure_ascii=False)
    text = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return text.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Fields:
    """One object of the file, and the path by which a sentence names it."""

    values: dict[str, Any]
    path: str = ""

    @classmethod
    def of(cls, value: object, path: str = "") -> Fields:
        if not isinstance(value, dict):
            raise MalformedFile(path or "the top level", f"{quote(value)} is not an object")
        return cls(value, path)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fail(self, key: str, complaint: str) -> MalformedFile:
        return MalformedFile(self.at(key), complaint)

    def required(self, key: str) -> object:
        if key not in self.values:
            raise self.fail(key, "is missing")
        return self.values[key]

    def text(self, key: str) -> str:
        value = self.required(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, f"{quote(value)} is not a text")
        return value

    def optional_text(self, key: str) -> str | None:
        """None where the field is absent or null."""
        return None if self.values.get(key) is None else self.text(key)

    def text_or_null(self, key: str) -> str | None:
        """None where the field is null; it must be there, or a slip in its name would go unseen."""
        return None if self.required(key) is None else self.text(key)

    def flag(self, key: str) -> bool:
        value = self.required(key)
        if not isinstance(value, bool):
            raise self.fail(key, f"{quote(value)} is not true or false")
        return value

    def count(self, key: str) -> int:
        value = self.required(key)
        # JSON's true is an int to Python, but not a number of anything.
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fail(key, f"{quote(value)} is not a whole number from 0")
        return value

    def choice(self, key: str, among: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in among:
            raise self.fail(key, f"{quote(value)} is not one of {', '.join(among)}")
        return value

    def known(self, key: str, among: set[str], noun: str) -> str:
        value = self.text(key)
        if value not in among:
            raise self.fail(key, f"{noun} {quote(value)} is not in the file")
        return value

    def date(self, key: str) -> date:
        value = self.required(key)
        try:
            if isinstance(value, str) and DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self.fail(key, f"{quote(value)} is not a date")

    def wall_time(self, key: str) -> datetime:
        value = self.required(key)
        try:
            if isinstance(value, str) and WALL_TIME.fullmatch(value):
                return datetime.fromisoformat(value)
        except ValueError:
            pass
        raise self.fail(key, f"{quote(value)} is not a date and time")

    def rows(self, key: str) -> Iterator[Fields]:
        """The objects of a list."""
        for index, value in enumerate(self._list(key)):
            yield Fields.of(value, f"{self.at(key)}[{index}]")

    def names(self, rows: str, key: str) -> set[str]:
        """What the objects of a list are called; no two of them alike."""
        seen: set[str] = set()
        for row in self.rows(rows):
            name = row.text(key)
            if name in seen:
                raise row.fail(key, f"{quote(name)} appears twice")
            seen.add(name)
        return seen

    def texts(self, key: str) -> Iterator[tuple[str, str]]:
        """The path and the value of each text of a list."""
        for index, value in enumerate(self._list(key)):
            path = f"{self.at(key)}[{index}]"
            if not isinstance(value, str):
                raise MalformedFile(path, f"{quote(value)} is not a text")
            yield path, value

    def _list(self, key: str) -> list[Any]:
        value = self.required(key)
        if not isinstance(value, list):
            raise self.fail(key, f"{quote(value)} is not a list")
        return value
