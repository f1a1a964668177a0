"""Swaps as officers make them: a duty is offered, withdrawn, taken; nothing moves until it is approved."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import inspect, select, update

from roster import clock
from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.duty import Duty, DutyState
from roster.models.notice import NoticeKind
from roster.models.swap import OPEN, Swap, SwapStatus
from roster.permissions import Actor, may
from roster.queries.deciders import deciders
from roster.queries.postings import team_at
from roster.queries.swap_law import may_offer
from roster.queries.swap_world import colleagues_of, world_of
from roster.queries.swaps import SWAPPED, bars_of, deal_of, held, lapsed, one_swap, parties, takers_of
from roster.services.audit import record, record_each
from roster.services.locks import lock_officers
from roster.services.notices import tell, tell_of_swaps

MET_MEANWHILE = "Somebody changed this swap meanwhile. Look at it again"


@transaction()
def offer_duty(duty: Duty, asked_of_id: int | None = None, note: str = "", *, by: Actor) -> Swap:
    """Offer an own duty to that colleague, or to everybody who may work it."""
    duty = _own_duty(duty, by)
    team_id = team_at(duty.officer_id, duty.starts_at) or 0
    _let_go_of_lapsed(duty)
    able = [one.person.id for one in takers_of(duty, team_id) if not one.bars]
    if asked_of_id is not None and asked_of_id not in able:
        raise Refusal("That colleague cannot work it. Choose another, or offer it to everybody")
    swap = Swap(
        officer_id=duty.officer_id,
        duty_id=duty.id,
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        asked_of_id=asked_of_id,
        status=SwapStatus.OFFERED,
        note=" ".join(note.split())[:200],
        offered_at=clock.now(),
    )
    db.session.add(swap)
    record(by, "swap:offer", swap, after=facts(swap))
    tell_of(swap, NoticeKind.SWAP_OFFERED, [asked_of_id] if asked_of_id else able)
    return swap


@transaction()
def take_swap(swap: Swap, return_duty_id: int | None = None, *, by: Actor) -> Swap:
    """Be ready to work it, for a duty of one's own in return or for none; the sergeant decides."""
    swap = hold(swap, by.officer_id)
    taker_id = by.officer_id or 0
    _allow_taking(swap, by)
    if swap.status is SwapStatus.TAKEN and swap.taker_id == taker_id:
        return swap
    if swap.status is SwapStatus.TAKEN and swap.taker:
        raise Refusal(f"{swap.taker.short_name} has taken it already")
    if swap.status is not SwapStatus.OFFERED:
        raise Refusal(f"It was {swap.status.value} meanwhile")
    if let_lapse(swap, by):
        return swap
    before = facts(swap)
    swap.taker_id, swap.status, swap.taken_at = taker_id, SwapStatus.TAKEN, clock.now()
    _promise_in_return(swap, return_duty_id)
    (found,) = bars_of([deal_of(swap)])
    if found:
        raise Refusal(f"This cannot be: {found[0].to_taker(taker_id, swap.officer.short_name)}")
    record(by, "swap:take", swap, before=before, after=facts(swap))
    tell_of(swap, NoticeKind.SWAP_TAKEN, deciders(parties(swap), _teams(swap)) | {swap.officer_id})
    return swap


@transaction()
def release_swap(swap: Swap, *, by: Actor) -> Swap:
    """The taker cannot work it after all: it is offered again, as it was."""
    swap = hold(swap)
    if swap.status is SwapStatus.OFFERED:
        _allow_taking(swap, by)
        return swap  # a second click
    if not may(by, "swap:release", officer_id=swap.taker_id or 0):
        raise NotAllowed
    if swap.status is not SwapStatus.TAKEN:
        raise Refusal(f"It was {swap.status.value} meanwhile: there is nothing to step back from")
    if let_lapse(swap, by):
        return swap
    before, told = facts(swap), deciders(parties(swap), _teams(swap)) | {swap.officer_id}
    swap.status, swap.taker_id, swap.taken_at = SwapStatus.OFFERED, None, None
    swap.return_duty_id = swap.return_starts_at = swap.return_ends_at = None
    record(by, "swap:release", swap, before=before, after=facts(swap))
    tell_of(swap, NoticeKind.SWAP_RELEASED, told)
    return swap


@transaction()
def withdraw_swap(swap: Swap, *, by: Actor) -> Swap:
    """The officer keeps the duty after all."""
    swap = hold(swap)
    if not may(by, "swap:withdraw", officer_id=swap.officer_id):
        raise NotAllowed
    if swap.status is SwapStatus.WITHDRAWN:
        return swap
    if not swap.is_open:
        raise Refusal(f"It was {swap.status.value} meanwhile: there is nothing to withdraw")
    before = facts(swap)
    swap.status = SwapStatus.WITHDRAWN
    record(by, "swap:withdraw", swap, before=before, after=facts(swap))
    tell_of(swap, NoticeKind.SWAP_ENDED, [one for one in (swap.taker_id or swap.asked_of_id,) if one])
    return swap


def hold(swap: Swap, also: int | None = None) -> Swap:
    """The swap as it stands now, with the rows of its officers locked in order of id."""
    (swap_id,) = inspect(swap).identity or (0,)
    asked = select(Swap.officer_id, Swap.taker_id).where(Swap.id == swap_id)
    people = db.session.execute(asked).one_or_none()
    if people is None:
        raise NotFound
    locked = lock_officers(one for one in (*people, also) if one)
    db.session.expire_all()
    found = one_swap(swap_id)
    # Of two takers the second comes too late, whoever the first was.
    if not also and found.taker_id and found.taker_id not in locked:
        raise Refusal(MET_MEANWHILE)
    return found


def let_lapse(swap: Swap, actor: Actor | None) -> bool:
    """End a swap whose duty began, changed or went, and tell whoever counted on it."""
    return bool(let_each_lapse([swap], actor))


def let_each_lapse(swaps: Sequence[Swap], actor: Actor | None) -> list[Swap]:
    """Those of them that stand no more, ended in a number of statements that does not grow with them."""
    gone = lapsed(swaps)
    ended = {one.id: one for one in swaps if one.id in gone}
    if not ended:
        return []
    before = {key: facts(one) for key, one in ended.items()}
    left = {Swap.status: SwapStatus.LAPSED, Swap.version: Swap.version + 1}
    db.session.execute(update(Swap).where(Swap.id.in_(ended)).values(left))
    details = [(one, {"before": before[key], "after": facts(one)}) for key, one in ended.items()]
    record_each(actor, "swap:lapse", details)
    told = [(officer_id, _key(one), one.id) for one in ended.values() for officer_id in sorted(parties(one))]
    tell_of_swaps(NoticeKind.SWAP_ENDED, told)
    return [*ended.values()]


def tell_of(swap: Swap, kind: NoticeKind, officer_ids: Iterable[int]) -> None:
    """Each of them hears it once."""
    db.session.flush()
    tell(officer_ids, kind, _key(swap), swap_id=swap.id)


def _key(swap: Swap) -> str:
    return f"swap:{swap.id}:{swap.status.value}:{int(clock.now().timestamp())}"


def facts(swap: Swap) -> dict[str, Any]:
    """What the audit keeps of it."""
    return {
        "officer_id": swap.officer_id,
        "duty_id": swap.duty_id,
        "starts_at": swap.starts_at,
        "ends_at": swap.ends_at,
        "asked_of_id": swap.asked_of_id,
        "taker_id": swap.taker_id,
        "return_duty_id": swap.return_duty_id,
        "status": swap.status,
    }


def _own_duty(duty: Duty, by: Actor) -> Duty:
    """The duty as it stands now, locked with its officer, where it can be offered at all."""
    (duty_id,) = inspect(duty).identity or (0,)
    officer_id = db.session.scalar(select(Duty.officer_id).where(Duty.id == duty_id))
    if officer_id is None or not may(by, "swap:offer", officer_id=officer_id):
        raise NotAllowed
    lock_officers([officer_id])
    duty = db.session.get_one(Duty, duty_id, populate_existing=True)
    if duty.kind not in SWAPPED:
        raise Refusal("A course or a day at court is yours alone, and cannot be offered")
    if duty.state is not DutyState.PUBLISHED:
        raise Refusal("It is not published yet: ask your sergeant to change the draft")
    if duty.starts_at <= clock.now():
        raise Refusal("It has begun: call your sergeant")
    why_not = may_offer(world_of([officer_id], [duty.span])[officer_id], duty.span)
    if why_not:
        raise Refusal(why_not)
    return duty


def _let_go_of_lapsed(duty: Duty) -> None:
    """An older offer that stands no more does not keep the duty from being offered again."""
    older = held(select(Swap).where(Swap.duty_id == duty.id, Swap.status.in_(OPEN)))
    for swap in db.session.scalars(older).all():
        if not let_lapse(swap, None):
            raise Refusal("This duty is already offered to somebody")
    db.session.flush()


def _allow_taking(swap: Swap, by: Actor) -> None:
    """Whoever was asked, or any colleague near; the officer's own is never taken by the officer."""
    if by.officer_id is None or not may(by, "swap:take", officer_id=by.officer_id):
        raise NotAllowed
    if by.officer_id == swap.officer_id:
        raise Refusal("It is your own duty")
    if swap.asked_of_id is not None:
        if by.officer_id != swap.asked_of_id:
            raise NotAllowed
        return
    team_id = team_at(swap.officer_id, swap.starts_at) or 0
    if by.officer_id not in colleagues_of(swap.officer, swap.span.start, team_id):
        raise NotAllowed


def _promise_in_return(swap: Swap, return_duty_id: int | None) -> None:
    if return_duty_id is None:
        return
    duty = db.session.get(Duty, return_duty_id)
    sound = duty and duty.officer_id == swap.taker_id and duty.state is DutyState.PUBLISHED
    if duty is None or not sound or duty.kind not in SWAPPED or duty.starts_at <= clock.now():
        raise Refusal("Choose a published duty of your own that is still to come")
    swap.return_duty_id = duty.id
    swap.return_starts_at, swap.return_ends_at = duty.starts_at, duty.ends_at


def _teams(swap: Swap) -> set[int]:
    """The ward teams of both when the duty begins."""
    people = (swap.officer_id, swap.taker_id or swap.officer_id)
    return {team for one in people if (team := team_at(one, swap.starts_at))}
