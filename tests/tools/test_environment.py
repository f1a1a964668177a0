"""The environment is built wherever the checkout can be written, whatever the home folder is like."""

import pytest

from tools import environment


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    for name in ("PIP_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_pip_keeps_its_cache_where_it_can(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert environment.without_cache() == []
    assert list((tmp_path / ".cache").iterdir()) == []


def test_pip_does_without_where_the_home_folder_cannot_be_written(monkeypatch):
    monkeypatch.setenv("HOME", "/proc")
    assert environment.without_cache() == ["--no-cache-dir"]


def test_a_cache_that_was_chosen_is_left_to_pip(monkeypatch):
    monkeypatch.setenv("HOME", "/proc")
    monkeypatch.setenv("PIP_CACHE_DIR", "/somewhere")
    assert environment.without_cache() == []
