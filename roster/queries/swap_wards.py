"""What a swap does to the ward teams of both: minimum strength, and hours without anybody on ward duty."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.area import Team
from roster.queries.nearby import nearby
from roster.queries.postings import team_at
from roster.queries.strength import Strengths, strength_of
from roster.queries.swap_law import Deal
from roster.values import Span


@dataclass(frozen=True, slots=True)
class Wards:
    """By ward team: its name, its strength as it is and as it would be; and which would be left bare."""

    names: dict[int, str]
    now: Strengths
    then: Strengths
    bare: tuple[tuple[str, tuple[Span, ...]], ...]


def wards_of(deal: Deal, on_ward: Collection[Span]) -> Wards:
    """Of the teams that the two are posted to when the duties begin; on_ward: those that are ward duty."""
    people, spans = (deal.giver, deal.taker), [span for _, _, span in deal.sides()]
    teams = {team for one in people for span in spans if (team := team_at(one, span.start))}
    days = sorted(clock.london_date(span.start) for span in spans)
    named = select(Team.id, Team.name).where(Team.id.in_(teams))
    return Wards(
        {row.id: row.name for row in db.session.execute(named)},
        strength_of(teams, days[0], days[-1]),
        strength_of(teams, days[0], days[-1], moved=deal.sides()),
        tuple(_bare(deal, on_ward)),
    )


def _bare(deal: Deal, on_ward: Collection[Span]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The giver's own hours with nobody on the ward: the taker counts only where posted to it."""
    for giver, taker, span in deal.sides():
        if span not in on_ward:
            continue
        near = nearby(giver, span)
        near.posted[giver] = [(team_id, posted) for team_id, _, posted in near.teams]
        near.off[giver] = [one.span for one in (*near.absences, *near.abstractions)]
        kept = [one for one in near.ward_duties if one != span]
        near.on[giver] = [*kept, *_taken_by(giver, deal, on_ward)]
        gives = [other for one, _, other in deal.sides() if one == taker]
        near.on[taker] = [*(one for one in near.on.get(taker, ()) if one not in gives), span]
        yield from near.bare(span)


def _taken_by(officer_id: int, deal: Deal, on_ward: Collection[Span]) -> list[Span]:
    return [span for _, taker, span in deal.sides() if taker == officer_id and span in on_ward]
