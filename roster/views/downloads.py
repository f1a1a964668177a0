"""Tables as CSV files that a spreadsheet opens as they are, and never as formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# A cell that begins so is run by spreadsheets; an apostrophe before it makes it text (OWASP).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """UTF-8 with the mark that Excel looks for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([harmless(cell) for cell in row])
    response = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def harmless(cell: object) -> object:
    """Numbers as they are; text that a spreadsheet would run, as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell
