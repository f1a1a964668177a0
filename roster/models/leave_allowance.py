"""Leave allowances: how much annual leave an officer has in a leave year."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.officer import Officer


class LeaveAllowance(Model):
    """Minutes of annual leave in the leave year that begins on 1 April of the year."""

    __tablename__ = "leave_allowance"
    __table_args__ = (
        CheckConstraint("minutes >= 0", "minutes"),
        Index(None, "officer_id", "year", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    year: Mapped[int]
    minutes: Mapped[int]
    officer: Mapped[Officer] = relationship()
