"""The list of shifts: adding, changing and withdrawing one; duties that exist keep their hours."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select

from roster.errors import Changed, NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.duty import DutyKind, ShiftTemplate
from roster.permissions import Actor, may
from roster.planning.library import Shape
from roster.queries.shift_templates import patterns_with
from roster.services.audit import record

# What a cell understands besides the shifts.
RESERVED = {
    "RD": "a rest day",
    "FD": "a free day",
    "AL": "annual leave",
    "SICK": "sickness",
    "TOIL": "time off in lieu",
}


@transaction()
def create_template(shape: Shape, *, by: Actor) -> ShiftTemplate:
    """A new shift on the list."""
    _allow(by)
    _refuse_what_cannot_be(shape)
    template = ShiftTemplate()
    _put(template, shape)
    db.session.add(template)
    record(by, "shift-template:change", template, after=asdict(shape))
    return template


@transaction()
def change_template(template_id: int, shape: Shape, version: int, *, by: Actor) -> ShiftTemplate:
    """Other hours, words or colour from now on, unless somebody else changed that version first."""
    template = _held(template_id, by)
    before = shape_of(template)
    if template.version != version:
        raise Changed(str(shape), str(before))
    _refuse_what_cannot_be(shape, besides=template.id)
    _put(template, shape)
    record(by, "shift-template:change", template, before=asdict(before), after=asdict(shape))
    return template


@transaction()
def withdraw_template(template_id: int, *, by: Actor) -> None:
    """Nobody can choose it any more; duties keep it."""
    template = _held(template_id, by)
    used = patterns_with(template.id)
    if used:
        raise Refusal(f"{template.name} still stands in {', '.join(used)}. Change that first")
    if not template.withdrawn:
        template.withdrawn = True
        record(by, "shift-template:change", template, after={"withdrawn": True})


def shape_of(template: ShiftTemplate) -> Shape:
    """What it says now."""
    return Shape(
        template.code,
        template.name,
        template.start_minute,
        template.end_minute,
        template.kind.value,
        template.colour,
        template.position,
    )


def _put(template: ShiftTemplate, shape: Shape) -> None:
    for name, value in asdict(shape).items():
        setattr(template, name, DutyKind(value) if name == "kind" else value)


def _allow(by: Actor) -> None:
    if not may(by, "shift-template:change"):
        raise NotAllowed


def _held(template_id: int, by: Actor) -> ShiftTemplate:
    _allow(by)
    asked: dict[str, Any] = {"with_for_update": True, "populate_existing": True}
    template = db.session.get(ShiftTemplate, template_id, **asked)
    if template is None:
        raise NotFound
    return template


def _refuse_what_cannot_be(shape: Shape, besides: int = 0) -> None:
    if shape.code in RESERVED:
        raise Refusal(f"{shape.code} is the code of {RESERVED[shape.code]}: choose another")
    if shape.start_minute == shape.end_minute:
        raise Refusal("The end must differ from the start")
    same = (func.lower(ShiftTemplate.code) == shape.code.lower(), ShiftTemplate.id != besides)
    other = db.session.scalar(select(ShiftTemplate).where(*same))
    if other:
        stands = "was withdrawn, and its duties keep it" if other.withdrawn else "has it already"
        raise Refusal(f"{other.name} {stands}: choose another code than {shape.code}")
