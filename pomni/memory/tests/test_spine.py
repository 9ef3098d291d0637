"""The spine: remembered in the transaction, sealed afterwards, heard in order, never changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory import listening, queries, sealer
from pomni.memory.commands import remember, shred
from pomni.memory.events import Event
from pomni.memory.listening import MOST_TRIES, listeners, on, tell
from pomni.memory.models import Concern, Cursor, Moment, Seal, SetAside
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.people.events import ClientAdded, ClientForgotten
from pomni.people.models import Client

pytestmark = pytest.mark.engines


def faults():
    return list(queries.verify_chain())


# --- Remembering ---------------------------------------------------------------------------------------------------


def test_what_is_remembered_names_who_when_and_whom_it_concerns(vera):
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    with clock.travel_to(at):
        client = add_client(name="Anna", by=vera)
    moment = queries.moments_of_client(client.pk).get()
    assert (moment.kind, moment.by_id, moment.record, moment.record_id) == (
        "people.client_added",
        vera.pk,
        "people.client",
        client.pk,
    )
    assert abs(moment.at - at) < timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
def test_remembering_outside_a_transaction_is_a_bug():
    from conftest import member

    with pytest.raises(RuntimeError):
        remember(ClientForgotten(client_id=1), by=member("vera", "director"))


def test_a_command_that_fails_leaves_neither_row_nor_moment(vera, monkeypatch):
    def fails(*_args, **_words):
        raise Refused("no paper")

    monkeypatch.setattr("pomni.people.commands.clients.remember", fails)
    before = Moment.objects.count()
    with pytest.raises(Refused):
        add_client(name="Anna", by=vera)
    assert not Client.objects.exists()
    assert Moment.objects.count() == before


def test_an_edit_that_changes_nothing_is_not_remembered(vera):
    client = add_client(name="Anna", phone="+48 600 100 200", by=vera)
    edit_client(client, name="Anna", phone="+48 600 100 200", by=vera)
    assert [m.kind for m in queries.moments_of_client(client.pk)] == ["people.client_added"]


def test_a_record_can_be_read_as_of_a_past_date(vera):
    days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3)]
    with clock.travel_to(days[0]):
        client = add_client(name="Anna", phone="+48 600 100 200", by=vera)
    with clock.travel_to(days[1]):
        edit_client(client, name="Anna Nowak", by=vera)
    with clock.travel_to(days[2]):
        edit_client(client, phone="+48 600 100 999", by=vera)
    known = [
        queries.state_as_of("people.client", client.pk, day + timedelta(hours=1))
        for day in (days[0] - timedelta(days=1), *days)
    ]
    assert [(state.get("name"), state.get("phone")) for state in known] == [
        (None, None),
        ("Anna", "+48 600 100 200"),
        ("Anna Nowak", "+48 600 100 200"),
        ("Anna Nowak", "+48 600 100 999"),
    ]


# --- Never changed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE memory_moment SET kind = 'x'",
        "UPDATE memory_moment SET by_id = 0",
        "UPDATE memory_moment SET personal = '{}'",
        "UPDATE memory_moment SET salt = ''",
        "UPDATE memory_moment SET personal = '{}', salt = '', facts = '{}'",
        "DELETE FROM memory_moment",
        "UPDATE memory_seal SET seq = seq + 1000",
        "DELETE FROM memory_seal",
    ],
)
def test_the_database_itself_refuses_to_change_the_memory(vera, statement):
    add_client(name="Anna", by=vera)
    sealer.seal()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_shredding_is_the_one_change_and_leaves_the_chain_valid(vera):
    client = add_client(name="Anna", phone="+48 600 100 200", by=vera)
    edit_client(client, name="Anna Nowak", by=vera)
    sealer.seal()
    with transaction.atomic():
        assert shred(client.pk) == 2
    assert not any(moment.personal or moment.salt for moment in queries.moments_of_client(client.pk))
    assert faults() == []


def test_shredding_tells_nothing_of_the_client_and_keeps_what_is_nobodys(vera):
    client = add_client(name="Anna", by=vera)
    forget_client(client, by=vera)
    added = Moment.objects.get(kind="people.client_added")
    assert added.facts["client_id"] == client.pk
    assert "Anna" not in str(Moment.objects.values())


# --- The chain -----------------------------------------------------------------------------------------------------


def tamper(statement, *values):
    """Change the memory as somebody with the database's own keys could."""
    from pomni.memory import guard

    guard.take_down()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    guard.put_up()


@pytest.fixture
def sealed(vera):
    clients = [add_client(name=f"Client {number}", by=vera) for number in range(5)]
    assert sealer.seal() == 5
    assert faults() == []
    return clients


def test_numbers_have_no_gaps_and_follow_the_moments(sealed):
    assert list(Seal.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert sealer.seal() == 0


def test_a_rewritten_moment_is_found(sealed):
    tamper("UPDATE memory_moment SET by_id = 77 WHERE id = %s", Seal.objects.get(seq=3).moment_id)
    assert any("does not fit" in fault for fault in faults())


def test_a_rewritten_name_is_found(sealed):
    tamper(
        'UPDATE memory_moment SET personal = \'{"name": "Eve"}\' WHERE id = %s',
        Seal.objects.get(seq=2).moment_id,
    )
    assert any("personal facts" in fault for fault in faults())


def test_a_removed_moment_is_found(sealed):
    moment = Seal.objects.get(seq=4).moment_id
    Concern.objects.filter(moment=moment).delete()
    tamper("DELETE FROM memory_moment WHERE id = %s", moment)
    assert any("is gone" in fault for fault in faults())


def test_a_removed_seal_is_found(sealed):
    tamper("DELETE FROM memory_seal WHERE seq = %s", 2)
    assert any("missing" in fault for fault in faults())


def test_a_moment_that_was_never_sealed_is_found_after_a_while(sealed, vera):
    add_client(name="Late", by=vera)
    assert faults() == []
    with clock.travel_to(clock.now() + timedelta(hours=1)):
        assert any("not in the chain" in fault for fault in faults())


def test_a_moment_behind_the_floor_is_found_by_the_nightly_sweep(sealed, vera):
    add_client(name="Behind", by=vera)
    top = Moment.objects.order_by("-pk").first().pk
    from pomni.memory.models import SealerState

    SealerState.objects.update(floor=top)
    assert sealer.seal() == 0
    assert sealer.sweep() == 1
    assert faults() == []


def test_no_search_goes_through_what_is_sealed_where_no_lower_number_can_come_later(sealed, vera):
    from pomni.memory.models import SealerState

    is_above_all = SealerState.objects.get().floor == Moment.objects.order_by("-pk").first().pk
    assert is_above_all == (connection.vendor == "sqlite")  # elsewhere one may be committed later
    add_client(name="Late", by=vera)
    assert sealer.seal() == 1
    assert faults() == []


def test_a_sweep_that_misses_nothing_leaves_the_floor_where_it_is(sealed, monkeypatch):
    from pomni.memory.models import SealerState

    monkeypatch.setattr(sealer, "SWEPT_AT_ONCE", 2)
    top = Moment.objects.order_by("-pk").first().pk
    SealerState.objects.update(floor=top)
    assert sealer.sweep() == 0
    assert SealerState.objects.get().floor == top


# --- Listening -----------------------------------------------------------------------------------------------------


@pytest.fixture
def heard():
    """A listener that keeps what it hears; removed afterwards."""
    rows: list[str] = []

    @on(ClientAdded)
    def keep(moment):
        if "Poison" in str(moment.personal):
            raise ValueError("cannot take this in")
        rows.append(moment.personal["name"])

    name = next(n for n, (_kind, listener) in listeners.items() if listener is keep)
    Cursor.objects.get_or_create(pk=name, defaults={"seq": 0})
    yield rows, name
    del listeners[name]


def test_a_listener_hears_its_kind_once_in_order_and_only_when_sealed(vera, heard):
    rows, name = heard
    for letter in "abc":
        client = add_client(name=letter, by=vera)
        edit_client(client, name=letter * 2, by=vera)
    assert tell(name) == 0
    sealer.seal()
    tell(name)
    tell(name)
    assert rows == ["a", "b", "c"]


def test_a_listener_with_much_to_hear_lets_the_sealer_in_between(vera, heard, monkeypatch):
    monkeypatch.setattr(listening, "AT_ONCE", 2)
    rows, name = heard
    for letter in "abcde":
        add_client(name=letter, by=vera)
    sealer.seal()
    assert listening.tell_all(seconds=0), "there is more to hear"
    assert rows == ["a", "b"]
    tell(name)
    assert rows == list("abcde")


def test_a_failing_listener_tries_again_later_and_then_sets_the_moment_aside(vera, heard):
    rows, name = heard
    for letter in ("a", "Poison", "c"):
        add_client(name=letter, by=vera)
    sealer.seal()
    tell(name)
    assert rows[-1] == "a"
    cursor = Cursor.objects.get(pk=name)
    assert (cursor.tries, bool(cursor.not_before)) == (1, True)
    assert tell(name) == 0, "it waits before it tries again"
    at = clock.now()
    for _try in range(MOST_TRIES):
        at += timedelta(hours=1)
        with clock.travel_to(at):
            tell(name)
    assert SetAside.objects.get(listener=name).error == "ValueError: cannot take this in"
    assert rows[-1] == "c"


def test_one_listener_holds_up_no_other(vera, heard):
    rows, _name = heard
    seen = []

    @on(Event)
    def everything(moment):
        seen.append(moment.kind)

    other = next(n for n, (_kind, listener) in listeners.items() if listener is everything)
    Cursor.objects.get_or_create(pk=other, defaults={"seq": 0})
    try:
        add_client(name="Poison", by=vera)
        sealer.seal()
        for name in (heard[1], other):
            tell(name)
    finally:
        del listeners[other]
    assert rows == []
    assert seen == ["people.client_added"]
