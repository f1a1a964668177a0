"""Judges files: an answer to each as JSON, or one sentence that names the file and the field."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from roster.files.fields import MalformedFile

MALFORMED = 2
LONGEST_NUMBER = 300  # digits

# From a parsed file to the values of its answer; raises MalformedFile.
Answer: TypeAlias = Callable[[object], dict[str, Any]]


class Checked(NamedTuple):
    """What to print, with which exit code, and what to say on the error stream if it is not 0."""

    text: str
    exit_code: int
    error: str


def check_files(paths: Sequence[str | Path], answer: Answer) -> Checked:
    """The answer for one file, a list in their order for several; none if one is malformed."""
    answers = []
    for path in paths:
        try:
            answers.append(answer(_parsed(Path(path))))
        except MalformedFile as malformed:
            return Checked("", MALFORMED, _printable(f"{path}: {malformed}"))
        except RecursionError:
            return Checked("", MALFORMED, _printable(f"{path}: is nested too deeply"))
    if not answers:
        return Checked("", MALFORMED, "Name at least one file")
    return Checked(json.dumps(answers[0] if len(answers) == 1 else answers, indent=1), 0, "")


def _parsed(path: Path) -> object:
    try:
        # Notepad opens a UTF-8 file with a mark that JSON does not know.
        text = path.read_bytes().decode("utf-8-sig")
        value = json.loads(text, parse_int=_whole)
    except OSError as error:
        raise MalformedFile("", _why_unread(error)) from None
    except UnicodeDecodeError:
        raise MalformedFile("", "is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise MalformedFile("", f"is not JSON at {where}") from None
    _refuse_no_numbers(value, "")
    return value


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else math.inf


def _refuse_no_numbers(value: object, path: str) -> None:
    """NaN, which Python reads though JSON has it not, and what no number can hold."""
    if isinstance(value, dict):
        for key, one in value.items():
            _refuse_no_numbers(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            _refuse_no_numbers(one, f"{path}[{index}]")
    elif isinstance(value, float) and not math.isfinite(value):
        raise MalformedFile(path or "the top level", "is not a number, or too large a one")


def _why_unread(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "is a folder, not a file"
    return f"cannot be read ({error.strerror})"


def _printable(sentence: str) -> str:
    # A file's name may hold a line break, and what no terminal can show.
    return " ".join(sentence.splitlines()).encode("utf-8", "backslashreplace").decode()
