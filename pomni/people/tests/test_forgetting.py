"""A client who asks to be forgotten is found nowhere afterwards; what happened, and when, stays."""

import pytest
from django.conf import settings
from django.db import connection

from pomni.config.settings import SQLITE_START
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.memory.queries import moments_of_client, verify_chain
from pomni.memory.sealer import seal
from pomni.people import erasures, queries
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.people.models import Client, ContactPoint

TRACES = ("Anna", "Kern", "Kerner", "600 100 201", "600100201", "700 200 302", "700200302", "anna@", "kern@")


def everything_stored():
    """Every value of every row of every table (also of those that a search keeps for itself), as one text."""
    told = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our own tables)
            told += [_text(value) for row in cursor.fetchall() for value in row]
    return "\n".join(told)


def _text(value):
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def traces_in(text):
    return [trace for trace in TRACES if trace in text]


@pytest.fixture
def changed(mark, anna):
    """Anna, after all that can be told of her was changed once, and sealed."""
    edit_client(anna, name="Anna Kerner", phone="+48 700 200 302", email="kern@example.com", by=mark)
    seal()
    return anna


def test_after_forgetting_nothing_of_the_person_is_in_any_table(vera, changed):
    assert len(traces_in(everything_stored())) >= 7
    forget_client(changed, by=vera)
    assert traces_in(everything_stored()) == []


def test_every_word_that_can_be_told_of_a_client_is_erased_and_so_is_what_was_written(vera, mark):
    from pomni.people import commands

    firm = add_client(name="Trace0 Ltd", kind="organisation", by=mark)
    words = ("called", "position", "address", "source", "alert", "about", "family", "given", "patronymic")
    told = {word: f"Trace{number}x" for number, word in enumerate(words, 1)}
    client = add_client(
        **told,
        phones=[("+48 600 111 201", "Tracelabel"), ("+48 600 111 202", "")],
        email="trace@example.com",
        tax_id="DE136695976",
        birth_day="02-29",
        birth_year=1916,
        tags=["Private"],
        works_at=firm,
        by=mark,
    )
    edit_client(client, source="Trace20", birthday="1917-02-28", phone="+48 600 111 203", by=mark)
    commands.add_note(client, text="Trace21", by=mark)
    commands.add_interaction(
        client, how="call", side="ours", at=now(), occasion="Trace22", outcome="Trace23", by=mark
    )
    seal()
    signs = ("trace", "600111", "600 111", "136695976", "02-29", "1916-", str(firm.uid))
    planted = everything_stored().lower()
    assert all(sign in planted for sign in signs)
    forget_client(firm, by=vera)
    client.refresh_from_db()
    assert client.works_at is None
    forget_client(client, by=vera)
    left = everything_stored().lower().replace(str(firm.uid), "", 1)  # its own row keeps its number
    assert [sign for sign in signs if sign in left] == []
    client.refresh_from_db()
    assert (client.birth_year, client.tags.count(), client.holdings.count()) == (None, 0, 0)


def test_what_was_asked_for_once_is_not_kept_by_its_key(vera, mark, program_of):
    words = {"name": "Anna Kern", "phone": "+48 600 100 201"}
    answer = program_of(mark).post(
        "/api/v1/clients", words, content_type="application/json", headers={"Idempotency-Key": "Anna"}
    )
    forget_client(Client.objects.get(uid=answer.json()["uid"]), by=vera)
    assert traces_in(everything_stored()) == []


def test_the_file_of_erasures_knows_only_who_by_number(vera, changed):
    forget_client(changed, by=vera)
    text = settings.HOME.erasures.read_text()
    assert str(changed.uid) in text
    assert traces_in(text) == []


def test_the_chain_stays_valid_and_the_moments_stay_where_they_were(vera, changed):
    before = list(moments_of_client(changed.pk).values_list("pk", "at", "kind", "by_id"))
    forget_client(changed, by=vera)
    seal()
    assert list(verify_chain()) == []
    assert list(moments_of_client(changed.pk).values_list("pk", "at", "kind", "by_id"))[1:] == before


def test_the_timeline_says_that_it_was_erased(vera, mark, changed, page_of):
    forget_client(changed, by=vera)
    told = page_of(vera).get(f"/clients/{changed.uid}/").content.decode()
    assert "erased the personal data of a client" in told
    assert "added the client erased" in told
    assert traces_in(told) == []
    assert traces_in(page_of(vera).get("/team/log/").content.decode()) == []


def test_the_list_and_the_program_no_longer_know_the_client(vera, mark, changed, page_of, program_of):
    forget_client(changed, by=vera)
    assert str(changed.uid) not in page_of(mark).get("/clients/").content.decode()
    assert program_of(mark).get("/api/v1/clients").json()["items"] == []
    assert program_of(mark).get(f"/api/v1/clients/{changed.uid}").json()["name"] == ""


def test_whoever_is_forgotten_cannot_be_changed_or_forgotten_again(vera, mark, changed, page_of):
    forget_client(changed, by=vera)
    with pytest.raises(Refused):
        edit_client(changed, name="Anna Kern", by=mark)
    with pytest.raises(Refused):
        forget_client(changed, by=vera)
    assert page_of(vera).post(f"/clients/{changed.uid}/forget/").status_code == 422
    for path in ("edit", "forget"):
        assert page_of(vera).get(f"/clients/{changed.uid}/{path}/").status_code < 500


def test_a_phone_that_another_client_shares_stays_with_the_other(vera, mark, anna):
    other = add_client(name="Boris", phone="+48 600 100 201", by=mark)
    forget_client(anna, by=vera)
    assert queries.facts(mark, other)["phone"] == "+48 600 100 201"
    assert ContactPoint.objects.count() == 1


def test_forgetting_one_leaves_the_moments_of_others_alone(vera, mark, anna):
    other = add_client(name="Boris", by=mark)
    forget_client(anna, by=vera)
    assert "added the client Boris" in [told.sentence for told in queries.timeline(mark, other)]


def test_a_client_who_came_back_with_a_backup_is_forgotten_again(vera, changed):
    erasures.write_down(changed.uid)
    assert erasures.erase_again() == 1
    assert erasures.erase_again() == 0
    assert traces_in(everything_stored()) == []
    assert Moment.objects.filter(kind="people.client_forgotten").count() == 1


def test_freed_pages_are_overwritten_on_sqlite():
    """So that the file of the database tells no more than its tables do. PostgreSQL frees its pages by VACUUM."""
    assert "PRAGMA secure_delete=ON" in SQLITE_START
