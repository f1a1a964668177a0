"""The grid as joined, escaped strings: thirty officers by twenty-eight days in a few milliseconds.

Drawing each cell in a template took nearly three times as long (QUALITY 7).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from roster import clock
from roster.queries.rosters import Held, Person, Roster, TeamLines
from roster.rules.skills import SkillState
from roster.views.grid_faces import EMPTY, Face, face_of
from roster.views.grid_promises import pills

Knows = Callable[[int, int], bool]  # whether the person may know an officer of a team closely

NAME_FITS = 16  # letters of a name that are never cut short
SKILL_CSS = {
    SkillState.CURRENT: "in",
    SkillState.DUE: "due",
    SkillState.DUE_NOW: "due",
    SkillState.EXPIRED: "exp",
    SkillState.SUSPENDED: "exp",
}
SKILL_WORDS = {
    SkillState.CURRENT: "in date",
    SkillState.DUE: "due",
    SkillState.DUE_NOW: "due now",
    SkillState.EXPIRED: "expired",
    SkillState.SUSPENDED: "suspended",
}


@dataclass(slots=True)
class Sheet:
    """What is being drawn, and what is counted on the way."""

    roster: Roster
    knows: Knows
    flags: Callable[[int], bool]  # whether the person may open the flags of a team
    root: str = ""  # where the service is mounted
    today: int = -1
    drafts: Counter[int] = field(default_factory=Counter)  # by team
    on_ward: list[int] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        days = self.roster.days
        self.today = days.number_of(int(clock.now().timestamp()))
        self.on_ward = [0] * len(days.dates)
        self.dates = [day.isoformat() for day in days.dates]

    def cell_tag(self, number: int) -> str:
        """Today's column is one that cannot be missed; weekends are tinted by their place."""
        return "<td class=now>" if number == self.today else "<td>"


def draw(sheet: Sheet) -> Markup:
    """The bodies and foot of the table; the caption and its frame are the page's."""
    parts = [_head(sheet.roster.days.dates, sheet.today)]
    for team in sheet.roster.teams:
        _team(sheet, team, parts)
    parts.append(_foot(sheet))
    return Markup("".join(parts))  # noqa: S704  (every part was escaped where it was made)


def line_of(sheet: Sheet, team: TeamLines, person: Person) -> list[Face | None]:
    """The officer's days in that team; None on a day of another posting."""
    line = sheet.roster.lines.get(person.id, {})
    is_open = sheet.knows(team.id, person.id)
    faces: list[Face | None] = []
    posted = _posted(sheet, person)
    for number in range(len(sheet.dates)):
        cell = line.get(number)
        if posted is not None and not posted[number]:
            faces.append(None)
        else:
            faces.append(face_of(cell, is_open) if cell else EMPTY)
    return faces


def _posted(sheet: Sheet, person: Person) -> list[bool] | None:
    """Which days the officer is posted to the team; None when that is all of them."""
    days = sheet.roster.days
    for first, last in person.posted:
        if first <= days.span.start and last >= days.span.end:
            return None
    return [any(first <= at < last for first, last in person.posted) for at in days.midnights[:-1]]


@lru_cache(maxsize=64)
def _head(dates: tuple[date, ...], today: int) -> str:
    cells = ['<thead><tr><th scope="col" class="p"><i>Officer</i></th>']
    for number, day in enumerate(dates):
        is_today = number == today
        first = f"<small>1 {day:%b}</small>" if day.day == 1 else str(day.day)
        now = ' class="now" aria-current="date"' if is_today else ""
        full = f"{day:%A} {day.day} {day:%B} {day.year}{', today' if is_today else ''}"
        cells.append(
            f'<th scope="col"{now}><span aria-hidden="true"><b>{first}</b>{day:%a}</span><i>{full}</i></th>'
        )
    return "".join([*cells, "</tr></thead>\n"])


def _team(sheet: Sheet, team: TeamLines, parts: list[str]) -> None:
    count = len(sheet.dates)
    parts.append(
        f'<tbody><tr class="team"><th scope="rowgroup" colspan="{count + 1}"><span>{escape(team.name)}'
        '</span></th></tr>\n<tr class="cs"><th scope="row" class="p">Contact sessions</th>'
    )
    for number in range(count):
        drawn = pills(team.promises.get(number, ()), sheet.root, with_flags=sheet.flags(team.id))
        parts.append(f"{sheet.cell_tag(number)}{drawn}</td>")
    parts.append("</tr>\n")
    for person in team.people:
        parts.append(f'<tr><th scope="row" class="p">{_name(sheet, team, person)}</th>')
        _days(sheet, team, person, parts)
        parts.append("</tr>\n")
    if not team.people:
        parts.append(
            f'<tr><td colspan="{count + 1}" class="none">Nobody here in these days. '
            "Choose other days or another skill.</td></tr>\n"
        )
    parts.append("</tbody>\n")


def _days(sheet: Sheet, team: TeamLines, person: Person, parts: list[str]) -> None:
    address = f"{sheet.root}/officers/{person.id}/days/"
    for number, face in enumerate(line_of(sheet, team, person)):
        tag = sheet.cell_tag(number)
        if face is None:
            parts.append(f"{tag}<s></s><i>not posted here</i></td>")
            continue
        sheet.on_ward[number] += face.on_ward
        if face.draft:
            sheet.drafts[team.id] += 1
        parts += (tag, face.opens, address, sheet.dates[number], face.closes, "</td>")


def _name(sheet: Sheet, team: TeamLines, person: Person) -> str:
    rank, name, number = escape(person.rank), escape(person.name), escape(person.warrant_number)
    whole = f' title="{rank} {name} {number}"' if len(name) > NAME_FITS else ""
    named = f"<small>{rank}</small> <b>{name}</b> <span>{number}</span>"
    if not sheet.knows(team.id, person.id):
        return f"<div><span class=nm{whole}>{named}</span></div>"
    skills = "".join(map(_skill, sheet.roster.held.get(person.id, ())))
    return f"<div><a class=nm href={sheet.root}/officers/{person.id}{whole}>{named}</a>{skills}</div>"


def _skill(held: Held) -> str:
    if held.state is SkillState.NOT_YET or (held.skill.is_common and held.state is SkillState.CURRENT):
        return ""
    return _skill_box(held.skill.letters, held.skill.name, held.state, held.last_day)


@lru_cache(maxsize=2048)
def _skill_box(letters: str, name: str, state: SkillState, last_day: date | None) -> str:
    until = f" {last_day.day} {last_day:%b} {last_day.year}" if last_day else ""
    words = escape(f" {name}, {SKILL_WORDS[state]}{until}.")
    return f"<em class={SKILL_CSS[state]}>{escape(letters)}<i>{words}</i></em>"


def _foot(sheet: Sheet) -> str:
    cells = "".join(f"{sheet.cell_tag(number)}{count}</td>" for number, count in enumerate(sheet.on_ward))
    return f'<tfoot><tr><th scope="row" class="p">On ward duty</th>{cells}</tr></tfoot>\n'
