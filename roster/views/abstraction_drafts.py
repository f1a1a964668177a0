"""An abstraction that is being filled in: the form, what it does so far, and the words for both."""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from flask import render_template, request, url_for

from roster import clock
from roster.errors import NotAllowed, NotFound
from roster.extensions import db
from roster.forms.abstractions import AbstractionForm
from roster.models.abstraction import Abstraction, AbstractionCategory, AbstractionFamily
from roster.models.officer import Officer
from roster.permissions import Actor
from roster.queries.abstractions import Choice, categories, choices, duty_on
from roster.queries.cell_impact import terms_of
from roster.queries.harm import Harm, harm_of_abstraction
from roster.queries.taken import recent_requesters
from roster.services.abstractions import log_abstraction
from roster.values import Span
from roster.views.guards import reach
from roster.views.harm_words import harm_lines
from roster.views.lines import Line, Who
from roster.views.strength_words import strength_lines

CONFIRM, HARM = "confirm", "harm"
PERMISSION = "abstraction:log"
_OURS = re.compile(r"/(?!/)[\w/?=&.%+-]*", re.ASCII)


@dataclass(slots=True)
class Draft:
    """The form and what was looked up for it; who is kept apart, for the row may be stale by then."""

    form: AbstractionForm
    offered: list[Choice]
    officer: Officer | None = None
    category: AbstractionCategory | None = None
    who: Who | None = None
    skill: str = ""
    harm: Harm | None = None
    lines: list[Line] = field(default_factory=list)
    has_filled: bool = False

    @property
    def step(self) -> str:
        return request.form.get("step", "")

    @property
    def is_confirmed(self) -> bool:
        """Whether it was pressed below the very harm that it now has."""
        if self.step != CONFIRM or not self.form.validate():
            return False
        return bool(self.form.shown.data == self.details)

    @property
    def details(self) -> str:
        """All that the harm depends on."""
        span, skill = self.form.span, self.category.skill_id if self.category else None
        return (
            f"{self.form.officer.data} {span.start if span else ''} {span.end if span else ''} {skill or ''}"
        )

    @property
    def is_loggable(self) -> bool:
        """Whether there is a harm to confirm, and nothing already in the way."""
        return self.harm is not None and not self.harm.conflicts

    @property
    def has_changed(self) -> bool:
        """Whether it was confirmed below the harm of something else: it is shown again first."""
        return self.step == CONFIRM and self.is_loggable and self.form.shown.data != self.details

    @property
    def way_back(self) -> str:
        """Whence the form was opened; else the board of the day."""
        return local(self.form.next.data, url_for("board.show", day=self.form.day.data))

    def log(self, by: Actor) -> Abstraction:
        """Take the officer as the form says."""
        officer, span, category = self.officer, self.form.span, self.category
        if officer is None or span is None or category is None:
            raise NotFound
        return log_abstraction(officer, span, category, self.form.requested_by.data, by=by)

    def page(self) -> str:
        """The page, or only the part that changes while the form is filled in."""
        self._look()
        if self.step == HARM:
            return render_template("abstractions/_harm.html", draft=self)
        return render_template(
            "abstractions/log.html",
            draft=self,
            form=self.form,
            grouped=[(team, list(some)) for team, some in groupby(self.offered, key=lambda one: one.team)],
            requesters=recent_requesters(reach(PERMISSION) or ()),
        )

    def _look(self) -> None:
        """Fill in the duty's times where none were typed, and ask what taking the officer does."""
        form, day = self.form, self.form.day.data
        if self.who and day and form.has_no_times() and (duty := duty_on(form.officer.data, day)):
            form.fill_times(duty)
            self.has_filled = True
        if self.step and self.step != CONFIRM:
            form.validate()
            form.forgive()
        elif not self.step:
            form.read_span()
        if self.who and form.span:
            self._weigh(form.officer.data, form.span, self.who)

    def _weigh(self, officer_id: int, span: Span, who: Who) -> None:
        harm = harm_of_abstraction(officer_id, span, self.category.skill_id if self.category else None)
        teams = reach(PERMISSION)
        if harm.team_id is None or (teams is not None and harm.team_id not in teams):
            self.form.refuse(f"{who.name} is not posted to one of your teams on that day", "officer")
            return
        strength = strength_lines(officer_id, [harm.team_id], span)
        self.harm, self.lines = harm, harm_lines(harm, who, self.skill, strength)


def draft() -> Draft:
    """The form as it was sent, or as the address prefills it: ?officer=1&date=2026-12-03."""
    form = AbstractionForm() if request.method == "POST" else AbstractionForm(data=_prefilled())
    offered = choices(reach(PERMISSION), form.day.data or clock.today())
    found = Draft(form, offered)
    listed = categories()
    form.officer.offer([(one.officer_id, one.name) for one in offered], empty="Choose")
    form.category.offer([(one.id, one.name) for one in listed], empty="Choose")
    found.category = next((one for one in listed if one.id == form.category.data), None)
    if form.officer.data is not None:
        found.officer = _officer(form.officer.data, offered)
        terms = terms_of(found.officer.rank, found.officer.employment)
        found.who = Who(found.officer.short_name, terms)
        if not found.category and request.method == "GET":
            found.category = _usual(listed)
            form.category.data = found.category.id if found.category else None
    found.skill = found.category.skill.name if found.category and found.category.skill else ""
    return found


def local(path: str | None, otherwise: str) -> str:
    """An address of our own to go back to; any other is not followed."""
    return path if path and _OURS.fullmatch(path) else otherwise


def _officer(officer_id: Any, offered: list[Choice]) -> Officer:
    """Whoever is not offered looks as if not there."""
    if officer_id not in {one.officer_id for one in offered}:
        raise NotAllowed
    officer = db.session.get(Officer, officer_id)
    if officer is None:
        raise NotAllowed
    return officer


def _usual(listed: list[AbstractionCategory]) -> AbstractionCategory | None:
    """What officers are most often taken for."""
    return next((one for one in listed if one.family is AbstractionFamily.RESPONSE), None)


def _prefilled() -> dict[str, Any]:
    try:
        day = date.fromisoformat(request.args.get("date", ""))
    except ValueError:
        day = clock.today()
    return {
        "officer": request.args.get("officer", type=int),
        "day": day,
        "next": request.args.get("next", ""),
    }
