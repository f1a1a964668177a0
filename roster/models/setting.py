"""What this installation is, in a word or two: the row "demo" = "1" says the people are invented."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from roster.extensions import Model

DEMO = "demo"


class Setting(Model):
    """One thing that holds for the whole installation."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
