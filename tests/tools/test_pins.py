"""The lock files are in step with what was chosen."""

from tools import pins


def test_every_pin_is_in_step():
    assert pins.faults() == []


def test_a_version_that_differs_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    (tmp_path / "chosen.in").write_text("Flask_WTF[extra]==1.3.0\nflask==3.1.3\n")
    (tmp_path / "locked.txt").write_text("flask-wtf==1.2.9 \\\n    --hash=sha256:00\nflask==3.1.3\n")
    assert pins.differences("chosen.in", "locked.txt") == [
        "locked.txt has flask-wtf 1.2.9, chosen.in says 1.3.0"
    ]
    assert pins.unhashed("locked.txt") == ["locked.txt: flask==3.1.3 has no hash"]
