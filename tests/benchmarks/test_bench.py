"""`make bench` runs: on a small force its table is printed, and its floors answer as the roster does."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def bench(*asked: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", "--quick", "--years", "1", *asked]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def test_the_quick_bench_prints_its_table() -> None:
    page = ROOT / "benchmarks" / "results.md"
    before = page.read_bytes() if page.exists() else None
    ran = bench("P1", "P5", "P16")
    assert ran.returncode == 0, ran.stderr
    first = [line.split("|")[1].strip() for line in ran.stdout.splitlines() if line.startswith("| ")]
    assert first == ["id", "P1", "P5", "P5", "P16"]
    # The floors are worth nothing where they draw or find something else; how fast is no test's business.
    assert "DIFFERS" not in ran.stdout
    assert "0 addresses of other sites" in ran.stdout
    assert (page.read_bytes() if page.exists() else None) == before


def test_random_edits_leave_every_flag_as_the_full_scan_says() -> None:
    ran = bench("P3")
    assert ran.returncode == 0, ran.stderr
    assert "0 flags wrong" in ran.stdout


def test_the_bench_publishes_a_force_by_itself_and_by_hand() -> None:
    ran = bench("P10")
    assert ran.returncode == 0, ran.stderr
    assert "duties published, 13 statements" in ran.stdout


def test_an_unknown_measure_is_refused_in_a_sentence() -> None:
    ran = bench("P99")
    assert ran.returncode == 2
    assert "no such measure: P99" in ran.stderr
