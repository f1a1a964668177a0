"""The roster as a list, day by day, for a screen too narrow for the grid: one team, today first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup, escape

from roster.forms.rosters import COUNT, Asked
from roster.queries.roster_people import Person
from roster.queries.rosters import TeamLines
from roster.views.grid import Sheet, line_of, nobody_words
from roster.views.grid_breaches import Marked, breaches_of, by_cell
from roster.views.grid_faces import Face, words_of
from roster.views.grid_promises import pills
from roster.views.grid_ways import address

Broken = Mapping[tuple[int, date], Marked]

# A fortnight of one team keeps the page light: the whole grid again would double it.
DAYS_LISTED = 14
# Rest days, drafts of them too, and days with nothing.
QUIET = ("<a class=rd ", '<a class="rd dr" ', '<a class="rd fd" ', '<a class="rd fd dr" ', "<a class=no ")


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed, and where the rest of the roster is: later days, other teams."""

    team: str
    days: Markup
    first: date
    last: date
    later: str
    teams: list[tuple[str, str]]  # names and addresses


def listing_of(sheet: Sheet, own: Collection[int], asked: Asked) -> Listing | None:
    """One team over a fortnight; None where there is no team."""
    team, dates = _team_to_list(sheet, own), sheet.roster.days.dates
    if team is None:
        return None
    first = _first(sheet, asked)
    end = min(first + DAYS_LISTED, len(dates))
    later = dates[end - 1] + timedelta(days=1)
    others = [one for one in sheet.roster.others if one[0] != team.id]
    found = breaches_of([team], dates[first], dates[end - 1])
    return Listing(
        team.name,
        _draw(sheet, team, range(first, end), by_cell(found or {})),
        dates[first],
        dates[end - 1],
        _at(asked, later, list(asked.teams) or None),
        [(name, _at(asked, dates[first], [team_id])) for team_id, name in others],
    )


def _team_to_list(sheet: Sheet, own: Collection[int]) -> TeamLines | None:
    """The person's own team where it is chosen, else the first."""
    teams = sheet.roster.teams
    return next((team for team in teams if team.id in own), teams[0] if teams else None)


def _first(sheet: Sheet, asked: Asked) -> int:
    """Today, or a later day that the address names; the first day where today is not among them."""
    count = len(sheet.dates)
    today = max(sheet.today, 0) if sheet.today < count else 0
    return max(today, min((asked.day - asked.first).days, count - 1))


def _at(asked: Asked, day: date, teams: list[int] | None) -> str:
    """The list from that day on, with days enough for all of it."""
    others: dict[str, Any] = {"from": day.isoformat(), "team": teams, "as": "list"}
    if asked.count < COUNT:
        others["days"] = None
    return address(asked, **others)


def _draw(sheet: Sheet, team: TeamLines, numbers: range, broken: Broken) -> Markup:
    lines = [(person, line_of(sheet, team, person)) for person in team.people]
    parts: list[str] = []
    if not team.people:
        parts.append(f"<p>{nobody_words(sheet.roster.skill)}</p>")
    for number in numbers:
        promises = team.promises.get(number, ())
        if not team.people and not promises:
            continue  # fourteen headings would stand over nothing
        day = sheet.roster.days.dates[number]
        today = ", today" if number == sheet.today else ""
        parts.append(f'<section><h3>{day:%a} {day.day} {day:%b}{today}</h3><ul class="ds">')
        if promises:
            drawn = pills(promises, sheet.root, with_flags=team.id in sheet.flags, with_ids=False)
            parts.append(f'<li class="cs">{drawn}</li>')
        strength = sheet.strength.get(team.id, {}).get(sheet.dates[number])
        if strength and strength.short:
            parts.append(f'<li class="cs br">Below minimum strength: {escape(strength.words)}</li>')
        parts += _people(sheet, lines, number, broken)
        parts.append("</ul></section>\n")
    return Markup("".join(parts))  # noqa: S704  (every part was escaped where it was made)


def _people(
    sheet: Sheet, lines: list[tuple[Person, list[Face | None]]], number: int, broken: Broken
) -> list[str]:
    """Those with something on, a line each; the others by what keeps the day free, in a line together."""
    parts: list[str] = []
    quiet: dict[str, list[str]] = {}
    day = sheet.roster.days.dates[number]
    for person, faces in lines:
        marked = broken.get((person.id, day))
        face, name = faces[number], f"{escape(person.rank)} {escape(person.name)}"
        path = f"{sheet.root}/officers/{person.id}/days/{sheet.dates[number]}"
        if face is not None and not marked and face.opens.startswith(QUIET):
            quiet.setdefault(words_of(face).capitalize(), []).append(f"<a href={path}>{name}</a>")
        elif face is not None:
            parts.append(f"<li><b>{name}</b> {face.opens}{path}{face.closes}{_why(marked)}</li>")
    parts += [f'<li class="q0">{words}: {", ".join(names)}</li>' for words, names in quiet.items()]
    return parts


def _why(marked: Marked | None) -> str:
    """Which rules are broken there, in full: a finger finds no corner of a cell."""
    if marked is None:
        return ""
    css = "br" if marked.is_breach else "adv"
    return "".join(f"<p class={css}>! {escape(one)}</p>" for one in marked.sentences)
