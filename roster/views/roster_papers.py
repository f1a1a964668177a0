"""What is on the grid's screen, made ready for paper and spreadsheets, and no more than that."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from roster import clock
from roster.files.roster_paper import Cell, Line, Paper, TeamSheet
from roster.queries.roster_days import REST
from roster.queries.roster_days import Cell as Marks
from roster.queries.roster_people import Person
from roster.queries.roster_promises import Promise
from roster.queries.rosters import Held, TeamLines
from roster.rules.breaches import Found
from roster.rules.skills import SkillState
from roster.views.cover_words import state_mark
from roster.views.grid import SKILL_WORDS, Sheet, on_ward_words
from roster.views.grid_cells import Shifts
from roster.views.grid_faces import FILLS, face_of, look_of
from roster.views.own_times import own_kinds, with_hours
from roster.views.paper_marks import KEY as RULES_KEY
from roster.views.paper_marks import STRENGTH_NOTE, broken_of, marks_of, strength_line, teams_words
from roster.views.words import hour, whole_day

REST_CODES = {"rest_day": "RD", "free_day": "FD"}
KEY = (
    (Cell("RD"), "rest day"),
    (Cell("FD"), "part-timer’s free day"),
    (Cell("AL", fill="al"), "leave"),
    (Cell("SICK"), "sick"),
    (Cell("E", "AID", "ey"), "abstracted, duty kept beside it"),
    (Cell("L", "AL?", "el"), "only requested"),
    (Cell("L", "", "el", draft=True), "draft: not published yet"),
)
NOTES = (
    "✓ covered, ! at risk, ✕ uncovered: contact sessions, with the hour at which each begins.",
    "On ward duty: officers with ward duty (or a draft of it) left after abstractions and absences.",
    "–: not posted here on that day. AW: away, for a reason that is the officer’s own business.",
)


def paper_of(sheet: Sheet, found: Mapping[int, Sequence[Found]] | None, chosen: Sequence[int]) -> Paper:
    """The sheet in words; reasons and skills are hidden where the grid hides them.

    found: what is broken, by officer, None where that is not the person's to see; chosen: the teams
    that were asked for, none for all.
    """
    days = sheet.roster.days.dates
    now = int(clock.now().timestamp())
    return Paper(
        title=f"Roster from {whole_day(days[0])} to {whole_day(days[-1])}",
        teams_words=teams_words(sheet.roster, bool(chosen)),
        made=f"Made {whole_day(now)} at {hour(now)}. What changes afterwards is not on it.{_only(sheet)}",
        dates=days,
        teams=[_team(sheet, team, found or {}) for team in sheet.roster.teams],
        on_ward=_on_ward(sheet),
        on_ward_words=on_ward_words(sheet.roster.skill),
        holidays=sheet.roster.holidays,
        key=[*_shifts(sheet), *_own_kinds(sheet), *KEY, *(() if found is None else RULES_KEY)],
        notes=[*NOTES, *([STRENGTH_NOTE] if sheet.strength else []), *_holidays(sheet)],
        with_skills=any(sheet.knows(team.id, 0) for team in sheet.roster.teams),
        with_rules=found is not None,
    )


def _only(sheet: Sheet) -> str:
    """Who is left out, where a skill was asked for."""
    return f" Only officers in date for {sheet.roster.skill}." if sheet.roster.skill else ""


def _holidays(sheet: Sheet) -> list[str]:
    dates = sheet.roster.days.dates
    named = [f"{name}, {whole_day(dates[number])}" for number, name in sheet.roster.holidays.items()]
    return [f"PH, public holiday: {'; '.join(named)}."] if named else []


def _team(sheet: Sheet, team: TeamLines, found: Mapping[int, Sequence[Found]]) -> TeamSheet:
    dates = sheet.roster.days.dates
    promises = [_promises(team.promises.get(number, ())) for number in range(len(dates))]
    lines, broken = [], []
    for person in team.people:
        own = found.get(person.id, ())
        lines.append(_line(sheet, team, person, marks_of(own)))
        broken += broken_of(person, lines[-1], dates, own)
    strength = strength_line(sheet.dates, sheet.strength.get(team.id))
    return TeamSheet(team.name, promises, lines, strength, broken)


def _promises(promises: Iterable[Promise]) -> str:
    return ", ".join(f"{state_mark(one.state or 'covered')} {hour(one.start)}" for one in promises)


def _line(sheet: Sheet, team: TeamLines, person: Person, marks: Mapping[date, str]) -> Line:
    is_open = sheet.knows(team.id, person.id)
    skills = _skills(sheet.roster.held.get(person.id, ())) if is_open else ""
    shifts = sheet.frame.shifts
    cells = [
        _cell(cell, is_open, marks.get(day, ""), shifts) if is_here else None
        for day, (is_here, cell) in zip(sheet.roster.days.dates, _days(sheet, person), strict=True)
    ]
    return Line(str(person.rank), person.name, person.warrant_number, skills, cells)


def _days(sheet: Sheet, person: Person) -> Iterable[tuple[bool, Marks]]:
    """Day by day whether the person is posted here, and what lies on it."""
    line = sheet.roster.lines.get(person.id, {})
    for number, midnight in enumerate(sheet.roster.days.midnights[:-1]):
        yield any(first <= midnight < last for first, last in person.posted), line.get(number, [])


def _cell(marks: Marks, is_open: bool, mark: str, shifts: Shifts) -> Cell:
    if not marks:
        return Cell(mark=mark)
    look = look_of(marks, is_open)
    rest = next((REST_CODES[mark.kind] for mark in marks if mark.layer == REST), "")
    letters = rest if look.letters == "·" else look.letters
    exact = " ".join(with_hours(marks, look._replace(letters=letters), shifts)).strip()
    return Cell(letters, look.band, look.css.split()[0], look.draft, mark, exact)


def _skills(held: Sequence[Held]) -> str:
    """T, RD due, FA expired: as the grid marks them, in words."""
    shown = [
        one
        for one in held
        if one.state is not SkillState.NOT_YET
        and not (one.skill.is_common and one.state is SkillState.CURRENT)
    ]
    return ", ".join(map(_skill, shown))


def _skill(held: Held) -> str:
    is_current = held.state is SkillState.CURRENT
    return held.skill.letters if is_current else f"{held.skill.letters} {SKILL_WORDS[held.state]}"


def _on_ward(sheet: Sheet) -> list[int]:
    counts = [0] * len(sheet.dates)
    for team in sheet.roster.teams:
        for person in team.people:
            for number, (is_here, marks) in enumerate(_days(sheet, person)):
                counts[number] += bool(is_here and marks and face_of(marks, True).on_ward)
    return counts


def _own_kinds(sheet: Sheet) -> list[tuple[Cell, str]]:
    return [(Cell(letters, fill=fill), words) for fill, letters, words in own_kinds(sheet.roster)]


def _shifts(sheet: Sheet) -> list[tuple[Cell, str]]:
    return [
        (Cell(shift.code, fill=FILLS.get(shift.colour, "pl")), f"{shift.name} {shift.hours}")
        for shift in sheet.roster.shifts
    ]
