"""Swaps of duties: offered, taken, approved."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.errors import NotAllowed
from roster.forms.leave import DeclineForm
from roster.forms.swaps import OfferForm, TakeForm
from roster.models.duty import Duty
from roster.models.swap import Swap, SwapStatus
from roster.permissions import may
from roster.queries.deciders import may_decide
from roster.queries.postings import team_at
from roster.queries.swaps import one_duty, one_swap, open_offer, parties, takers_of
from roster.services.swap_decisions import approve_swap, decline_swap
from roster.services.swaps import offer_duty, release_swap, take_swap, withdraw_swap
from roster.views import swap_words
from roster.views.guards import actor, ensure, requires
from roster.views.officer_reach import tried
from roster.views.swap_pages import listing, seen_by, shown

bp = Blueprint("swaps", __name__)
for name_of, words in swap_words.FILTERS.items():
    bp.add_app_template_filter(words, name_of)
LAPSED = "It has lapsed: the duty has begun, changed or gone meanwhile. Those concerned were told"


@bp.get("/swaps")
@requires("swap:show")
def list_swaps() -> str:
    """What waits for somebody, and what the officer could offer."""
    is_open = request.args.get("state") != "over"
    return render_template("swaps/list.html", is_open=is_open, **listing(is_open))


@bp.route("/duties/<int:duty_id>/offer", methods=["GET", "POST"])
@requires("swap:offer")
def offer(duty_id: int) -> str | Response:
    """An own duty, to one colleague or to all who could work it."""
    duty, form = _own(duty_id), OfferForm()
    if standing := open_offer(duty):
        return redirect(url_for("swaps.show", swap_id=standing.id))
    able = _able(duty)
    form.asked_of.offer(able, empty="Everybody who can work it")
    said = swap_words.duty_words(duty)
    if form.validate_on_submit() and tried(
        form, lambda: offer_duty(duty, form.asked_of.data, form.note.data, by=actor())
    ):
        flash(f"Offered: {said}. It stays yours until a sergeant approves the swap.")
        return redirect(url_for("swaps.list_swaps"))
    return render_template("swaps/offer.html", form=form, said=said, able=able)


@bp.get("/swaps/<int:swap_id>")
@requires("swap:show")
def show(swap_id: int) -> str:
    """One swap: what the person can do about it, and for the sergeant what approving it does."""
    swap = _seen(swap_id)
    return render_template("swaps/show.html", **shown(swap, TakeForm(), DeclineForm()))


@bp.post("/swaps/<int:swap_id>/take")
@requires("swap:take")
def take(swap_id: int) -> str | Response:
    """Be ready to work it."""
    swap, form = _seen(swap_id), TakeForm()
    facts = shown(swap, form, DeclineForm())
    if not facts["is_asked"]:
        raise NotAllowed
    # Where somebody was quicker nothing can be chosen any more: the service says who.
    is_sound = form.validate_on_submit() or swap.status is not SwapStatus.OFFERED
    if is_sound and tried(form, lambda: take_swap(swap, form.in_return.data, by=actor())):
        lapsed = one_swap(swap_id).status is SwapStatus.LAPSED
        flash(LAPSED if lapsed else "Taken: your sergeant decides, and you will be told.")
        return redirect(url_for("swaps.show", swap_id=swap_id))
    return render_template("swaps/show.html", **facts)


@bp.post("/swaps/<int:swap_id>/release")
@requires("swap:release")
def release(swap_id: int) -> Response:
    """The taker steps back."""
    swap = _seen(swap_id)
    if swap.status is SwapStatus.OFFERED:
        release_swap(swap, by=actor())
        flash("It is on offer: nobody has taken it.")
        return redirect(url_for("swaps.show", swap_id=swap_id))
    lapsed = release_swap(swap, by=actor()).status is SwapStatus.LAPSED
    flash(LAPSED if lapsed else "You have stepped back: it is offered again, and those concerned were told.")
    return redirect(url_for("swaps.list_swaps"))


@bp.post("/swaps/<int:swap_id>/withdraw")
@requires("swap:withdraw")
def withdraw(swap_id: int) -> Response:
    """The officer keeps the duty."""
    swap = one_swap(swap_id)
    ensure("swap:withdraw", officer_id=swap.officer_id)
    withdraw_swap(swap, by=actor())
    flash("Withdrawn: the duty stays yours.")
    return redirect(url_for("swaps.list_swaps"))


@bp.post("/swaps/<int:swap_id>/approve")
@requires("request:decide")
def approve(swap_id: int) -> Response:
    """The duty changes hands."""
    swap = _decided(swap_id, "swap:approve")
    lapsed = approve_swap(swap, by=actor()).status is SwapStatus.LAPSED
    flash(LAPSED if lapsed else "Approved: the duty has changed hands, and both were told.")
    return redirect(url_for("swaps.list_swaps"))


@bp.post("/swaps/<int:swap_id>/decline")
@requires("request:decide")
def decline(swap_id: int) -> str | Response:
    """No, and why not."""
    swap, form = _decided(swap_id, "swap:decline"), DeclineForm()
    facts = shown(swap, TakeForm(), form)
    if form.validate_on_submit() and tried(form, lambda: decline_swap(swap, form.reason.data, by=actor())):
        flash("Declined: those concerned were told.")
        return redirect(url_for("swaps.list_swaps"))
    return render_template("swaps/show.html", **facts)


def _own(duty_id: int) -> Duty:
    duty = one_duty(duty_id)
    ensure("swap:offer", officer_id=duty.officer_id)
    return duty


def _able(duty: Duty) -> list[tuple[int, str]]:
    found = takers_of(duty, team_at(duty.officer_id, duty.starts_at) or 0)
    return [(one.person.id, f"{one.person.name}, {one.team}") for one in found if not one.bars]


def _seen(swap_id: int) -> Swap:
    swap = one_swap(swap_id)
    if not seen_by(actor(), swap):
        raise NotAllowed
    return swap


def _decided(swap_id: int, permission: str) -> Swap:
    swap, who = one_swap(swap_id), actor()
    team_id = team_at(swap.officer_id, swap.starts_at) or -1
    if not may(who, permission, team_id) and not may_decide(who, permission, parties(swap), team_id):
        raise NotAllowed
    return swap
