"""`make run` says in one sentence why it cannot start, and leaves nothing behind when it stops."""

import os
import signal
import socket
import stat
import subprocess
import sys

import pytest

from tools import database, run
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
ENDS = "this"


def started(*modules):
    command = [sys.executable, "-c", PARENT, *modules]
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
