"""The roster as a workbook: a sheet of codes under real dates, what is short or broken, and the key."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from roster.files.roster_csv import has_words
from roster.files.roster_paper import Cell, Paper, TeamSheet

# Text is text, whatever it begins with.
AS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEADER_ROW = 2
SATURDAY = 5
MUTED = "#505a5f"
SHORT = {"bg_color": "#fbe4df", "font_color": "#a3200d", "bold": True}


def xlsx_of(paper: Paper) -> bytes:
    """The paper as a workbook."""
    file = BytesIO()
    with Workbook(file, AS_TEXT) as book:
        book.set_properties({"title": paper.title, "comments": paper.made})
        formats = _Formats(book)
        _roster(book.add_worksheet("Roster"), paper, formats)
        if has_words(paper):
            _to_mend(book.add_worksheet("Short and broken"), paper, formats)
        _key(book.add_worksheet("Key"), paper, formats)
    return file.getvalue()


class _Formats:
    """Formats by what they look like: a workbook keeps each once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[tuple[Any, ...], Any] = {}

    def get(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.known:
            self.known[key] = self.book.add_format({"font_name": "Arial", "font_size": 10, **look})
        return self.known[key]

    def cell(self, cell: Cell | None) -> Any:
        """A draft has a dashed border and leans, so that it is not told by the border alone."""
        background, ink = cell.colours if cell else ("#ffffff", "#505a5f")
        border = 3 if cell and cell.draft else 1  # 3 is dashed
        look = {"bg_color": background, "font_color": ink, "border": border, "align": "center"}
        return self.get(**look, border_color="#b1b4b6", italic=bool(cell and cell.draft))


def _roster(sheet: Any, paper: Paper, formats: _Formats) -> None:
    bold, plain = formats.get(bold=True), formats.get()
    named = ["Ward team", "Rank", "Name", "Number", *(["Skills"] if paper.with_skills else [])]
    sheet.write_string(0, 0, paper.title, formats.get(bold=True, font_size=14))
    sheet.write_string(1, 0, f"{paper.teams_words}. {paper.made}", formats.get(font_color=MUTED))
    for column, words in enumerate(named):
        sheet.write_string(HEADER_ROW, column, words, bold)
    for column, day in enumerate(paper.dates, start=len(named)):
        look = {"bg_color": "#d8dde0" if day.weekday() >= SATURDAY else "#f3f5f6"}
        mark = ' "PH"' if column - len(named) in paper.holidays else ""
        dated = formats.get(num_format=f"ddd d mmm{mark}", bold=True, align="center", **look)
        sheet.write_datetime(HEADER_ROW, column, day, dated)
    row = _holidays(sheet, HEADER_ROW + 1, paper, len(named), formats)
    for team in paper.teams:
        row = _team(sheet, row, team, len(named), formats)
    sheet.write_string(row, 2, paper.on_ward_words, bold)
    for column, count in enumerate(paper.on_ward, start=len(named)):
        sheet.write_number(row, column, count, formats.get(bold=True, align="center"))
    sheet.freeze_panes(HEADER_ROW + 1, len(named))
    sheet.set_column(0, 0, 20, plain)
    sheet.set_column(2, 2, 26, plain)
    sheet.set_column(len(named), len(named) + len(paper.dates) - 1, 10, plain)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)


def _holidays(sheet: Any, row: int, paper: Paper, first: int, formats: _Formats) -> int:
    if not paper.holidays:
        return row
    sheet.write_string(row, 2, "Public holidays", formats.get(font_color=MUTED))
    for number, name in paper.holidays.items():
        look = formats.get(font_size=8, align="center", text_wrap=True)
        sheet.write_string(row, first + number, name, look)
    return row + 1


def _team(sheet: Any, row: int, team: TeamSheet, first: int, formats: _Formats) -> int:
    plain, small = formats.get(), formats.get(font_size=8, align="center", text_wrap=True)
    sheet.write_string(row, 0, team.name, formats.get(bold=True))
    sheet.write_string(row, 2, "Contact sessions", formats.get(font_color=MUTED))
    for column, words in enumerate(team.promises, start=first):
        sheet.write_string(row, column, words, small)
    for line in team.lines:
        row += 1
        for column, words in enumerate((team.name, line.rank, line.name, line.number, line.skills)[:first]):
            sheet.write_string(row, column, words, plain)
        for column, cell in enumerate(line.cells, start=first):
            code, look = f"{cell.code} {cell.mark}".strip() if cell else "–", formats.cell(cell)
            if code:
                sheet.write_string(row, column, code, look)
            else:
                sheet.write_blank(row, column, None, look)
    return _strength(sheet, row + 1, team, first, formats)


def _strength(sheet: Any, row: int, team: TeamSheet, first: int, formats: _Formats) -> int:
    if not team.strength:
        return row
    sheet.write_string(row, 0, team.name, formats.get())
    sheet.write_string(row, 2, "Minimum strength", formats.get(font_color=MUTED))
    for column, one in enumerate(team.strength, start=first):
        if one:
            look = SHORT if one.short else {"font_color": MUTED}
            sheet.write_string(row, column, one.letters, formats.get(**look, align="center"))
    return row + 1


def _to_mend(sheet: Any, paper: Paper, formats: _Formats) -> None:
    """Every short day and every broken rule, a line each."""
    header = ("Ward team", "First day", "Last day", "What", "Officer", "Number", "In words")
    rows = [line for team in paper.teams for line in (*_short(paper, team), *_broken(team))]
    for column, words in enumerate(header):
        sheet.write_string(0, column, words, formats.get(bold=True))
    dated = formats.get(num_format="ddd d mmm yyyy", align="left")
    for row, line in enumerate(rows, start=1):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, dated)
            else:
                sheet.write_string(row, column, value, formats.get())
    for column, width in enumerate((20, 16, 16, 24, 30, 10, 120)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)


def _short(paper: Paper, team: TeamSheet) -> Iterator[tuple[date | str, ...]]:
    for day, one in zip(paper.dates, team.strength, strict=False):
        if one and one.short:
            yield (team.name, day, day, "Below minimum strength", "", "", one.words)


def _broken(team: TeamSheet) -> Iterator[tuple[date | str, ...]]:
    for one in team.broken:
        for first, last in one.spans:
            what = "Advice" if one.advice else "Rule broken"
            yield (team.name, first, last, what, one.officer, one.number, one.words)


def _key(sheet: Any, paper: Paper, formats: _Formats) -> None:
    sheet.set_column(1, 1, 60)
    for row, (cell, words) in enumerate(paper.key):
        sheet.write_string(row, 0, f"{cell.code} {cell.mark}".strip(), formats.cell(cell))
        sheet.write_string(row, 1, words, formats.get())
    for row, words in enumerate(paper.notes, start=len(paper.key) + 1):
        sheet.write_string(row, 1, words, formats.get(font_color=MUTED))
