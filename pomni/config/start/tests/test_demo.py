"""The demo is entered without a password by whoever sits at the computer, in a folder marked as a demo's; nobody else."""

import json

import pytest
from django.conf import settings

from pomni.config import switching
from pomni.config.demo import refuse_another
from pomni.config.serving import invite_director
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.team.models import User

HERE = {"SERVER_NAME": "localhost", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def demo(company):
    """The seeded company, in a folder that says it is a demo's."""
    wish = switching.Wish(settings.HOME.demo_marker)
    wish.write(state="made")
    yield company
    wish.drop()
    switching.Wish(settings.HOME.leave_wish).drop()


@pytest.fixture
def supervised(monkeypatch):
    """As under `pomni serve`."""
    monkeypatch.setenv("SUPERVISED_BY", "1")


@pytest.fixture
def asked():
    """Takes away what a page wished for."""
    yield switching.Wish(settings.HOME.demo_wish)
    settings.HOME.demo_wish.unlink(missing_ok=True)


def test_the_sign_in_page_of_a_demo_shows_its_people_and_one_button_lets_in(client, demo):
    page = client.get("/", follow=True, **HERE)
    assert page.redirect_chain[-1][0] == "/start/demo/"
    assert "Vera Director" in page.content.decode()
    client.post("/start/demo/enter/", {"person": str(demo["director"].uid)}, **HERE)
    assert client.get("/team/log/", **HERE).status_code == 200
    told = Moment.objects.filter(kind="team.signed_in").latest("pk")
    assert told.facts["how"] == "demo"
    assert "demo company" in client.get("/clients/", **HERE).content.decode()


def test_a_demo_that_is_there_is_not_passed_off_as_one_of_another_language_or_trade(demo):
    switching.Wish(settings.HOME.demo_marker).write(language="pl", trade="clinic")
    refuse_another(settings.HOME, None, None)
    refuse_another(settings.HOME, "pl", "clinic")
    with pytest.raises(Refused, match="already: pl, clinic"):
        refuse_another(settings.HOME, "pl", "wholesale")
    with pytest.raises(Refused, match="POMNI_DEMO_DATA"):
        refuse_another(settings.HOME, "ru", None)


def test_nobody_is_asked_to_set_a_demo_up(client, demo):
    client.post("/start/demo/enter/", {"person": str(demo["director"].uid)}, **HERE)
    today = client.get("/", **HERE).content.decode()
    assert "Set Pomni up" not in today
    settings.HOME.demo_marker.unlink()
    assert "Set Pomni up" in client.get("/", **HERE).content.decode()


def test_nobody_is_asked_for_the_password_that_nobody_knows(client, demo):
    client.post("/start/demo/enter/", {"person": str(demo["director"].uid)}, **HERE)
    assert client.get("/settings/recovery-sheet/", **HERE).status_code == 200


FROM_ELSEWHERE = [
    {"SERVER_NAME": "localhost", "REMOTE_ADDR": "192.168.1.7"},
    {"SERVER_NAME": "crm.example.org", "REMOTE_ADDR": "127.0.0.1"},
    HERE | {"SERVER_PROTOCOL": "HTTP/1.0"},  # nginx, where nobody told it to say more
    HERE | {"SERVER_PROTOCOL": "HTTP/1"},  # the same, as granian tells it
    HERE | {"HTTP_X_FORWARDED_FOR": "203.0.113.5"},
    HERE | {"HTTP_X_FORWARDED_PROTO": "https"},
    HERE | {"HTTP_X_REAL_IP": "203.0.113.5"},
    HERE | {"HTTP_FORWARDED": "for=203.0.113.5"},
    HERE | {"HTTP_VIA": "1.1 proxy"},
]


@pytest.mark.parametrize("asks", FROM_ELSEWHERE, ids=lambda asks: "-".join(asks.values()))
def test_from_elsewhere_there_are_no_such_buttons(client, demo, settings, asks):
    settings.ALLOWED_HOSTS = ["localhost", "crm.example.org"]
    assert client.get("/start/demo/", **asks).status_code == 404
    answer = client.post("/start/demo/enter/", {"person": str(demo["director"].uid)}, **asks)
    assert answer.status_code == 404
    assert client.get("/account/login/", **asks).status_code == 200, "the sign-in page is as ever"
    assert client.get("/start/demo/leave/", **asks).status_code == 404


def test_where_a_proxy_is_named_there_are_no_such_buttons(client, demo, settings):
    settings.ADDRESS = "https://crm.example.org"
    assert client.get("/start/demo/", **HERE).status_code == 404


def test_outside_a_demo_folder_there_are_no_such_buttons(client, company):
    assert client.get("/start/demo/", **HERE).status_code == 404
    answer = client.post("/start/demo/enter/", {"person": str(company["director"].uid)}, **HERE)
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_colleague_without_access_is_not_entered_as(client, demo):
    User.objects.filter(username="marketer").update(is_active=False)
    client.post("/start/demo/enter/", {"person": str(demo["marketer"].uid)}, **HERE)
    assert client.get("/team/", **HERE).status_code == 302


def test_choosing_the_demo_wishes_for_it_and_keeps_the_link_for_coming_back(client, db, supervised, asked):
    link = invite_director()
    answer = client.post(f"{link}demo/", {"language": "pl", "trade": "wholesale"}, **HERE)
    assert answer["Location"] == "/start/waiting/"
    assert asked.read()["state"] == "asked"
    assert (asked.read()["language"], asked.read()["trade"]) == ("pl", "wholesale")
    assert client.get("/start/waiting/", **HERE).status_code == 200
    assert asked.read()["state"] == "asked", "not before it is made"
    asked.write(state="made")
    client.get("/start/waiting/", **HERE)
    assert asked.read()["state"] == "go"
    asked.drop()
    assert client.get("/start/", **HERE)["Location"] == link


def test_a_demo_of_a_trade_that_nobody_tells_is_not_begun(client, db, supervised, asked):
    answer = client.post(f"{invite_director()}demo/", {"language": "pl", "trade": "zoo"}, **HERE)
    assert answer.status_code == 404
    assert not asked.read()


def test_a_demo_that_could_not_be_made_says_why(client, db, asked):
    asked.write(state="failed", why="No space left on device")
    assert "No space left on device" in client.get("/start/waiting/", **HERE).content.decode()
    elsewhere = client.get("/start/waiting/", SERVER_NAME="localhost", REMOTE_ADDR="192.168.1.7")
    assert "No space left" not in elsewhere.content.decode(), "the words of a program are for who sits here"


def test_without_the_first_link_nobody_begins_a_demo(client, db, supervised):
    assert client.post("/start/wrong/demo/", {"language": "pl"}, **HERE).status_code == 410
    assert not settings.HOME.demo_wish.exists()


def test_from_another_computer_the_demo_is_not_offered(client, db, supervised):
    link = invite_director()
    elsewhere = HERE | {"REMOTE_ADDR": "192.168.1.7"}
    assert 'value="pl"' not in client.get(link, **elsewhere).content.decode().split("<footer>")[0]
    assert client.post(f"{link}demo/", {"language": "pl"}, **elsewhere).status_code == 404


@pytest.mark.parametrize("who", ["", "nobody", "00000000-0000-7000-8000-000000000000"])
def test_nobody_comes_into_the_demo_as_somebody_who_is_not_there(client, demo, who):
    assert client.post("/start/demo/enter/", {"person": who}, **HERE).status_code == 404


def test_leaving_is_asked_for_and_the_link_of_the_own_company_says_that_the_demo_runs(
    client, demo, supervised, monkeypatch
):
    monkeypatch.setenv(switching.OWN_COMPANY, json.dumps({"POMNI_DATA": "/elsewhere"}))
    assert client.get("/start/some-secret/", **HERE).status_code == 409
    assert client.get("/start/demo/leave/", **HERE).status_code == 200
    client.post("/start/demo/leave/", {"delete": "on"}, **HERE)
    assert switching.Wish(settings.HOME.leave_wish).read() == {"state": "asked", "delete": True}


def test_at_the_machine_the_demo_is_left_by_a_command(demo):
    from click.testing import CliRunner

    from pomni.config.cli import main

    assert CliRunner().invoke(main, ["demo", "--leave"]).exit_code == 0
    assert switching.Wish(settings.HOME.leave_wish).read() == {"state": "go", "delete": False}


def test_a_demo_is_never_made_in_the_folder_of_a_real_company(db):
    from pomni.config import demo as company
    from pomni.kit.errors import Refused

    settings.HOME.database.touch()
    try:
        with pytest.raises(Refused):
            company.make("en")
    finally:
        settings.HOME.database.unlink()
