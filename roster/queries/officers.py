"""Officers and PCSOs: the list with its filters, and one of them with postings and supervision."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.models.officer import Officer, Posting, Supervision
from roster.queries.engines import fitted, listed
from roster.queries.skills import Held, held_by
from roster.rules.skills import IN_DATE, SkillState

A_PAGE = 100

_LIST = """
SELECT o.id, o.rank, o.first_name, o.last_name, o.warrant_number, p.team_id, t.name
FROM officer AS o
LEFT JOIN posting AS p ON p.officer_id = o.id AND p.first_day <= :now AND p.last_day > :now
LEFT JOIN team AS t ON t.id = p.team_id
WHERE (:everybody = 1 OR o.id = :own OR p.team_id IN LIST(:teams))
  AND (:team = 0 OR p.team_id = :team)
  AND (:words = '' OR lower(o.rank || ' ' || o.first_name || ' ' || o.last_name) LIKE :words ESCAPE '!'
    OR lower(o.warrant_number) LIKE :words ESCAPE '!')
ORDER BY o.last_name, o.first_name, o.id
"""


_PAGE = _LIST + "LIMIT :most OFFSET :first"


class Listed(NamedTuple):
    """One line of the list; the ward team is today's, or none."""

    id: int
    rank: str
    first_name: str
    last_name: str
    warrant_number: str
    team_id: int | None
    team: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the list may show (None: everybody), and which of them were asked for."""

    teams: Collection[int] | None
    own: int | None = None
    team: int | None = None
    skill: int | None = None
    state: SkillState | None = None
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list, with each officer's skills, and whether there is another."""

    people: list[Listed]
    held: dict[int, list[Held]] = field(default_factory=dict)
    more: bool = False


def list_officers(asked: Asked) -> Found:
    """A hundred at a time by name, in two statements."""
    bound = {
        "now": int(clock.now().timestamp()),
        "everybody": int(asked.teams is None),
        "teams": listed(asked.teams or ()),
        "own": asked.own or 0,
        "team": asked.team or 0,
        "words": _pattern(asked.words),
    }
    first, past = (asked.page - 1) * A_PAGE, asked.page * A_PAGE
    if asked.skill is None and asked.state is None:
        # One more than a page, to know of the next.
        paged = {**bound, "most": A_PAGE + 1, "first": first}
        people = [Listed._make(row) for row in db.session.execute(fitted(_PAGE), paged)]
        return Found(people[:A_PAGE], _held(people[:A_PAGE]), len(people) > A_PAGE)
    people = [Listed._make(row) for row in db.session.execute(fitted(_LIST), bound)]
    held = _held(people)
    matching = [one for one in people if any(_matches(skill, asked) for skill in held.get(one.id, ()))]
    return Found(matching[first:past], held, len(matching) > past)


def show_officer(officer_id: int) -> tuple[Officer, list[Supervision]]:
    """The officer with all postings, and the ward teams supervised, now or once."""
    officer = db.session.scalar(
        select(Officer)
        .where(Officer.id == officer_id)
        .options(joinedload(Officer.postings).joinedload(Posting.team))
    )
    if officer is None:
        raise NotFound
    supervised = db.session.scalars(
        select(Supervision)
        .where(Supervision.officer_id == officer_id)
        .options(joinedload(Supervision.team))
        .order_by(Supervision.first_day.desc(), Supervision.id)
    )
    return officer, list(supervised)


def _held(people: Iterable[Listed]) -> dict[int, list[Held]]:
    return held_by([one.id for one in people], clock.today())


def _matches(held: Held, asked: Asked) -> bool:
    if asked.skill is not None and held.skill.id != asked.skill:
        return False
    return held.state is asked.state if asked.state else held.state in IN_DATE


def _pattern(words: str) -> str:
    """Anywhere in the name or the number; its own signs stand for themselves."""
    if not words:
        return ""
    plain = words.casefold().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"
