"""Beneath the grid: the contact sessions that need somebody, why, and who is free; of what it has read."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from roster.coverage.gaps import CauseKind
from roster.queries.roster_days import Days
from roster.queries.roster_marks import Rows, line_from
from roster.queries.roster_people import Person
from roster.queries.roster_promises import Promise
from roster.queries.rosters import TeamLines
from roster.values import Span
from roster.views.cover_words import cause_word, from_to, listed, state_mark
from roster.views.grid import Sheet
from roster.views.grid_faces import EMPTY, face_of, words_of
from roster.views.grid_promises import CSS, is_open
from roster.views.words import when

# As cells are: written once, and kept, because most stand there as they stood before.
_CARD = Markup(
    '<li class="{}" data-why="{}"><a class="govuk-link" href="{}">{}</a>'
    '<p class="app-muted">{}</p><p><b>{}</b></p>{}</li>'
)
MOST_NAMED = 6  # the flag's own page has all of them
# Of these the cell does not tell.
UNSEEN = (CauseKind.LACKS_SKILL, CauseKind.COMMITTED)


class Open(NamedTuple):
    """One that stands flagged and is still to come: what is missing, and each officer's reason."""

    id: int
    css: str
    headline: str
    where: str
    missing: str
    officers: tuple[str, ...]
    address: str


def open_ones(sheet: Sheet) -> list[Open]:
    """In the order of time, of the teams whose flags the person may open. It asks no statement."""
    found = [
        (promise.start, _open(sheet, team, promise, number))
        for team in sheet.roster.teams
        if team.id in sheet.flags
        for number, promises in team.promises.items()
        for promise in promises
        if is_open(promise)
    ]
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


@lru_cache(maxsize=512)
def card(one: Open) -> Markup:
    """It as the page has it."""
    officers = Markup("").join(Markup("<p>{}</p>").format(officer) for officer in one.officers)
    return _CARD.format(one.css, one.id, one.address, one.headline, one.where, one.missing, officers)


def _open(sheet: Sheet, team: TeamLines, promise: Promise, number: int) -> Open:
    state = str(promise.state)
    gaps = _gaps(promise.gaps or "[]")
    causes = {one["officer"]: one["cause"] for gap in gaps for one in gap["causes"]}
    # With a filter by skill some of the team are not on the page, and a part would mislead.
    people = [] if sheet.roster.skill else [one for one in team.people if _is_here(one, promise.start)]
    officers = _free(people, causes) if state == "at_risk" else _away(sheet, people, causes, number)
    return Open(
        promise.id,
        CSS[state],
        _headline(promise),
        f"{promise.venue}, {team.name}",
        _missing(promise),
        tuple(officers),
        f"{sheet.root}/flags/{promise.flag_id}",
    )


@lru_cache(maxsize=512)
def _gaps(text: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=512)
def _headline(promise: Promise) -> str:
    return f"{state_mark(str(promise.state))} {promise.title}, {when(Span(promise.start, promise.end))}"


@lru_cache(maxsize=512)
def _missing(promise: Promise) -> str:
    """Nobody from 10:00 to 11:00. Needs 1."""
    said: dict[str, list[str]] = {}
    for gap in _gaps(promise.gaps or "[]"):
        words = _who(str(promise.state), gap["short_by"], promise.needed)
        said.setdefault(words, []).append(from_to(Span(gap["start"], gap["end"])))
    return (
        f"{'; '.join(f'{words} {listed(spans)}' for words, spans in said.items())}. Needs {promise.needed}."
    )


def _who(state: str, short_by: int, needed: int) -> str:
    if state == "at_risk":
        return "Nobody who is free is named" if short_by >= needed else f"{short_by} more to be named"
    return "Nobody" if short_by >= needed else f"{short_by} short"


def _free(people: Iterable[Person], causes: Mapping[int, str]) -> list[str]:
    free = [f"{one.rank} {one.name}" for one in people if one.id not in causes]
    return [f"Free: {', '.join(_some(free))}"] if free else []


def _away(sheet: Sheet, people: Iterable[Person], causes: Mapping[int, str], number: int) -> list[str]:
    said = []
    for one in people:
        if one.id in causes:
            lies = _lies(sheet.roster.rows.get(one.id, ()), sheet.roster.days, number)
            words = cause_word(causes[one.id]) if causes[one.id] in UNSEEN else lies
            said.append(f"{one.rank} {one.name}: {words}")
    return _some(said)


@lru_cache(maxsize=512)
def _lies(rows: Rows, days: Days, number: int) -> str:
    """What the cell says. Not of the roster's lines: the page has no other need of all of them."""
    cell = line_from(rows, days).get(number)
    return str(words_of(face_of(cell, is_open=True) if cell else EMPTY).unescape())


def _some(said: list[str]) -> list[str]:
    more = len(said) - MOST_NAMED
    return [*said[:MOST_NAMED], f"{more} more"] if more > 1 else said


def _is_here(person: Person, at: int) -> bool:
    return any(first <= at < last for first, last in person.posted)
