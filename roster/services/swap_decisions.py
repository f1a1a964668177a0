"""A swap is decided: approved, the duty changes hands with all that hangs on it; or declined."""

from itertools import product

from sqlalchemy import select

from roster import clock
from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource
from roster.models.contact_session import ContactSession
from roster.models.duty import DutyState, RestDay, RestKind
from roster.models.notice import NoticeKind
from roster.models.swap import Swap, SwapStatus
from roster.permissions import Actor, may
from roster.queries.cell_values import Cell
from roster.queries.cells import sheet_of
from roster.queries.deciders import OWN, may_decide
from roster.queries.postings import team_at
from roster.queries.swap_impact import Handed, handed_over
from roster.queries.swap_law import Deal
from roster.queries.swap_rests import RestMove, rest_moves
from roster.queries.swaps import bars_of, deal_of, parties, teams_of
from roster.services.audit import record
from roster.services.cell_changes import How, Why, duty_date, note_change
from roster.services.coverage import review_coverage
from roster.services.namings import name_officers
from roster.services.owing import settle
from roster.services.swaps import facts, hold, let_lapse, tell_of
from roster.values import Span

LONGEST_REASON = 200  # as the column is long


@transaction()
def approve_swap(swap: Swap, *, by: Actor) -> Swap:
    """The taker works the duty from now on; a swap that has lapsed meanwhile says so instead."""
    swap = hold(swap)
    deal = deal_of(swap)
    _allow(by, "swap:approve", swap, teams_of(deal))
    if swap.status is SwapStatus.APPROVED:
        return swap
    if swap.status is not SwapStatus.TAKEN:
        raise Changed("approved", _stands(swap))
    if let_lapse(swap, by):
        return swap
    _refuse_unlawful(swap, deal)
    handed = _held(handed_over(deal), by)
    before = facts(swap)
    # Decided before the cells change: a change of its own does not let it lapse.
    swap.status, swap.decided_at, swap.decided_by_id = SwapStatus.APPROVED, clock.now(), by.account_id
    _exchange(swap, deal, by)
    record(by, "swap:approve", swap, before=before, after=facts(swap))
    for one in handed:
        name_officers(one.contact_session_id, one.after, by=by)
    for _, _, span in deal.sides():
        review_coverage([deal.giver, deal.taker], span, by=by)
    tell_of(swap, NoticeKind.SWAP_APPROVED, [deal.giver, deal.taker])
    return swap


@transaction()
def decline_swap(swap: Swap, reason: str, *, by: Actor) -> Swap:
    """Everybody keeps what they have, and reads why."""
    swap = hold(swap)
    _allow(by, "swap:decline", swap, {team_at(swap.officer_id, swap.span.start) or 0})
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Refusal(f"Say why it is declined, in {LONGEST_REASON} characters at most")
    if swap.status is SwapStatus.DECLINED and swap.decline_reason == reason:
        return swap
    if not swap.is_open:
        raise Changed(f"declined: {reason}", _stands(swap))
    before = facts(swap)
    swap.status, swap.decline_reason = SwapStatus.DECLINED, reason
    swap.decided_at, swap.decided_by_id = clock.now(), by.account_id
    record(by, "swap:decline", swap, before=before, after=facts(swap) | {"decline_reason": reason})
    tell_of(swap, NoticeKind.SWAP_DECLINED, parties(swap))
    return swap


def _allow(by: Actor, permission: str, swap: Swap, teams: set[int]) -> None:
    """Every ward team that has a say: a swap may reach into another team of the same sergeant."""
    if by.officer_id in parties(swap) and all(may(by, permission, team) for team in teams):
        raise Refusal(OWN)
    if not teams or not all(may_decide(by, permission, parties(swap), team) for team in teams):
        raise NotAllowed


def _stands(swap: Swap) -> str:
    reason = f": {swap.decline_reason}" if swap.decline_reason else ""
    return f"{swap.status.value}{reason}"


def _refuse_unlawful(swap: Swap, deal: Deal) -> None:
    """What was lawful when it was taken need not be so any more."""
    (found,) = bars_of([deal])
    if found:
        who = swap.taker if found[0].officer_id == deal.taker else swap.officer
        raise Refusal(f"This cannot be: {who.short_name if who else ''} {found[0].words}")


def _held(handed: list[Handed], actor: Actor) -> list[Handed]:
    """Those that the sergeant may name officers on, their rows locked in order of id before any review."""
    ids = [one.contact_session_id for one in handed]
    asked = select(ContactSession).where(ContactSession.id.in_(ids)).order_by(ContactSession.id)
    rows = db.session.scalars(asked.with_for_update(key_share=True, of=ContactSession))
    ours = {one.id for one in rows if may(actor, "contact-session:name", one.team_id)}
    return [one for one in handed if one.contact_session_id in ours]


def _exchange(swap: Swap, deal: Deal, actor: Actor) -> None:
    """Move the rows, and keep what happened to each cell they touch."""
    days = sorted({clock.london_date(span.start) for _, _, span in deal.sides()})
    people, rests = (deal.giver, deal.taker), rest_moves(deal)
    before = sheet_of(people, days[0], days[-1])
    _move(swap, deal)
    for rest in rests:
        _hand_over(rest)
    after = sheet_of(people, days[0], days[-1])
    # What is handed over is exchanged, and nobody is owed it; a draft was never promised.
    unowed = {(one.taker, one.day) for one in rests if one.rest and not one.is_owed}
    kept = []
    for key in product(people, days):
        was, now = before.cell(*key), after.cell(*key)
        if was.words != now.words:
            kept.append((_noted(swap, was, now, actor), was, now))
    settle(one for one in kept if (one[1].officer_id, one[1].day) not in unowed)


def _noted(swap: Swap, was: Cell, now: Cell, actor: Actor) -> CellChange:
    """With whom, for either of the two; notice counts to the force day, as for any other change."""
    other = swap.taker if was.officer_id == swap.officer_id else swap.officer
    why = Why(ChangeReason.OFFICER_REQUEST, f"Swap with {other.short_name}" if other else "Swap")
    how = How(by=actor, source=ChangeSource.SWAP, why=why, duty_date=duty_date(was, now))
    return note_change(was.officer_id, was.day, was.words, now.words, **how)


def _move(swap: Swap, deal: Deal) -> None:
    """Duties that overlap cannot change places in one step: the one in return waits aside meanwhile."""
    duty, given = swap.duty, swap.return_duty
    if duty is None:
        raise Refusal("The duty has gone meanwhile")
    if given is not None:
        # A second of 1970, another for each row: no duty is ever there.
        aside = Span(given.id, given.id + 1)
        given.starts_at, given.ends_at = aside.starts_at, aside.ends_at
        db.session.flush()
    duty.officer_id = deal.taker
    db.session.flush()
    if given is not None and deal.in_return:
        given.officer_id = deal.giver
        given.starts_at, given.ends_at = deal.in_return.starts_at, deal.in_return.ends_at
        db.session.flush()


def _hand_over(move: RestMove) -> None:
    """The giver's rest day, the taker's own or a new one; the taker, who works then, has none."""
    row = db.session.get(RestDay, move.rest.id) if move.rest else None
    if move.comes:
        row = row or RestDay(day=move.day)
        row.officer_id, row.kind, row.state = move.giver, RestKind.REST_DAY, DutyState.PUBLISHED
        db.session.add(row)
    elif row is not None:
        db.session.delete(row)
    db.session.flush()
