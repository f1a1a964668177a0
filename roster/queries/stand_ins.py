"""Who could stand in, for several contact sessions at once."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import String, select, type_coerce

from roster.coverage.stand_ins import stand_ins
from roster.extensions import db
from roster.models.officer import Officer
from roster.queries.coverage import Judged, facts_of
from roster.values import Span


class StandIn(NamedTuple):
    """An officer who is free and not yet named: for the whole of every gap, or only for these spans."""

    officer_id: int
    name: str
    only: tuple[Span, ...] = ()


def stand_in_for(contact_session_ids: Collection[int]) -> dict[int, list[StandIn]]:
    """For each contact session who could stand in, those who are free for all of it first."""
    if not contact_session_ids:
        return {}
    free = {int(judged.need.id): _free(judged) for judged in facts_of(contact_session_ids)}
    names = _names({officer for officers in free.values() for officer, _ in officers})
    return {
        one: [StandIn(officer, names[officer], only) for officer, only in officers]
        for one, officers in free.items()
    }


def _free(judged: Judged) -> list[tuple[int, tuple[Span, ...]]]:
    found = stand_ins(judged.need, judged.facts)
    whole: list[tuple[int, tuple[Span, ...]]] = [(int(officer), ()) for officer in found.whole]
    return whole + [(int(officer), only) for officer, only in found.part]


def _names(officer_ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Officer.id, type_coerce(Officer.rank, String) + " " + Officer.last_name).where(
            Officer.id.in_(officer_ids)
        )
    )
    return dict(rows.all())
