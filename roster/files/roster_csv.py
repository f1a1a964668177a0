"""The roster as the rows of a CSV file: codes under dates."""

from collections.abc import Iterator

from roster.files.roster_paper import Cell, Line, Paper, TeamSheet

Row = list[object]
NAMED = ["Ward team", "Rank", "Name", "Number"]
# The last columns: what lies between them and the names is one day a column.
WORDS = "Below minimum strength, rules broken"


def csv_of(paper: Paper) -> tuple[list[str], Iterator[Row]]:
    """The header, and a line for each officer under each team's contact sessions; the counts come last."""
    days = [day.isoformat() for day in paper.dates]
    skills = ["Skills"] if paper.with_skills else []
    header = [*NAMED, *skills, *days, *([WORDS] if has_words(paper) else [])]
    return header, (row + [""] * (len(header) - len(row)) for row in _rows(paper))


def has_words(paper: Paper) -> bool:
    """Whether there is a column of sentences."""
    return paper.with_rules or any(team.strength for team in paper.teams)


def _rows(paper: Paper) -> Iterator[Row]:
    more = [""] * (2 if paper.with_skills else 1)  # neither number nor skills
    if paper.holidays:
        yield ["", "", "Public holidays", *more, *map(paper.holidays.get, range(len(paper.dates)))]
    for team in paper.teams:
        yield [team.name, "", "Contact sessions", *more, *team.promises]
        for line in team.lines:
            yield _line(team, line, paper)
        if team.strength:
            yield [team.name, "", "Minimum strength", *more, *_strength(team, paper)]
    yield ["", "", paper.on_ward_words, *more, *paper.on_ward]
    yield [f"{paper.teams_words}. {paper.made}"]


def _line(team: TeamSheet, line: Line, paper: Paper) -> Row:
    named = [team.name, line.rank, line.name, line.number]
    skills = [line.skills] if paper.with_skills else []
    own = [one for one in team.broken if one.number == line.number]
    said = " ".join(f"{one.days}: {one.words}" for one in own)
    return [*named, *skills, *map(_code, line.cells), *([said] if has_words(paper) else [])]


def _code(cell: Cell | None) -> str:
    if cell is None:
        return "–"
    return f"{cell.code}{'*' if cell.draft else ''} {cell.mark}".strip()


def _strength(team: TeamSheet, paper: Paper) -> Row:
    days = zip(paper.dates, team.strength, strict=True)
    short = [f"{day:%a} {day.day} {day:%b}: {one.words}." for day, one in days if one and one.short]
    letters = [f"below: {one.letters}" if one and one.short else one and one.letters for one in team.strength]
    return [*letters, " ".join(short)]
