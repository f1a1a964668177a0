"""`make bench`: runs the measures asked for, prints their table and writes benchmarks/results.md."""

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks import assets, force_scan, history, publishing, recheck, results, roster_page, starting
from benchmarks.engines import engines
from benchmarks.ground import Ground
from benchmarks.results import Result
from benchmarks.world.scale import Scale, small_scale, ward_scale
from roster import clock

MEASURES: dict[str, Callable[[Ground], list[Result]]] = {
    "P16": assets.measure,
    "P1": force_scan.measure,
    "P5": roster_page.measure,
    "P11": history.measure,
    "P15": starting.measure,
    "P3": recheck.measure,
    "P10": publishing.measure,
}
PAGE = Path(__file__).parent / "results.md"


def main() -> int:
    """0 also where a bar is missed, unless --strict."""
    asked = _asked()
    today = clock.today()
    scale = small_scale(today) if asked.quick else ward_scale(today)
    found: list[Result] = []
    with (
        tempfile.TemporaryDirectory(prefix="roster-bench-") as folder,
        engines(asked.engines, Path(folder)) as there,
    ):
        ground = Ground(scale, there, asked.years, asked.quick)
        labels = [engine.label for engine in there]
        for name, measure in MEASURES.items():
            if asked.measures and name not in asked.measures:
                continue
            began = perf_counter()
            found += _measured(name, measure, ground)
            print(f"{name} took {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    found.sort(key=lambda result: int(result.id[1:]))
    print(results.table(found))
    if not asked.quick:
        results.write(PAGE, found, labels, _words(scale, asked.years), today)
    return _verdict(found, asked)


def _measured(name: str, measure: Callable[[Ground], list[Result]], ground: Ground) -> list[Result]:
    """One measure that breaks does not take the others' results with it; it counts as missed."""
    try:
        return measure(ground)
    except Exception:
        traceback.print_exc()
        return [Result(name, "", "", "did not finish: the fault is above the table", "", "", "", False)]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description="Measures against QUALITY's bars.")
    parser.add_argument("measures", nargs="*", metavar="P1", help=f"of {', '.join(MEASURES)}; all without")
    parser.add_argument("--years", type=int, action="append", choices=(1, 5), help="of history; both without")
    parser.add_argument(
        "--engine", dest="engines", action="append", choices=("sqlite", "postgresql"), help="both without"
    )
    parser.add_argument("--quick", action="store_true", help="a dozen teams, SQLite, no results.md")
    parser.add_argument("--strict", action="store_true", help="fail where a bar is missed")
    asked = parser.parse_args()
    unknown = set(asked.measures) - MEASURES.keys()
    if unknown:
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    asked.years = sorted(set(asked.years or (1, 5)))
    asked.engines = asked.engines or (["sqlite"] if asked.quick else ["sqlite", "postgresql"])
    return asked


def _words(scale: Scale, years: list[int]) -> str:
    lengths = " and ".join(f"{count} year{'s' if count > 1 else ''}" for count in years)
    return (
        f"Ward scale: {scale.officers:,} officers in {scale.teams} ward teams, {lengths} of history; a year\n"
        "is 0.6 M duties, 150,000 abstractions, 70,000 contact sessions."
    )


def _verdict(found: list[Result], asked: argparse.Namespace) -> int:
    missed = sorted({result.id for result in found if not result.met})
    if not missed:
        print("\nEvery bar is met.")
        return 0
    print(f"\n*** BARS MISSED: {', '.join(missed)} ***")
    return 1 if asked.strict else 0


if __name__ == "__main__":
    raise SystemExit(main())
