"""Counts what really ran on each database and in the browser, and fails a run that left one out."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tools.tally import ENGINES, sentence

PROPERTY = "ran on"
ran: Counter[str] = Counter()


def note(item: pytest.Item, label: str) -> None:
    """Say that this test uses that engine; its name comes from the engine itself."""
    item.user_properties.append((PROPERTY, label))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("roster")
    group.addoption("--must-run", default="", help="fail unless tests ran on these: " + ", ".join(ENGINES))
    group.addoption("--tally", default="", help="write the counts to this file")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and not report.skipped:
        ran.update({value for name, value in report.user_properties if name == PROPERTY})


def left_out(config: pytest.Config) -> list[str]:
    """Those that had to run and did not."""
    wanted = [ENGINES[name] for name in config.getoption("--must-run").split(",") if name]
    return [name for name in wanted if not any(label.startswith(name) for label in ran)]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        return
    if session.config.getoption("--tally"):
        Path(session.config.getoption("--tally")).write_text(json.dumps(ran))
    if left_out(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if ran:
        terminalreporter.write_line(sentence(ran))
    for name in left_out(config):
        terminalreporter.write_line(f"No test ran on {name}, and some must.", red=True)
