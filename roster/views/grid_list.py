"""The roster as a list, day by day, for a screen too narrow for the grid: one team, today first."""

from collections.abc import Collection

from markupsafe import Markup, escape

from roster.queries.rosters import Person, TeamLines
from roster.views.grid import Sheet, line_of
from roster.views.grid_faces import Face
from roster.views.grid_promises import pills

# A fortnight of one team keeps the page light: the whole grid again would double it.
DAYS_LISTED = 14
QUIET = ("<a class=rd ", "<a class=no ")  # rest days and days with nothing


def team_to_list(sheet: Sheet, own: Collection[int]) -> TeamLines | None:
    """The person's own team where it is chosen, else the first."""
    teams = sheet.roster.teams
    return next((team for team in teams if team.id in own), teams[0] if teams else None)


def draw_list(sheet: Sheet, team: TeamLines) -> Markup:
    """Today and the days after it; from the first day where today is not among them."""
    first = max(sheet.today, 0) if sheet.today < len(sheet.dates) else 0
    lines = [(person, line_of(sheet, team, person)) for person in team.people]
    parts: list[str] = []
    for number in range(first, min(first + DAYS_LISTED, len(sheet.dates))):
        day = sheet.roster.days.dates[number]
        today = ", today" if number == sheet.today else ""
        parts.append(f'<section><h3>{day:%a} {day.day} {day:%b}{today}</h3><ul class="ds">')
        promises = team.promises.get(number, ())
        if promises:
            drawn = pills(promises, sheet.root, with_flags=team.id in sheet.flags, with_ids=False)
            parts.append(f'<li class="cs">{drawn}</li>')
        parts += _people(sheet, lines, number)
        parts.append("</ul></section>\n")
    return Markup("".join(parts))  # noqa: S704  (every part was escaped where it was made)


def _people(sheet: Sheet, lines: list[tuple[Person, list[Face | None]]], number: int) -> list[str]:
    """Those with something on, a line each; the others by what keeps the day free, in a line together."""
    parts: list[str] = []
    quiet: dict[str, list[str]] = {}
    for person, faces in lines:
        face, name = faces[number], f"{escape(person.rank)} {escape(person.name)}"
        address = f"{sheet.root}/officers/{person.id}/days/{sheet.dates[number]}"
        if face is not None and face.opens.startswith(QUIET):
            quiet.setdefault(_words(face), []).append(f"<a href={address}>{name}</a>")
        elif face is not None:
            parts.append(f"<li><b>{name}</b> {face.opens}{address}{face.closes}</li>")
    parts += [f'<li class="q0">{words}: {", ".join(names)}</li>' for words, names in quiet.items()]
    return parts


def _words(face: Face) -> str:
    """Rest day, Free day, Nothing rostered: the cell's own full text."""
    return face.closes.partition("<i>")[2].partition("</i>")[0].capitalize()
