"""The public holidays, as the force keeps them."""

from collections.abc import Sequence

from sqlalchemy import select

from roster.extensions import db
from roster.models.public_holiday import PublicHoliday
from roster.models.setting import Setting


def holidays() -> Sequence[PublicHoliday]:
    """All of them, the earliest first."""
    return db.session.scalars(select(PublicHoliday).order_by(PublicHoliday.day)).all()


def last_filled_year() -> int | None:
    """The latest year that was filled from the library."""
    asked = select(Setting.name).where(Setting.name.like("holidays:%")).order_by(Setting.name.desc())
    name = db.session.scalar(asked.limit(1))
    return int(name.partition(":")[2]) if name else None
