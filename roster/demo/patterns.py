"""The demo's patterns and who follows which, its minimum strength, and who joins when its roster ends."""

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from roster.demo.calendar import CODES, PATTERNS, WEEK, Window
from roster.demo.diary import Diary
from roster.demo.grants import grants_of
from roster.demo.people import Person, Posted
from roster.demo.save import Keys, add, add_numbered, officer_row, save_people
from roster.models.duty import RestKind
from roster.models.minimum_strength import MinimumStrength
from roster.models.officer import Officer, Rank
from roster.models.pattern import Pattern, PatternDay, PatternLine

NAMES = {
    "constable": "Ward constables, five weeks",
    "pcso": "PCSOs, five weeks",
    "part_time": "Part time, three days a week",
    "office": "Office, Monday to Friday",
}
# Nobody follows these yet: they are there to be chosen.
OTHERS = {
    "Six on, four off: earlies, lates, nights": "EELLNNRRRR" * 7,
    "Four weeks of earlies and lates": "EEEEERR" + "LLLLLRR" + "EEEERRE" + "LLLLRRR",
}
RESTS = {"R": RestKind.REST_DAY, "F": RestKind.FREE_DAY}
# They strengthen PS Hart's wards from the first day that no roster reaches yet.
NEWCOMERS = (
    ("Nasra Abdi", Rank.PC, "constable", 4, "Biggin Hill"),
    ("Keira Dunne", Rank.PCSO, "pcso", 1, "Biggin Hill"),
    ("Hugh Lattimer", Rank.PC, "constable", 3, "Darwin"),
    ("Oluwaseun Bello", Rank.PC, "constable", 0, "Chelsfield"),
    ("Pavel Novák", Rank.PCSO, "pcso", 4, "Chelsfield"),
)
# What some wards ask for: shift, weekdays (none: every day), officers, rank and skill.
MINIMUMS = {
    "Biggin Hill": (("E", range(5), 1, None, None), ("L", (4, 5), 1, Rank.PC, None)),
    "Darwin": (("E", range(5), 1, None, None),),
    "Chelsfield": (("E", (1, 3), 1, None, None), ("L", (4,), 1, None, "response_driver")),
    "Orpington": (("E", range(5), 1, None, None), ("L", (5, 6), 1, None, "taser")),
}
# Two sergeants have not said yet what they follow.
WITHOUT = {"Anthony Osei", "Louise Pemberton"}


def save_patterns(diary: Diary, keys: Keys) -> None:
    """The library; everybody's line, as the diary rostered them; and the newcomers."""
    letters = {NAMES[key]: weeks for key, weeks in PATTERNS.items()} | OTHERS
    rows = [{"name": name, "weeks": len(weeks) // 7} for name, weeks in letters.items()]
    ids = dict(zip(letters, add_numbered(Pattern, rows), strict=True))
    add(PatternDay, (row for name, weeks in letters.items() for row in _days(ids[name], weeks, keys)))
    newcomers = _save_newcomers(diary, keys)
    people = [one for one in diary.people if one.name not in WITHOUT]
    lines = [_line(one, diary.window.first, diary.window, ids, keys) for one in people]
    lines += [_line(one, diary.window.end, diary.window, ids, keys) for one in newcomers]
    add(PatternLine, lines)
    add(MinimumStrength, (row for ward, asked in MINIMUMS.items() for row in _minimums(ward, asked, keys)))


def _days(pattern_id: int, weeks: str, keys: Keys) -> Iterable[dict[str, Any]]:
    for place, letter in enumerate(weeks):
        rest = RESTS.get(letter)
        shift = None if rest else keys.shifts[CODES.get(letter, letter)]
        yield {"pattern_id": pattern_id, "place": place, "shift_template_id": shift, "rest": rest}


def _minimums(ward: str, asked: Iterable[tuple[Any, ...]], keys: Keys) -> Iterable[dict[str, Any]]:
    for shift, weekdays, officers, rank, skill in asked:
        for weekday in weekdays:
            yield {
                "team_id": keys.teams[ward],
                "shift_template_id": keys.shifts[shift],
                "weekday": weekday,
                "officers": officers,
                "rank": rank,
                "skill_id": keys.skills[skill] if skill else None,
            }


def _line(person: Person, first: date, window: Window, ids: dict[str, int], keys: Keys) -> dict[str, Any]:
    """The line that says what the diary rostered: its phase is the week of the story's Monday."""
    weeks = len(PATTERNS[person.pattern]) // 7
    story_monday = window.story - (window.story - window.monday) % WEEK
    passed = (first - story_monday) // WEEK
    return {
        "officer_id": keys.officers[person.number],
        "pattern_id": ids[NAMES[person.pattern]],
        "offset_weeks": (person.phase + passed) % weeks,
        "first_day": first,
        "last_day": None,
    }


def _save_newcomers(diary: Diary, keys: Keys) -> list[Person]:
    first, people = diary.window.end, []
    for number, (name, rank, pattern, phase, ward) in enumerate(NEWCOMERS, start=len(diary.people) + 1):
        people.append(Person(number, name, rank, pattern, phase, [Posted(ward, first)]))
        chance = Random(f"grants:{name}:{first}")  # noqa: S311  (nothing here is a secret)
        people[-1].grants = grants_of(people[-1], chance, diary.window.today)
    ids = add_numbered(Officer, map(officer_row, people))
    keys.officers |= {person.number: key for person, key in zip(people, ids, strict=True)}
    save_people(Diary(diary.window, people), keys)
    return people
