"""What the judge of cover needs to know of contact sessions, read in one statement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from roster.coverage.gaps import Facts, Need, Stretch
from roster.extensions import db
from roster.models.columns import DAY_SECONDS
from roster.models.contact_session import ContactSessionStatus
from roster.queries.coverage_statements import FACTS, FACTS_TOUCHED, NAMED, NEED, POSTED
from roster.queries.engines import fitted, listed
from roster.values import Span


class Standing(NamedTuple):
    """The standing flag of a contact session."""

    opened_at: int
    state: str
    fingerprint: str
    gaps: str
    lost: int


@dataclass(slots=True)
class Judged:
    """A contact session's need and what is known for it, in the order of the officers' ids."""

    need: Need
    team_id: int
    cancelled: bool
    facts: tuple[Facts, ...] = ()
    flag: Standing | None = None


def facts_of(
    session_ids: Collection[int], *, officer_ids: Collection[int] = (), span: Span | None = None
) -> list[Judged]:
    """The contact sessions with these ids, and those that these officers' span can touch."""
    bound: dict[str, Any] = {
        "officers": listed(officer_ids if span else ()),
        "starts": span.start if span else 0,
        "ends": span.end if span else 0,
    }
    # What most changes are: an officer's hours. A leaner statement, whose plan is for a few sessions.
    if span and span.seconds <= DAY_SECONDS and len(officer_ids) == 1 and not session_ids:
        return judged_from(db.session.execute(fitted(FACTS_TOUCHED), bound))
    return judged_from(db.session.execute(fitted(FACTS), {"sessions": listed(session_ids), **bound}))


@dataclass(slots=True)
class _Heap:
    """What was read of one contact session so far."""

    need: tuple[Any, ...] = ()
    named: set[int] = field(default_factory=set)
    flag: Standing | None = None
    # For each officer, a list of stretches for each of the branches from POSTED up to NAMED.
    stretches: dict[int, tuple[list[Stretch], ...]] = field(default_factory=dict)


def judged_from(rows: Iterable[Any]) -> list[Judged]:
    """What rows of KNOWN say of each contact session, in the order of the ids."""
    heaps: dict[int, _Heap] = {}
    for what, one, officer, start, end, more in rows:
        heap = heaps.get(one)
        if heap is None:
            heap = heaps[one] = _Heap()
        if POSTED <= what < NAMED:
            stretches = heap.stretches.get(officer)
            if stretches is None:
                stretches = heap.stretches[officer] = ([], [], [], [], [], [])
            stretches[what - POSTED].append((start, end))
        elif what == NAMED:
            heap.named.add(officer)
        elif what == NEED:
            heap.need = (one, officer, start, end, *more.split(" "))
        else:
            state, fingerprint, gaps = more.split(" ", 2)
            heap.flag = Standing(start, state, fingerprint, gaps, officer)
    return [_one(heaps[one]) for one in sorted(heaps)]


def _one(heap: _Heap) -> Judged:
    one, team, start, end, needed, skill, status = heap.need
    facts = [
        Facts(officer, posted, skilled, duties, abstracted, absent, committed)
        for officer, (posted, skilled, duties, abstracted, absent, committed) in sorted(
            heap.stretches.items()
        )
    ]
    if skill == "0":
        for known in facts:
            known.skilled = None
    return Judged(
        Need(one, Span(start, end), int(needed), frozenset(heap.named)),
        team,
        status == ContactSessionStatus.CANCELLED,
        tuple(facts),
        heap.flag,
    )
