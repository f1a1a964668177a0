"""Judges a scenario, a small world given as parsed JSON, and writes the answer as JSON's values."""

from __future__ import annotations

from typing import Any

from roster.coverage.gaps import Gap, Need, State, Verdict, judge
from roster.coverage.world import ContactSession, World, read_world
from roster.files.times import instants
from roster.values import Span


def answer(data: object) -> dict[str, Any]:
    """The state, gaps and causes of each contact session that is not cancelled, sorted by id."""
    world = read_world(data)
    judged = sorted((one for one in world.contact_sessions if not one.cancelled), key=_id)
    return {"sessions": [_entry(one.id, verdict(world, one)) for one in judged]}


def verdict(world: World, contact_session: ContactSession) -> Verdict:
    """The judgement of one; with no instant in it (spring night) it is never short."""
    start, end = contact_session.stretch
    if end <= start:
        return Verdict(State.COVERED)
    need = Need(
        contact_session.id,
        Span(start, end),
        contact_session.officers_needed,
        contact_session.named,
    )
    return judge(need, world.facts(contact_session))


def _id(contact_session: ContactSession) -> str:
    return contact_session.id


def _entry(contact_session_id: str, judged: Verdict) -> dict[str, Any]:
    return {
        "session": contact_session_id,
        "state": judged.state.value,
        "gaps": [_gap(gap) for gap in judged.gaps],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        **instants(gap.span),
        "short_by": gap.short_by,
        "causes": [
            {
                "officer": cause.officer,
                "cause": cause.kind.value,
                **instants(cause.span),
            }
            for cause in gap.causes
        ],
    }
