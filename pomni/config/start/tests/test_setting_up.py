"""The first day: who holds the printed link sets the company up, once; everybody else reads where the link stands."""

import pytest
from django.conf import settings

from pomni.config.serving import invite_director
from pomni.memory.models import Moment
from pomni.team.models import Company, Role, User
from pomni.team.robots import command_line
from pomni.team.setup_steps import somebody_is_invited

COMPANY = {"name": "Mill Lane Dental", "trade": "clinic", "country": "PL", "language": "pl"}
COUNTRY = {"currency": "PLN", "zone": "Europe/Warsaw", "phone_region": "PL", "week_start": "1"}
YOU = {"name": "Vera", "username": "vera", "password": "correct horse battery", "email": ""}


@pytest.fixture
def link(db):
    """The path of the link that the first start prints."""
    return invite_director()


def set_up(browser, link, **changed):
    """Goes through all steps; returns the answer to the last."""
    browser.post(f"{link}company/", COMPANY | changed.get("company", {}))
    browser.post(f"{link}country/", COUNTRY | changed.get("country", {}))
    return browser.post(f"{link}you/", YOU | changed.get("you", {}))


@pytest.mark.parametrize("path", ["/", "/clients/", "/account/login/"])
def test_in_an_empty_company_every_door_tells_where_the_first_link_stands(client, db, path):
    page = client.get(path, follow=True)
    assert page.redirect_chain[-1][0] == "/start/"
    assert "invite --director" in page.content.decode()


def test_where_somebody_directs_the_company_a_stranger_signs_in_as_ever(client, vera):
    assert client.get("/start/", follow=True).redirect_chain[-1][0].startswith("/account/login/")
    assert client.get("/account/login/").status_code == 200


def test_the_company_is_set_up_and_its_first_director_is_in(client, link):
    answer = set_up(client, link, country={"tax_nip": "526-104-08-28"})
    assert (answer.status_code, answer["Location"]) == (302, "/start/sheet/")
    made = Company.objects.get()
    assert (made.name, made.trade, made.country, made.currency, made.zone, made.week_start) == (
        "Mill Lane Dental",
        "clinic",
        "PL",
        "PLN",
        "Europe/Warsaw",
        1,
    )
    assert made.tax_ids == {"nip": "5261040828"}
    assert made.set_up_at
    vera = User.objects.people().get()
    assert vera.roles_held.get().role.preset == "director"
    assert client.get("/start/sheet/").status_code == 200
    told = set(Moment.objects.values_list("kind", flat=True))
    assert {"team.company_set_up", "team.colleague_joined", "team.recovery_sheet_shown"} <= told


def test_the_country_says_what_is_usual_and_names_its_next_holidays(client, link):
    client.post(f"{link}company/", COMPANY)
    page = client.get(f"{link}country/").content.decode()
    for usual in (
        'value="PLN" selected',
        'value="Europe/Warsaw" selected',
        'name="tax_nip"',
        "holidays are known",
    ):
        assert usual in page


def test_a_trade_shows_which_words_it_brings(client, link):
    page = client.get(f"{link}company/", headers={"Accept-Language": "en"}).content.decode()
    assert "patient, doctor" in page
    assert "guest, stylist" in page


def test_what_was_typed_is_there_after_going_back_also_where_it_was_wrong(client, link):
    client.post(f"{link}company/", COMPANY)
    answer = client.post(f"{link}country/", COUNTRY | {"tax_nip": "123", "back": "1"})
    assert answer["Location"] == f"{link}company/"
    assert "Mill Lane Dental" in client.get(f"{link}company/").content.decode()
    page = client.get(f"{link}country/").content.decode()
    assert 'value="123"' in page
    client.post(f"{link}you/", YOU)
    assert not User.objects.people().exists(), "a step that was left wrong is not passed over"


def test_another_country_begins_money_and_time_anew(client, link):
    client.post(f"{link}company/", COMPANY)
    client.post(f"{link}country/", COUNTRY)
    client.post(f"{link}company/", COMPANY | {"country": "RU"})
    page = client.get(f"{link}country/").content.decode()
    assert 'value="RUB" selected' in page
    assert 'name="tax_inn"' in page


def test_a_weak_password_is_told_by_its_field_and_the_rest_stays(client, link):
    answer = set_up(client, link, you={"password": "short"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="vera"' in page
    assert 'aria-invalid="true"' in page
    assert not Company.objects.exists(), "both are done or neither"


def test_no_password_is_kept_between_the_steps(client, link):
    client.post(f"{link}company/", COMPANY)
    client.post(f"{link}country/", COUNTRY)
    client.post(f"{link}you/", YOU | {"back": "1"})
    assert client.session["start"]["you"]["username"] == "vera"
    assert "correct horse" not in str(client.session["start"])


def test_a_wizard_that_is_open_twice_ends_once(client, client_of_another, link):
    set_up(client, link)
    client_of_another.post(f"{link}company/", COMPANY)
    assert set_up(client_of_another, link, you={"username": "eve"}).status_code == 410
    second = invite_director()
    assert second.startswith("/invited/"), "the company is there: the next link only invites"
    assert User.objects.people().count() == 1


def test_two_links_of_an_empty_company_set_it_up_once(client, client_of_another, link):
    other = invite_director()
    client_of_another.post(f"{other}company/", COMPANY)
    client_of_another.post(f"{other}country/", COUNTRY)
    set_up(client, link)
    answer = client_of_another.get(f"{other}you/")
    assert answer.status_code == 410
    assert Company.objects.get().name == "Mill Lane Dental"


def test_no_link_of_an_earlier_start_makes_one_more_director(client, client_of_another, link):
    earlier = invite_director().rstrip("/").rsplit("/", 1)[-1]
    set_up(client, link)
    page = client_of_another.get(f"/invited/{earlier}/")
    assert page.status_code == 410
    assert not somebody_is_invited(User.objects.get(username="vera"))


def test_a_refused_password_is_not_left_in_its_field_and_one_beside_another_error_is(client, link):
    weak = set_up(client, link, you={"password": "abc"}).context["form"]
    assert 'value="abc"' not in str(weak["password"])
    kept = client.post(f"{link}you/", YOU | {"username": "no spaces"}).context["form"]
    assert f'value="{YOU["password"]}"' in str(kept["password"])


def test_an_invitation_that_is_no_directors_opens_no_wizard(client, db):
    from pomni.team.commands import invite

    made = invite(name="Nina", role=Role.objects.get(preset="front_desk"), by=command_line())
    assert client.get(f"/start/{made.secret}/").status_code == 410


def test_the_sheet_holds_the_key_and_is_ticked_once_it_is_safe(client, vera):
    client.force_login(vera)
    page = client.get("/settings/recovery-sheet/").content.decode()
    key = settings.HOME.backup_key_file.read_text().split()[-1]
    assert key in page.replace(" ", "")
    assert client.post("/settings/recovery-sheet/", {}).status_code == 200, "not without the tick"
    assert not Company.objects.filter(recovery_sheet_at__isnull=False).exists()
    client.post("/settings/recovery-sheet/", {"safe": "on"})
    assert Company.objects.get().recovery_sheet_at
    assert Company.objects.get().set_up_at is None, "a company that was there before is not set up by that"


def test_the_sheet_asks_for_the_password_again(client, vera):
    client.force_login(vera)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    assert "reauthenticate" in client.get("/settings/recovery-sheet/")["Location"]


@pytest.fixture
def client_of_another():
    """A second browser."""
    from django.test import Client

    return Client()
