"""Ranks and skills that minimum strength needs of a shift: who cannot stand in for whoever brings them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from roster import clock
from roster.queries.strength import present
from roster.queries.strength_needs import Asked, needs_of
from roster.queries.strength_people import Posted, counts_for, people_of
from roster.rules.strength import Present, filled
from roster.values import Span


@dataclass(frozen=True, slots=True)
class Manning:
    """The needs of ward teams that ask for somebody in particular, and everybody who is posted there."""

    needs: Sequence[Asked] = ()
    people: dict[int, Posted] = field(default_factory=dict)

    def lacking(self, giver: int, taker: int, duty: Span) -> str:
        """What the taker would have to be or to hold in the giver's place, for a sentence; else empty."""
        day, gives, takes = clock.london_date(duty.start), self.people.get(giver), self.people.get(taker)
        team_id = gives.team_at(duty.start) if gives else None
        needs = [one for one in self.needs if team_id and one.holds_on(team_id, day)]
        if not needs or not gives or not takes or not team_id:
            return ""
        before = present(self.people.values(), team_id, day, needs)
        shifts = _shifts(gives, duty, needs)
        counted = next((one for one in before if one.officer_id == giver and one.shifts & shifts), None)
        if counted is None:
            return ""
        at = int(clock.midnight(day).timestamp())
        instead = Present(taker, shifts, takes.rank, takes.skills_at(at))
        after = [*_without(before, counted, shifts), instead]
        missed = [one for one in needs if counted.fills(one.need) and not instead.fills(one.need)]
        # Each need by itself; or all of them together, as nobody fills two.
        worse = [one for one in missed if _falls([one], before, after)]
        worse = worse or (missed if _falls(needs, before, after) else [])
        return _words(worse[0], instead) if worse else ""


def manning_of(team_ids: Collection[int], around: Span) -> Manning:
    """Two statements; one where no team asks for anybody in particular."""
    needs = [one for one in needs_of(team_ids) if one.need.rarity]
    if not needs:
        return Manning()
    return Manning(needs, {one.officer_id: one for one in people_of(team_ids, around)})


def _shifts(person: Posted, duty: Span, needs: Sequence[Asked]) -> frozenset[int]:
    """The shifts for which that duty of the person's counts."""
    day = clock.london_date(duty.start)
    held = [one for one in person.duties.get(day, ()) if one[0] == duty]
    hours = {one.shift.template_id: one.shift.on(day) for one in needs}
    return frozenset(
        shift for shift, span in hours.items() if any(counts_for(one, shift, span) for one in held)
    )


def _without(before: Sequence[Present], giver: Present, shifts: frozenset[int]) -> list[Present]:
    others = [one for one in before if one is not giver]
    left = giver.shifts - shifts
    return [*others, Present(giver.officer_id, left, giver.rank, giver.skills)] if left else others


def _falls(needs: Sequence[Asked], before: Sequence[Present], after: Sequence[Present]) -> bool:
    asked = [one.need for one in needs]
    return sum(filled(asked, after)) < sum(filled(asked, before))


def _words(one: Asked, person: Present) -> str:
    if one.need.rank and one.need.rank != person.rank:
        return f"is no {one.need.rank}, and minimum strength needs one on {one.shift.name}"
    return f"does not hold {one.skill} in date, and minimum strength needs it on {one.shift.name}"
