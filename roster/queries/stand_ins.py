"""Who could stand in, for several contact sessions at once."""

from collections.abc import Collection

from sqlalchemy import String, select, type_coerce

from roster.coverage.stand_ins import stand_ins
from roster.extensions import db
from roster.models.officer import Officer
from roster.queries.coverage import facts_of


def stand_in_for(contact_session_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """For each contact session the officers free for the whole of every gap: (id, PC Shah)."""
    if not contact_session_ids:
        return {}
    free = {
        int(judged.need.id): [int(one) for one in stand_ins(judged.need, judged.facts).whole]
        for judged in facts_of(contact_session_ids)
    }
    wanted = {officer for officers in free.values() for officer in officers}
    names = dict(
        db.session.execute(
            select(Officer.id, type_coerce(Officer.rank, String) + " " + Officer.last_name).where(
                Officer.id.in_(wanted)
            )
        ).all()
    )
    return {one: [(officer, names[officer]) for officer in officers] for one, officers in free.items()}
