"""`make run` says in one sentence why it cannot start, and leaves nothing behind when it stops."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import database, run, supervisor
from tools.steps import ROOT


@pytest.mark.parametrize("text", ["abc", "", "0", "-1", "65536", "5000 ", "1.5", "²"])
def test_a_port_that_is_none_is_refused(text, capsys):
    with pytest.raises(SystemExit, match="1"):
        run.chosen_port(text)
    assert f"PORT={text} is not a port number" in capsys.readouterr().err


def test_a_taken_port_is_said_so(capsys):
    with socket.create_server((run.HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match="1"):
            run.claimed(port)
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_a_claimed_port_cannot_be_claimed_again():
    with run.claimed(free_port()) as first, pytest.raises(SystemExit):
        run.claimed(first.getsockname()[1])


def free_port():
    with socket.create_server((run.HOST, 0)) as probe:
        return probe.getsockname()[1]


def test_the_secret_key_is_kept_and_private(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "SECRET_KEY", tmp_path / "secret-key")
    key = database.secret_key()
    assert len(key) == 64
    assert database.secret_key() == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.engine("sqlite")
def test_a_database_is_current_when_the_newest_migration_has_run(database_url, tmp_path):
    file = tmp_path / "empty.sqlite"
    assert not database.is_current(file)
    file.touch()
    assert not database.is_current(file)
    assert database.is_current(type(file)(database_url.removeprefix("sqlite:///")))


@pytest.fixture
def prepared(tmp_path, monkeypatch):
    """What is typed and said when the database is made ready, in a folder of its own."""
    done = []
    monkeypatch.setattr(database, "SQLITE", tmp_path / "roster.sqlite")
    monkeypatch.setattr(database, "DEMO_BUILT", tmp_path / "demo-built")
    monkeypatch.setattr(database, "is_current", lambda file: file.exists())
    monkeypatch.setattr(database, "say", done.append)

    def quietly(command, _doing, env):
        done.append(command[-1])
        if command[-1] == "upgrade" and "DATABASE_URL" not in env:
            database.SQLITE.touch(0o644)

    monkeypatch.setattr(database, "quietly", quietly)

    def prepare(env):
        done.clear()
        database.prepare(env)
        return list(done)

    return prepare


def test_the_demo_is_built_the_first_time_only(prepared):
    first = [
        "Bringing the database up to date ...",
        "upgrade",
        "Building the demo, the first time only ...",
        "demo",
    ]
    assert prepared({}) == first
    assert prepared({}) == []
    database.SQLITE.unlink()
    assert prepared({}) == first


def test_a_database_of_ones_own_is_asked_each_time_and_leaves_no_mark(prepared):
    for _ in range(2):
        said, *done = prepared({"DATABASE_URL": "postgresql:///roster"})
        assert (said.split()[-1], "first time" in said, done) == ("...", False, ["upgrade", "demo"])
    assert prepared({})[-1] == "demo"


def test_a_database_of_an_older_version_becomes_private(prepared):
    prepared({})
    database.SQLITE.chmod(0o644)
    prepared({})
    assert stat.S_IMODE(database.SQLITE.stat().st_mode) == 0o600


PARENT = """
import sys
from tools.supervisor import Supervisor
with Supervisor({}) as children:
    for name, module in zip(("first", "second"), sys.argv[1:]):
        children.start(name, module.split())
    print(*(child.pid for child in children.children.values()), flush=True)
    code = children.watch(True)
sys.exit(code)
"""
STAYS = "http.server --bind 127.0.0.1 0"
ENDS = "tabnanny tools/run.py"  # which says nothing


def started(*modules, parent=PARENT):
    command = [sys.executable, "-c", parent, *modules]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_both_children(number):
    with started(STAYS, STAYS) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(number)
        assert parent.wait(20) == 0
    assert [pid for pid in pids if is_alive(pid)] == []


def test_a_child_that_ends_is_named_and_stops_the_other():
    with started(STAYS, ENDS) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        said = parent.communicate(timeout=20)[1]
    assert parent.returncode == 1
    assert "The second ended by itself (exit 0); stopping everything." in said
    assert [pid for pid in pids if is_alive(pid)] == []


REVIVING = """
import sys
from tools import supervisor
supervisor.FIRST_PAUSE = 0.1
with supervisor.Supervisor({}) as children:
    children.start("first", sys.argv[1].split())
    children.start_again("second", sys.argv[2].split())
    print(*(child.pid for child in children.children.values()), flush=True)
    code = children.watch(True)
sys.exit(code)
"""


def children_of(pid):
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_a_scheduler_that_is_killed_is_started_again():
    with started(STAYS, STAYS, parent=REVIVING) as parent:
        first, second = (int(pid) for pid in parent.stdout.readline().split())
        os.kill(second, signal.SIGKILL)
        assert parent.stderr.readline().startswith("The second ended by itself (exit -9); starting it again")
        while len(running := children_of(parent.pid) - {second}) < 2:
            assert parent.poll() is None
            time.sleep(0.05)
        assert first in running
        parent.send_signal(signal.SIGINT)
        assert parent.wait(20) == 0
    assert [pid for pid in running if is_alive(pid)] == []


def test_a_signal_stops_a_scheduler_that_keeps_ending():
    with started(STAYS, ENDS, parent=REVIVING) as parent:
        first = int(parent.stdout.readline().split()[0])
        assert "starting it again" in parent.stderr.readline()
        assert "starting it again" in parent.stderr.readline()
        parent.send_signal(signal.SIGINT)
        assert parent.wait(20) == 0
    assert not is_alive(first)


def test_the_web_server_is_not_outlived_by_a_scheduler():
    with started(ENDS, STAYS, parent=REVIVING) as parent:
        second = int(parent.stdout.readline().split()[1])
        assert "The first ended by itself (exit 0); stopping everything." in parent.communicate(timeout=20)[1]
    assert (parent.returncode, is_alive(second)) == (1, False)


def test_the_pause_before_a_new_start_is_bounded():
    revival = supervisor.Revival(lambda: None, started=0.0)
    assert [revival.put_off(10.0) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    revival.go(100.0)
    assert (revival.put_off(110.0), revival.due) == (30, 140.0)
    revival.go(140.0)
    assert revival.put_off(140.0 + supervisor.STEADY + 1) == 1


MAKE = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
HELD = """
import time
from tools import run
run.claimed = lambda _port: print("started", flush=True) or time.sleep(60)
run.main()
"""


def test_a_make_that_is_killed_takes_what_it_started_with_it():
    command = [sys.executable, "-c", MAKE, HELD]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as make:
        assert make.stdout.readline() == "started\n"
        make.kill()
        # The pipe ends when the last process that holds it has.
        assert make.communicate(timeout=20) == ("", None)
