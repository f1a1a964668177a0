"""`make test` installs what is missing where it may, and says in one sentence what is missing where not."""

import pytest

from tools import packages


def test_it_says_what_is_missing_where_it_may_not_install(monkeypatch, capsys):
    monkeypatch.setattr(
        packages, "NEEDED", {"chromium": lambda: False, "make": lambda: True, "a2": lambda: False}
    )
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None if name == "sudo" else f"/bin/{name}")
    with pytest.raises(SystemExit, match="1"):
        packages.ensure()
    said = capsys.readouterr().err
    assert said.startswith("The tests need packages that this account may not install")
    assert said.endswith(": apt-get install chromium a2\n")


def test_what_is_there_is_not_asked_for(monkeypatch):
    monkeypatch.setattr(packages, "NEEDED", {"make": lambda: True})
    monkeypatch.setattr(packages, "privilege", lambda: pytest.fail("nothing had to be installed"))
    packages.ensure()


def test_a_library_is_found_by_loading_it():
    assert packages.loads("libc.so.6")
    assert not packages.loads("libnowhere.so.1")
