"""Where officers belong: a ward team, in a borough, in a Basic Command Unit (BCU)."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model


class Bcu(Model):
    """A Basic Command Unit: a few boroughs under one command."""

    __tablename__ = "bcu"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


class Borough(Model):
    """A London borough."""

    __tablename__ = "borough"

    id: Mapped[int] = mapped_column(primary_key=True)
    bcu_id: Mapped[int] = mapped_column(ForeignKey("bcu.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    bcu: Mapped[Bcu] = relationship()


class Team(Model):
    """A Safer Neighbourhood Team: the officers of one ward, known by the ward's ONS code."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    borough_id: Mapped[int] = mapped_column(ForeignKey("borough.id"), index=True)
    code: Mapped[str] = mapped_column(String(9), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    borough: Mapped[Borough] = relationship()
