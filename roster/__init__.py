"""SNT Roster: who is on ward duty, who is away, and what is left uncovered."""
