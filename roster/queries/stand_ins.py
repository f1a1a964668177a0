"""Who could stand in, for several contact sessions at once."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import String, select, type_coerce

from roster.coverage.stand_ins import cannot_be_there, stand_ins
from roster.extensions import db
from roster.models.officer import Officer
from roster.queries.coverage import Judged, facts_of
from roster.values import Span


class StandIn(NamedTuple):
    """An officer who is free and not yet named: for the whole of every gap, or only for these spans.

    instead_of: those who are named, can be there for none of it, and are let go for the stand-in.
    """

    officer_id: int
    name: str
    only: tuple[Span, ...] = ()
    instead_of: tuple[str, ...] = ()


def stand_in_for(contact_session_ids: Collection[int]) -> dict[int, list[StandIn]]:
    """For each contact session who could stand in, those who are free for all of it first."""
    if not contact_session_ids:
        return {}
    known = facts_of(contact_session_ids)
    free = {int(judged.need.id): _free(judged) for judged in known}
    let_go = {int(judged.need.id): _let_go(judged) for judged in known}
    names = _names({one for some in free.values() for one, _ in some}.union(*let_go.values()))
    return {
        one: [
            StandIn(officer, names[officer], only, tuple(sorted(names[gone] for gone in let_go[one])))
            for officer, only in officers
        ]
        for one, officers in free.items()
    }


def _free(judged: Judged) -> list[tuple[int, tuple[Span, ...]]]:
    found = stand_ins(judged.need, judged.facts)
    whole: list[tuple[int, tuple[Span, ...]]] = [(int(officer), ()) for officer in found.whole]
    return whole + [(int(officer), only) for officer, only in found.part]


def _let_go(judged: Judged) -> set[int]:
    return {int(officer) for officer in cannot_be_there(judged.need, judged.facts)}


def _names(officer_ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Officer.id, type_coerce(Officer.rank, String) + " " + Officer.last_name).where(
            Officer.id.in_(officer_ids)
        )
    )
    return dict(rows.all())
