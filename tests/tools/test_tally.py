"""A run that left an engine out must not look like one that passed."""

import os
import subprocess
import sys

from tools.steps import ROOT
from tools.tally import sentence


def test_the_sentence_names_what_ran_in_order():
    counts = {"Chromium 156": 14, "PostgreSQL 15.18": 80, "SQLite 3.40.1": 94}
    assert (
        sentence(counts) == "SQLite 3.40.1: 94 tests; PostgreSQL 15.18: 80 tests; Chromium 156: 14 journeys"
    )
    assert sentence({}) == "nothing"


def outcome(folder, body):
    """Run a folder with one test in it, asking that it runs on SQLite."""
    (folder / "conftest.py").write_text("from tests.tally import *\n")
    (folder / "test_one.py").write_text(body)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", folder, "--must-run", "sqlite"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, folder], env=env, cwd=folder, text=True, capture_output=True)
    return done.returncode, done.stdout


NOTED = "from tests import tally\ndef test_one(request):\n    tally.note(request.node, 'SQLite 3.40.1')\n"


def test_a_run_that_left_an_engine_out_fails(tmp_path):
    code, said = outcome(tmp_path, "def test_one(): pass\n")
    assert code == 1
    assert "No test ran on SQLite, and some must." in said


def test_a_skipped_test_did_not_run(tmp_path):
    code, _ = outcome(tmp_path, NOTED + "    __import__('pytest').skip('not today')\n")
    assert code == 1


def test_a_run_on_the_engine_passes(tmp_path):
    code, said = outcome(tmp_path, NOTED)
    assert code == 0
    assert "SQLite 3.40.1: 1 tests" in said
