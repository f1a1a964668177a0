"""Which changes of cells an open grid has drawn already: runs of their ids, as short as they can be said."""

from collections.abc import Iterable, Sequence

Runs = Sequence[tuple[int, int]]  # first and last id of each, both included, in their order

# What is left out for brevity is only drawn once more.
MOST_RUNS = 40
MOST_DIGITS = 10


def read_runs(text: str) -> Runs:
    """12-340,345-345; nothing where it is something else."""
    runs = [_run(part) for part in text.split(",")[-MOST_RUNS:]]
    return [] if None in runs else sorted(one for one in runs if one)


def runs_in_words(runs: Runs) -> str:
    """The same for an address; of too many the newest."""
    return ",".join(f"{first}-{last}" for first, last in runs[-MOST_RUNS:])


def joined(runs: Runs, ids: Iterable[int]) -> Runs:
    """With these ids too."""
    found: list[tuple[int, int]] = []
    for first, last in sorted([*runs, *((one, one) for one in ids)]):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _run(part: str) -> tuple[int, int] | None:
    ends = part.split("-")
    if len(ends) != 2 or not all(one.isascii() and one.isdigit() and len(one) < MOST_DIGITS for one in ends):
        return None
    return int(ends[0]), int(ends[1])
