"""The catalogue that every installation starts from: roles, skills, shifts, categories, holidays."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from roster.extensions import Model, db, transaction
from roster.models.abstraction import AbstractionCategory, AbstractionFamily
from roster.models.account import AccountRole
from roster.models.duty import DutyKind, ShiftTemplate
from roster.models.skill import Skill
from roster.permissions import Role
from roster.services.audit import record_each
from roster.services.public_holidays import ensure_holidays

# Validity in months, and "PCSOs cannot hold taser, response driver or Level 2": the defaults of
# the skills rule set (RULES 8). Level 3 is the public order training that all have; it is
# refreshed with Level 2's, each 12 months.
SKILLS = (
    # code, name, letters, months, open to PCSOs
    ("taser", "Taser", "T", 12, False),
    ("response_driver", "Response driver", "RD", 60, False),
    ("level_2", "Public order Level 2", "L2", 12, False),
    ("level_3", "Public order Level 3", "L3", 12, True),
    ("personal_safety", "Personal safety training", "PST", 12, True),
    ("first_aid", "First aid", "FA", 12, True),
)

# London wall time, in hours; the codes are those of a sergeant's own sheet (RULES 9).
SHIFTS = (
    # code, name, from, to, kind, colour
    ("E", "Early", 7, 15, DutyKind.WARD, "yellow"),
    ("M", "Mid", 10, 18, DutyKind.WARD, "green"),
    ("L", "Late", 14, 22, DutyKind.WARD, "blue"),
    ("LL", "Late-late", 18, 2, DutyKind.WARD, "lavender"),
    ("N", "Night", 22, 7, DutyKind.WARD, "slate"),
    ("O", "Office", 8, 16, DutyKind.OFFICE, "grey"),
    ("CRS", "Course", 9, 17, DutyKind.TRAINING, "sand"),
    ("CT", "Court", 9, 17, DutyKind.COURT, "rose"),
)

# Families and flags as RULES 4 lists them. Whether court and training count follows the published
# workbook: its rows of type Court say "Abstracted From Duty: Yes", its rows of type Training "No".
# Response needs a response driver for the driver only, so that is a category of its own.
CATEGORIES = (
    # code, name, letters, family, flags, skill
    ("erpt", "ERPT backfill", "ERPT", "response", "counts", None),
    ("erpt_driver", "ERPT response driver", "ERPT", "response", "counts", "response_driver"),
    ("l2_aid", "Level 2 aid, central", "AID", "aid", "counts off_borough", "level_2"),
    ("uniform_central", "Uniform aid, central", "AID", "aid", "counts off_borough", None),
    ("local_aid", "Aid, local", "AID", "aid", "counts", None),
    ("mutual_aid", "Mutual aid", "AID", "aid", "counts off_borough", None),
    ("constant_watch", "Custody constant watch", "CUST", "custody", "counts", None),
    ("hospital_guard", "Hospital guard", "HOSP", "guard", "counts", None),
    ("scene_guard", "Scene guard", "SCENE", "guard", "counts", None),
    ("court", "Court", "CT", "court", "counts", None),
    ("training", "Training", "CRS", "training", "", None),
    ("other", "Other", "OTHER", "other", "counts", None),
    ("new_years_eve", "New Year’s Eve", "NYE", "aid", "counts exempt_event off_borough", None),
    ("carnival", "Notting Hill Carnival", "NHC", "aid", "counts exempt_event off_borough", None),
)


@transaction()
def ensure_catalogue() -> None:
    """Add what is missing; what is there stays as it was edited."""
    _add(AccountRole, "name", ({"name": role.value} for role in Role))
    _add(Skill, "code", _skills())
    _add(ShiftTemplate, "code", _shifts())
    skills = {skill.code: skill.id for skill in db.session.scalars(select(Skill))}
    _add(AbstractionCategory, "code", _categories(skills))
    ensure_holidays()


def _add(table: type[Model], key: str, rows: Iterable[dict[str, Any]]) -> None:
    there = set(db.session.scalars(select(getattr(table, key))))
    missing = [row for row in rows if row[key] not in there]
    added: list[Any] = [table(**row) for row in missing]
    db.session.add_all(added)
    db.session.flush()
    record_each(None, "catalogue:add", zip(added, ({"after": row} for row in missing), strict=True))


def _skills() -> Iterable[dict[str, Any]]:
    keys = ("code", "name", "letters", "validity_months", "open_to_pcso")
    for position, skill in enumerate(SKILLS):
        yield dict(zip(keys, skill, strict=True), position=position)


def _shifts() -> Iterable[dict[str, Any]]:
    for position, (code, name, start, end, kind, colour) in enumerate(SHIFTS):
        yield {
            "code": code,
            "name": name,
            "start_minute": start * 60,
            "end_minute": end * 60,
            "kind": kind,
            "colour": colour,
            "position": position,
        }


def _categories(skills: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    for position, (code, name, letters, family, flags, skill) in enumerate(CATEGORIES):
        yield {
            "code": code,
            "name": name,
            "letters": letters,
            "family": AbstractionFamily(family),
            "counts": "counts" in flags.split(),
            "exempt_event": "exempt_event" in flags,
            "off_borough": "off_borough" in flags,
            "skill_id": skills[skill] if skill else None,
            "position": position,
        }
