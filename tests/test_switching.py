"""The environment of a demo: reached as the company is, with nothing of the company's in it; and the way back."""

import json

from pomni.config import switching
from pomni.config.home import Home

TOLD = {
    "PATH": "/usr/bin",
    "POMNI_DATA": "/srv/own",
    "DATABASE_URL": "postgresql://u:p@host/own",
    "POMNI_PORT": "9000",
    "POMNI_SMTP_URL": "smtp://mail.example.org",
    "POMNI_MAIL_FROM": "a@example.org",
}


def test_a_demo_lies_in_a_folder_of_its_own_in_sqlite_and_writes_no_letters(tmp_path):
    told = switching.demo_environ(Home(tmp_path), tmp_path / "demo", TOLD)
    assert told["POMNI_DATA"] == str(tmp_path / "demo")
    assert told["POMNI_PORT"] == "9000", "reached as the company is"
    assert not {"DATABASE_URL", "POMNI_SMTP_URL", "POMNI_MAIL_FROM"} & told.keys()


def test_settings_of_the_companys_own_file_reach_the_demo_too(tmp_path):
    (tmp_path / "pomni.env").write_text("POMNI_PORT=9100\nDATABASE_URL=postgresql://u:p@host/own\n")
    told = switching.demo_environ(Home(tmp_path), tmp_path / "demo", {"POMNI_DATA": str(tmp_path)})
    assert told["POMNI_PORT"] == "9100"
    assert "DATABASE_URL" not in told


def test_leaving_finds_the_own_settings_as_they_were(tmp_path):
    there = switching.demo_environ(Home(tmp_path), tmp_path / "demo", TOLD)
    again = switching.demo_environ(Home(tmp_path / "demo"), tmp_path / "demo", there)
    assert switching.own_environ(again) == TOLD
    assert json.loads(again[switching.OWN_COMPANY])["POMNI_DATA"] == "/srv/own"


def test_a_wish_whose_demo_somebody_took_away_is_dropped(tmp_path):
    home = Home(tmp_path)
    switching.Wish(home.demo_wish).write(state="go", language="ru")
    assert not switching.wishes_demo(home)
    assert not home.demo_wish.exists()


def test_a_made_demo_is_gone_to_at_the_next_start_and_a_half_made_one_is_not(tmp_path):
    home = Home(tmp_path)
    home.demo.mkdir()
    switching.Wish(home.demo_wish).write(state="go", language="ru")
    switching.Wish(Home(home.demo).demo_marker).write(state="made")
    assert switching.wishes_demo(home)
    switching.Wish(home.demo_wish).write(state="asked")
    assert not switching.wishes_demo(home)


def test_the_waiting_page_is_waited_for_but_not_for_ever(tmp_path, monkeypatch):
    home = Home(tmp_path)
    to = switching.ToDemo(home)
    assert not to.look()
    switching.Wish(home.demo_wish).write(state="made")
    assert not to.look()
    monkeypatch.setattr(switching, "PATIENCE", -1.0)
    assert to.look()
