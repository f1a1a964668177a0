"""A sentence about what a change does, with its mark; and the officer whom it is about."""

from dataclasses import dataclass

from roster.queries.cell_impact import Terms

# A shape for each tone, so that none is told by its colour alone.
MARKS = {"bad": "✕", "warn": "!", "ok": "✓", "plain": "·"}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its lead in bold, the rest, and where it leads (an abstraction's id)."""

    tone: str
    lead: str
    rest: str = ""
    abstraction_id: int | None = None

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


@dataclass(frozen=True, slots=True)
class Who:
    """The officer as the sentences need to know: short name, and whose rules of pay and time hold."""

    name: str
    terms: Terms = Terms.REGULATIONS
