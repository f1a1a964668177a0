"""Taking turns: what is measured and its floor, one after the other, and the medians of both."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """Medians, in seconds."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def compare(ours: Work, floor: Work, *, turns: int = 15, seconds: float = 4.0) -> Pair:
    """Alternate, so that a busy machine slows both; stop early where the seconds are used up."""
    ours()
    floor()
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    began = perf_counter()
    with nothing_collected():
        while len(times["ours"]) < turns and (len(times["ours"]) < 3 or perf_counter() - began < seconds):
            times["ours"].append(timed(ours))
            times["floor"].append(timed(floor))
    return Pair(median(times["ours"]), median(times["floor"]))


def timed(work: Work) -> float:
    """Seconds it takes once."""
    began = perf_counter()
    work()
    return perf_counter() - began


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Python's collector waits: it would strike whoever happens to run."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
