"""Many at once: what is true of one act stays true when eight people do it in the same instant, on both engines."""

import threading
from itertools import count

import pytest
from django.db import transaction
from django.test import Client as Browser

from conftest import member
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.kit.phones import normal_phone
from pomni.memory import listening, sealer
from pomni.memory.commands import remember
from pomni.memory.models import Concern, Moment, Seal, Sighting
from pomni.memory.queries import verify_chain
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.people.events import ClientAdded
from pomni.people.models import Client, ContactPoint
from pomni.team.commands import (
    add_location,
    disable_colleague,
    invite,
    make_token,
    take_invitation,
    take_role,
)
from pomni.team.models import Role, User
from pomni.team.robots import front_door
from tests.together import raised, together

pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]

CROWD = 8


def moments(kind):
    return Moment.objects.filter(kind=kind).count()


# --- One card ----------------------------------------------------------------------------------------------------------


def test_people_who_edit_different_fields_of_one_card_at_once_all_succeed(vera, mark):
    place = add_location(name="North", zone="Europe/Warsaw", by=vera)
    card = add_client(name="Anna", phone="600100200", email="anna@example.com", by=vera)
    changes = {
        "name": ("Anna", "Anna Nowak"),
        "kind": ("person", "organisation"),
        "phone": ("600100200", "600100201"),
        "email": ("anna@example.com", "a@example.com"),
        "responsible": (str(vera.uid), mark),
        "location": ("", place),
    }

    def edit(field, was, now):
        return lambda: edit_client(card, by=vera, seen={field: was}, **{field: now})

    assert raised(together(*(edit(field, *values) for field, values in changes.items()))) == []
    card.refresh_from_db()
    assert (card.name, card.kind, card.responsible, card.location) == (
        "Anna Nowak",
        "organisation",
        mark,
        place,
    )
    typed = dict(card.holdings.values_list("contact_point__kind", "typed"))
    assert typed == {"phone": "600100201", "email": "a@example.com"}
    assert moments("people.client_edited") == len(changes)


def test_of_eight_who_edit_the_same_field_of_what_they_saw_one_wins_and_seven_see_both_values(vera):
    card = add_client(name="Anna", by=vera)

    def edit(number):
        return lambda: edit_client(card, by=vera, seen={"name": "Anna"}, name=f"Anna {number}")

    outcomes = together(*(edit(number) for number in range(CROWD)))
    card.refresh_from_db()
    lost = raised(outcomes)
    assert len(lost) == CROWD - 1
    assert {type(error) for error in lost} == {Conflict}
    assert {error.both["name"][1] for error in lost} == {card.name}, "each is shown what stands there now"
    assert moments("people.client_edited") == 1


def test_who_edits_a_card_while_it_is_erased_brings_nothing_back(vera):
    for number in range(3):
        card = add_client(name=f"Anna {number}", phone="600100200", by=vera)
        together(
            lambda: forget_client(card, by=vera),  # noqa: B023 (done at once)
            *(lambda: edit_client(card, by=vera, name="Back", email="back@example.com") for _ in range(3)),  # noqa: B023 (as above)
        )
        card.refresh_from_db()
        assert (card.name, card.contact_points.count()) == ("", 0)
    assert ContactPoint.objects.count() == 0
    assert not Moment.objects.filter(record="people.client").exclude(personal={}).exists()


def test_a_family_that_shares_a_phone_is_entered_and_moved_away_at_once(vera):
    family = [add_client(name=f"Old {number}", phone="600 100 200", by=vera) for number in range(4)]

    def enter(number):
        return lambda: add_client(name=f"New {number}", phone="600-100-200", by=vera)

    def move(card, number):
        return lambda: edit_client(card, phone=f"60010030{number}", by=vera)

    acts = [enter(number) for number in range(4)] + [move(card, n) for n, card in enumerate(family)]
    assert raised(together(*acts)) == []
    shared = ContactPoint.objects.get(normal=normal_phone("600100200"))
    assert sorted(shared.holders.values_list("name", flat=True)) == [f"New {n}" for n in range(4)]
    assert ContactPoint.objects.filter(holdings=None).count() == 0


# --- Once --------------------------------------------------------------------------------------------------------------


def test_the_same_key_posted_by_eight_at_once_makes_one_client_and_eight_equal_answers(vera):
    secret = make_token(vera, name="till", scopes=["people:change"], by=vera).secret

    def post():
        told = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "only-once"}
        answer = Browser().post(
            "/api/v1/clients", {"name": "Anna"}, content_type="application/json", headers=told
        )
        return answer.status_code, answer.json()

    answers = together(*[post] * CROWD)
    assert raised(answers) == []
    assert {status for status, _words in answers} == {201}
    assert len({words["uid"] for _status, words in answers}) == 1
    assert Client.objects.count() == 1
    assert (moments("people.client_added"), Concern.objects.count()) == (1, 1)


def test_a_form_sent_twice_by_a_double_click_makes_one_client(vera):
    def send():
        browser = Browser()
        browser.force_login(vera)
        return browser.post("/clients/add/", {"name": "Anna", "kind": "person", "once": "this form"})

    answers = together(*[send] * 4)
    assert {answer["Location"] for answer in answers} == {f"/clients/{Client.objects.get().uid}/"}


# --- Colleagues --------------------------------------------------------------------------------------------------------


def test_one_link_followed_by_two_at_once_lets_one_in(vera):
    link = invite(name="Nina", role=Role.objects.get(preset="salesperson"), by=vera)

    def come(login):
        return lambda: take_invitation(
            link, username=login, password="correct horse battery", by=front_door()
        )

    outcomes = together(*(come(f"nina{number}") for number in range(4)))
    assert [type(error) for error in raised(outcomes)] == [Refused] * 3
    assert User.objects.filter(username__startswith="nina").count() == 1


def test_two_links_used_at_once_for_one_login_make_one_colleague_and_a_clear_refusal(vera):
    role = Role.objects.get(preset="salesperson")
    links = [invite(name=f"Nina {number}", role=role, by=vera) for number in range(4)]

    def come(link, login):
        return lambda: take_invitation(
            link, username=login, password="correct horse battery", by=front_door()
        )

    outcomes = together(*(come(link, login) for link, login in zip(links, ("nina", "Nina") * 2, strict=True)))
    assert [type(error) for error in raised(outcomes)] == [Refused] * 3
    assert User.objects.filter(username__iexact="nina").count() == 1


def is_one_refusal(errors):
    """One was refused as the last director, or came a moment later, when they were none any more."""
    return len(errors) == 1 and isinstance(errors[0], Refused | NotAllowed)


def test_two_directors_who_end_each_others_access_at_once_leave_one_director(vera):
    for number in range(5):
        first, second = member(f"a{number}", "director"), member(f"b{number}", "director")
        User.objects.exclude(pk__in=[first.pk, second.pk]).filter(is_robot=False).update(is_active=False)
        outcomes = together(
            lambda: disable_colleague(second, by=first),  # noqa: B023 (done at once)
            lambda: disable_colleague(first, by=second),  # noqa: B023 (as above)
        )
        assert is_one_refusal(raised(outcomes))
        assert User.objects.people().filter(is_active=True).count() == 1


def test_two_directors_who_lay_their_role_down_at_once_leave_one_director(vera):
    director = Role.objects.get(preset="director")
    other = member("other", "director")
    outcomes = together(
        lambda: take_role(other, director, by=vera), lambda: take_role(vera, director, by=other)
    )
    assert is_one_refusal(raised(outcomes))
    assert director.held_by.count() == 1


def test_a_director_disabled_while_another_lays_the_role_down_leaves_one_director(vera):
    director = Role.objects.get(preset="director")
    other = member("other", "director")
    outcomes = together(lambda: disable_colleague(other, by=vera), lambda: take_role(vera, director, by=vera))
    assert is_one_refusal(raised(outcomes))


# --- Memory ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def listener():
    """One who hears of every client added, and writes down that it did; fails now and then."""
    numbers = count(1)

    def hear(moment):
        Sighting.objects.create(at=moment.at, by_id=0, how="heard", record="moment", record_id=moment.pk)
        if next(numbers) % 60 == 0:
            raise RuntimeError("a listener that stumbles")

    name = f"{hear.__module__}.{hear.__name__}"
    listening.on(ClientAdded)(hear)
    yield name
    del listening.listeners[name]


def writing(by, each):
    """Writes moments in transactions of one to three, some of which are rolled back."""

    def write():
        for number in range(each):
            try:
                with transaction.atomic():
                    for part in range(number % 3 + 1):
                        event = ClientAdded(
                            client_id=number * 10 + part + 1, kind_of_client="person", name="A"
                        )
                        remember(event, by=by)
                    if number % 7 == 6:
                        raise InterruptedError
            except InterruptedError:
                continue

    return write


def until(done, act):
    def again():
        while not done.is_set():
            act()

    return again


def test_the_chain_has_no_gap_when_many_remember_and_two_seal(vera):
    done, writers = threading.Event(), [writing(vera, 25)] * 4
    ready = threading.Barrier(4, action=done.set)

    def write(act):
        def run():
            try:
                act()
            finally:
                ready.wait()

        return run

    outcomes = together(*map(write, writers), *[until(done, sealer.seal)] * 2)
    assert raised(outcomes) == []
    sealer.seal()
    assert list(verify_chain()) == []
    assert list(Seal.objects.order_by("seq").values_list("seq", flat=True)) == [
        *range(1, Moment.objects.count() + 1)
    ]
    assert sealer.unsealed(0).count() == 0


def test_a_listener_told_by_three_workers_at_once_has_each_effect_once(vera, listener, monkeypatch):
    sealer.seal()
    listening.tell(listener)
    writing(vera, 60)()
    sealer.seal()
    monkeypatch.setattr(listening, "timedelta", lambda **_: listening.now() - listening.now())

    def tell_until_all_is_heard():
        for _try in range(200):
            if listening.Cursor.objects.get(pk=listener).seq == Seal.objects.count():
                return
            listening.tell(listener)

    outcomes = together(*[tell_until_all_is_heard] * 3)
    assert raised(outcomes) == []
    heard = list(Sighting.objects.order_by("pk").values_list("record_id", flat=True))
    added = Seal.objects.filter(moment_id__in=Moment.objects.filter(kind="people.client_added").values("pk"))
    assert heard == list(added.order_by("seq").values_list("moment_id", flat=True))
    assert not listening.SetAside.objects.exists()
