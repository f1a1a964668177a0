"""The grid as joined, escaped strings: thirty officers by twenty-eight days in a few milliseconds.

Drawing each cell in a template took nearly three times as long (QUALITY 7).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from roster import clock
from roster.queries.roster_people import Person
from roster.queries.rosters import Held, Roster, TeamLines
from roster.rules.skills import SkillState
from roster.views.grid_faces import EMPTY, Face, face_of
from roster.views.grid_promises import pills
from roster.views.grid_rows import Frame, drawn_row, frame_of
from roster.views.grid_strength import TeamStrength, strength_row

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
    """What is being drawn and for whom, and what is counted on the way."""

    roster: Roster
    known: frozenset[int]  # the teams whose officers the person may know closely
    flags: frozenset[int]  # the teams whose flags the person may open
    plans: frozenset[int] = frozenset()  # the teams whose cells the person may change
    strength: Mapping[int, TeamStrength] = field(default_factory=dict)  # of the teams that have a minimum
    me: int | None = None
    root: str = ""  # where the service is mounted
    today: int = -1
    drafts: Counter[int] = field(default_factory=Counter)  # by team
    on_ward: list[int] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    frame: Frame = field(init=False)

    def __post_init__(self) -> None:
        days = self.roster.days
        self.today = days.number_of(int(clock.now().timestamp()))
        self.on_ward = [0] * len(days.dates)
        self.dates = [day.isoformat() for day in days.dates]
        self.frame = frame_of(days, self.today, self.root, tuple(self.roster.shifts))

    @property
    def tags(self) -> list[str]:
        """The opening of each column's cells."""
        return self.frame.tags

    def knows(self, team_id: int, officer_id: int) -> bool:
        """Whether skills and reasons for being away are the person's business."""
        return team_id in self.known or officer_id == self.me


def draw(sheet: Sheet) -> Markup:
    """The bodies and foot of the table; the caption and its frame are the page's."""
    parts = [_head(sheet.roster.days.dates, sheet.today, tuple(sorted(sheet.roster.holidays.items())))]
    for team in sheet.roster.teams:
        _team(sheet, team, parts)
    parts.append(_foot(sheet))
    return Markup("".join(parts))  # noqa: S704  (every part was escaped where it was made)


def line_of(sheet: Sheet, team: TeamLines, person: Person) -> list[Face | None]:
    """The officer's days in that team; None on a day of another posting."""
    line = sheet.roster.lines.get(person.id, {})
    is_open = sheet.knows(team.id, person.id)
    posted = _posted(sheet, person)
    cells = map(line.get, range(len(sheet.dates)))
    if posted is None:
        return [face_of(cell, is_open) if cell else EMPTY for cell in cells]
    return [
        (face_of(cell, is_open) if cell else EMPTY) if here else None
        for cell, here in zip(cells, posted, strict=True)
    ]


def _posted(sheet: Sheet, person: Person) -> tuple[bool, ...] | None:
    """Which days the officer is posted to the team; None when that is all of them."""
    days = sheet.roster.days
    for first, last in person.posted:
        if first <= days.span.start and last >= days.span.end:
            return None
    return tuple(any(first <= at < last for first, last in person.posted) for at in days.midnights[:-1])


@lru_cache(maxsize=64)
def _head(dates: tuple[date, ...], today: int, holidays: tuple[tuple[int, str], ...]) -> str:
    names = dict(holidays)
    cells = ['<thead><tr><th scope="col" class="p"><i>Officer</i></th>']
    cells += [_day(day, number == today, names.get(number, "")) for number, day in enumerate(dates)]
    return "".join([*cells, "</tr></thead>\n"])


def _day(day: date, is_today: bool, holiday: str) -> str:
    first = f"<small>1 {day:%b}</small>" if day.day == 1 else str(day.day)
    now = ' class="now" aria-current="date"' if is_today else ""
    full = f"{day:%A} {day.day} {day:%B} {day.year}{', today' if is_today else ''}"
    name, mark = (f' title="{escape(holiday)}"', "<u>PH</u>") if holiday else ("", "")
    said = f"{full}, {escape(holiday)}" if holiday else full
    return (
        f'<th scope="col"{now}{name}><span aria-hidden="true"><b>{first}</b>{day:%a}{mark}</span>'
        f"<i>{said}</i></th>"
    )


def _team(sheet: Sheet, team: TeamLines, parts: list[str]) -> None:
    count = len(sheet.dates)
    parts.append(
        f'<tbody><tr class="team"><th scope="rowgroup" colspan="{count + 1}"><span>{escape(team.name)}'
        f'</span></th></tr>\n<tr class=cs data-t={team.id}><th scope="row" class="p">Contact sessions</th>'
    )
    for number, tag in enumerate(sheet.tags):
        promises = team.promises.get(number)
        drawn = pills(promises, sheet.root, with_flags=team.id in sheet.flags) if promises else ""
        parts += (tag, drawn, "</td>")
    parts.append("</tr>\n")
    for person in team.people:
        _person(sheet, team, person, parts)
    if not team.people:
        words = nobody_words(sheet.roster.skill)
        parts.append(f'<tr><td colspan="{count + 1}" class="none">{words}</td></tr>\n')
    if team.id in sheet.strength:
        parts.append(strength_row(sheet.frame, team.id, sheet.strength[team.id]))
    parts.append("</tbody>\n")


def _person(sheet: Sheet, team: TeamLines, person: Person, parts: list[str]) -> None:
    rows = sheet.roster.rows.get(person.id, ())
    posted = _posted(sheet, person)
    row = drawn_row(sheet.frame, person.id, rows, posted, sheet.knows(team.id, person.id))
    edited = f" data-o={person.id} {row.kept}" if team.id in sheet.plans else ""
    parts.append(f'<tr{edited}><th scope="row" class="p">{_name(sheet, team, person)}</th>{row.cells}</tr>\n')
    for number in row.on_ward:
        sheet.on_ward[number] += 1
    if row.drafts:
        sheet.drafts[team.id] += row.drafts


def _name(sheet: Sheet, team: TeamLines, person: Person) -> str:
    rank, name, number = escape(person.rank), escape(person.name), escape(person.warrant_number)
    whole = f' title="{rank} {name} {number}"' if len(name) > NAME_FITS else ""
    named = f"<b><small>{rank}</small> {name}</b> <span>{number}</span>"
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
    counted = zip(sheet.tags, sheet.on_ward, strict=True)
    cells = "".join(f"{tag}{count}</td>" for tag, count in counted)
    words = escape(on_ward_words(sheet.roster.skill))
    return f'<tfoot><tr><th scope="row" class="p">{words}</th>{cells}</tr></tfoot>\n'


def nobody_words(skill: str) -> str:
    """Why a team has no line: nobody is posted to it, or nobody holds what is filtered by."""
    return "Nobody here is in date for that skill." if skill else "Nobody is posted here in these days."


def on_ward_words(skill: str) -> str:
    """What the last row counts: with a filter by skill only those it leaves."""
    return f"On ward duty, {skill} only" if skill else "On ward duty"
