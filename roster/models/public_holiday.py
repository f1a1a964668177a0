"""Public holidays of England, as the force keeps them: one-off royal ones are added by hand."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from roster.extensions import Model
from roster.models.columns import FirstDay


class PublicHoliday(Model):
    """A London day that is a public holiday."""

    __tablename__ = "public_holiday"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(FirstDay, unique=True)
    name: Mapped[str] = mapped_column(String(80))
