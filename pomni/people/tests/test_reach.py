"""A client out of reach is as good as none, at every door; and what is masked is masked at each of them."""

from datetime import timedelta

import pytest

from pomni.kit import clock
from pomni.kit.errors import NotAllowed
from pomni.people import queries
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.team.models import Role

NOWHERE = "01900000-0000-7000-8000-000000000000"
DOORS = ["/clients/{}/", "/clients/{}/edit/", "/api/v1/clients/{}", "/api/v1/clients/{}/timeline"]


@pytest.mark.parametrize("door", DOORS)
def test_a_client_out_of_reach_is_answered_like_one_that_does_not_exist(lena, anna, page_of, told_by, door):
    browser = page_of(lena)
    foreign, none = browser.get(door.format(anna.uid)), browser.get(door.format(NOWHERE))
    assert foreign.status_code == 404
    assert told_by(foreign) == told_by(none)


@pytest.mark.parametrize("door", ["/clients/{}/edit/", "/clients/{}/forget/"])
def test_changing_one_out_of_reach_says_no_more(lena, anna, page_of, told_by, door):
    browser = page_of(lena)
    words = {"name": "Mine", "was-name": "Anna Kern"}
    foreign, none = (browser.post(door.format(uid), words) for uid in (anna.uid, NOWHERE))
    assert told_by(foreign) == told_by(none)
    assert foreign.status_code in {403, 404}
    anna.refresh_from_db()
    assert anna.name == "Anna Kern"


def test_patching_one_out_of_reach_says_no_more(lena, anna, program_of, told_by):
    program = program_of(lena)
    words = {"name": "Mine", "seen": {"name": "wrong"}}
    foreign, none = (
        program.patch(f"/api/v1/clients/{uid}", words, content_type="application/json")
        for uid in (anna.uid, NOWHERE)
    )
    assert foreign.status_code == 404
    assert told_by(foreign) == told_by(none)


def test_the_mark_of_the_next_page_does_not_tell_whether_a_foreign_client_exists(
    lena, anna, page_of, told_by
):
    add_client(name="Zoe", by=lena)
    browser = page_of(lena)
    for path in ("/clients/?after={}", "/api/v1/clients?after={}"):
        foreign, none = browser.get(path.format(anna.uid)), browser.get(path.format(NOWHERE))
        assert told_by(foreign) == told_by(none)


@pytest.mark.parametrize("after", ["x", "' OR 1=1 --", "%00", "9" * 500, "name", "responsible__password"])
def test_a_senseless_mark_gives_the_first_page(mark, anna, page_of, after):
    assert "Anna Kern" in page_of(mark).get("/clients/", {"after": after}).content.decode()


def test_the_list_takes_no_other_words_from_the_address(mark, lena, anna, page_of):
    for words in ({"responsible": mark.pk}, {"name__gte": ""}, {"size": 10000}, {"forgotten_at": ""}):
        assert "Anna Kern" not in page_of(lena).get("/clients/", words).content.decode()


def test_a_command_on_a_foreign_client_is_refused_whoever_calls_it(lena, sam, anna):
    for act in (
        lambda: edit_client(anna, name="Mine", by=lena),
        lambda: edit_client(anna, responsible=lena, by=lena),
        lambda: forget_client(anna, by=lena),
        lambda: add_client(name="New", by=sam),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_pages_of_a_list_show_each_client_once_and_only_those_in_reach(mark, lena):
    for number in range(7):
        add_client(name="Same name", by=mark if number % 2 else lena)
    seen, after = [], ""
    while True:
        rows, after = queries.client_rows(mark, after=after, size=2)
        seen += [row.pk for row in rows]
        if not after:
            break
    assert sorted(seen) == sorted(queries.clients(mark).values_list("pk", flat=True))
    assert len(seen) == len(set(seen)) == 3


@pytest.mark.parametrize("door", ["/clients/{}/", "/api/v1/clients/{}"])
def test_every_opening_of_a_card_is_noted_whoever_opens_it_through_which_door(
    mark, anna, program_of, page_of, door
):
    from pomni.memory import sightings
    from pomni.memory.models import Sighting

    browser = program_of(mark) if "api" in door else page_of(mark)
    browser.get(door.format(anna.uid))
    sightings.flush()
    seen = Sighting.objects.get()
    assert (seen.by_id, seen.record, seen.record_id) == (mark.pk, "people.client", anna.pk)


def test_a_program_that_lists_clients_leaves_the_trace_of_an_export(mark, anna, program_of):
    """What it reads is whole cards, a hundred at a time: the leak report names them, what was opened lately does not."""
    from pomni.memory import sightings, viewing

    noon = clock.now()
    for _time in range(2):  # a list that is read again at once leaves no second trace
        program_of(mark).get("/api/v1/clients")
        sightings.flush()
    (seen,) = viewing.sightings(since=noon, until=clock.now() + timedelta(minutes=1))
    assert (seen.by_id, seen.how, seen.record_id) == (mark.pk, viewing.EXPORTED, anna.pk)
    assert not viewing.last_seen(mark.pk, "people.client", since=noon, size=5)


# --- Masks ------------------------------------------------------------------------------------------------------------

SECRETS = ("600 100 201", "600100201", "anna@example.com", "700 200 302", "700200302")


def assert_masked(answer):
    told = answer.content.decode()
    assert not [secret for secret in SECRETS if secret in told]
    return told


@pytest.fixture
def sams(vera, sam):
    """Sam's client, whose phone and address Sam may not see; the phone was changed once."""
    client = add_client(
        name="Anna Kern", phone="+48 600 100 201", email="anna@example.com", responsible=sam, by=vera
    )
    return edit_client(client, phone="+48 700 200 302", by=vera)


@pytest.mark.parametrize(
    "door",
    ["/clients/", "/clients/{}/", "/api/v1/clients", "/api/v1/clients/{}", "/api/v1/clients/{}/timeline"],
)
def test_a_masked_phone_is_nowhere_in_full(sam, sams, page_of, door):
    answer = page_of(sam).get(door.format(sams.uid))
    assert answer.status_code == 200
    assert_masked(answer)


def test_a_masked_phone_can_still_be_recognised_by_its_end(sam, sams):
    told = queries.facts(sam, sams)
    assert told["phone"] == "•••02"
    assert told["email"] == "a•••@example.com"


@pytest.fixture
def masked_changer(sam):
    """Sam, in a company that lets its specialists change clients and add them."""
    role = Role.objects.get(preset="specialist")
    Role.objects.filter(pk=role.pk).update(
        grants=role.grants | {"people.client.change": 1, "people.client.add": 1}
    )
    return sam


def test_a_masked_phone_is_not_in_the_form_nor_in_its_errors(masked_changer, sams, page_of):
    browser = page_of(masked_changer)
    assert_masked(browser.get(f"/clients/{sams.uid}/edit/"))
    words = {
        "name": "",
        "phone": "12",
        "was-phone": "1",
        "email": "x",
        "was-name": "other",
        "kind": "nothing",
    }
    assert_masked(browser.post(f"/clients/{sams.uid}/edit/", words))
    assert_masked(browser.post(f"/clients/{sams.uid}/edit/", words | {"name": "New", "kind": "person"}))
    assert queries.facts(sams.responsible, sams)["phone"]


def test_a_masked_phone_is_not_drawn_out_by_a_conflict(masked_changer, sams, program_of):
    words = {"phone": "1234567", "seen": {"phone": "wrong"}}
    answer = program_of(masked_changer).patch(
        f"/api/v1/clients/{sams.uid}", words, content_type="application/json"
    )
    assert answer.status_code == 403
    assert_masked(answer)


def test_a_masked_phone_is_not_drawn_out_by_the_answer_to_a_change(masked_changer, sams, program_of):
    answer = program_of(masked_changer).patch(
        f"/api/v1/clients/{sams.uid}", {"kind": "organisation"}, content_type="application/json"
    )
    assert answer.status_code == 200
    assert_masked(answer)


def test_a_phone_that_the_masked_one_adds_is_masked_to_them_at_once(masked_changer, program_of):
    words = {"name": "New", "phone": "+48 600 100 201"}
    answer = program_of(masked_changer).post("/api/v1/clients", words, content_type="application/json")
    assert answer.status_code == 201
    assert_masked(answer)


def test_the_log_is_masked_for_whoever_reads_through_a_mask(vera, sams, hire, page_of):
    reader = Role.objects.create(
        name="Reader",
        grants={"team.log.see": 4, "people.client.see": 4, "team.colleague.see": 4},
        fields={"people.client.phone": "mask", "people.client.email": "hide"},
    )
    rita = hire("rita")
    rita.roles_held.create(role=reader)
    told = assert_masked(page_of(rita).get("/team/log/"))
    assert "Anna Kern" in told


def test_the_log_leaves_out_what_is_about_records_out_of_reach(sams, hire, page_of):
    reader = Role.objects.create(name="Reader", grants={"team.log.see": 4, "team.colleague.see": 4})
    rita = hire("rita")
    rita.roles_held.create(role=reader)
    told = page_of(rita).get("/team/log/").content.decode()
    assert "Anna Kern" not in told
    assert "client" not in told.split("<main")[1].split("</main")[0].lower()


@pytest.mark.parametrize("before", ["²", "٣", "-1", "1e9", "9" * 30, "9" * 5000, "x", "1 OR 1=1"])
def test_a_senseless_mark_in_the_log_is_no_trouble(vera, page_of, before):
    assert page_of(vera).get("/team/log/", {"before": before}).status_code == 200


@pytest.mark.parametrize("name", ["a\x00b", "a\ud800b"])
def test_letters_that_no_database_keeps_are_refused_in_words(mark, page_of, program_of, name):
    import json

    answer = program_of(mark).post(
        "/api/v1/clients", json.dumps({"name": name}), content_type="application/json"
    )
    assert answer.status_code in {400, 422}
    if "\x00" in name:
        assert page_of(mark).post("/clients/add/", {"name": name, "kind": "person"}).status_code == 200
    assert not queries.clients(mark).exists()
