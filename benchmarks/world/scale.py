"""How large the invented force is, and which of its people open the pages."""

from dataclasses import dataclass
from datetime import date, timedelta

SERGEANT, MANAGER, OFFICER = "sergeant@bench.example", "manager@bench.example", "officer@bench.example"
LONE_SERGEANT = "lone@bench.example"  # answers for the one team that has a single officer
TEAMS_A_SERGEANT = 6  # of five officers: the thirty of P5


@dataclass(frozen=True, slots=True)
class Scale:
    """Ward scale (QUALITY): 2,500 officers; a year is 0.6 M duties, 150 k abstractions, 70 k sessions."""

    today: date
    teams: int = 500
    boroughs: int = 32
    bcus: int = 12
    year: int = 365
    ahead: int = 56

    @property
    def officers(self) -> int:
        return self.teams * 5

    @property
    def sergeants(self) -> int:
        return -(-self.teams // TEAMS_A_SERGEANT)

    @property
    def manager(self) -> int:
        return self.officers + self.sergeants + 1

    def team_of(self, officer: int) -> int:
        """Five to a team; the last team has one officer, the last but one has nine."""
        if officer == self.officers:
            return self.teams
        return min((officer - 1) // 5 + 1, self.teams - 1)

    def recent(self) -> tuple[date, int]:
        """The last year and what is rostered ahead: first day, number of days."""
        return self.today - timedelta(days=self.year), self.year + self.ahead

    def older(self, years: int) -> tuple[date, int]:
        """The years before the last."""
        return self.today - timedelta(days=self.year * years), self.year * (years - 1)


def ward_scale(today: date) -> Scale:
    return Scale(today)


def small_scale(today: date) -> Scale:
    """For --quick: a dozen teams and a few months."""
    return Scale(today, teams=12, boroughs=2, bcus=1, year=60, ahead=35)
