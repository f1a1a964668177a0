"""The id of a row as somebody sent it: one that no table can hold is a page that is not found."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # PostgreSQL's integer; more than that is refused by either engine with an error


class RowId(IntegerConverter):
    """The number in /officers/12."""

    def __init__(self, known: Map, *given: Any, **rules: Any) -> None:
        super().__init__(known, *given, **{"max": LARGEST, **rules})


def row_id(text: str) -> int:
    """The number of a form's field or a query: request.form.get("officer_id", type=row_id)."""
    number = int(text)
    if not 0 <= number <= LARGEST:
        raise ValueError("no row has that number")
    return number
