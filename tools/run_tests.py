"""`make test`: sets up what the tests need, runs them on both databases and in the browser, and sums up."""

import json
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tools import assets, environment, packages
from tools.steps import PYTHON, ROOT, say
from tools.tally import sentence

# Two processes; each starts at its own end, so that a module's fixtures are built once.
SHARED = ("-n", "2", "--dist", "worksteal", "--must-run")
ROUNDS = {
    "Tests of the rooms, on both databases": ["-m", "not browser", *SHARED, "sqlite,postgresql"],
    "Journeys in the browser": ["-m", "browser", *SHARED, "chromium"],
}


def pytest(*arguments: str | Path) -> int:
    return subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT).returncode


def everything() -> int:
    """Both rounds, the second even when the first failed: a person wants to see all that is broken."""
    codes: list[int] = []
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number, (title, arguments) in enumerate(ROUNDS.items()):
            say(f"\n{title}")
            tally = Path(folder) / str(number)
            codes.append(pytest(*arguments, "--tally", tally))
            counts.update(json.loads(tally.read_text()) if tally.exists() else {})
    say(f"\nReally ran: {sentence(counts)}.")
    say("All tests passed." if not any(codes) else "Some tests failed; the lines above say which.")
    return max(codes)


def main(arguments: Sequence[str]) -> int:
    packages.ensure()  # first: where it may not install, it says so at once
    environment.ensure("dev")
    assets.ensure()
    return pytest(*arguments) if arguments else everything()


if __name__ == "__main__":
    sys.exit(main(shlex.split(" ".join(sys.argv[1:]))))
