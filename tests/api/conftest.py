"""The company as programs see it: the operations of the schema, and a record for every place in their addresses."""

import json
from io import BytesIO

import pytest
from django.test import Client as Browser

UNSAFE = ("post", "patch", "put", "delete")


@pytest.fixture(scope="session")
def schema(django_db_setup):
    """The schema of the API, as programs read it."""
    from django.utils import translation

    from pomni.config.api import api

    with translation.override("en"):
        answer = api.create_response(None, api.get_openapi_schema(), status=200)
    return json.loads(answer.content)


@pytest.fixture
def program(db):
    """Makes programs of colleagues (`program_of`)."""
    return program_of


def program_of(user, scopes=None, **headers):
    """A program of a colleague: a browser with a token that holds these scopes (by default all it may hold)."""
    from pomni.team.commands import make_token
    from pomni.team.scopes import open_to

    token = make_token(user, name="Program", scopes=scopes or open_to(user), by=user)
    return Browser(headers={"Authorization": f"Bearer {token.secret}", **headers})


@pytest.fixture
def records(vera, mark):
    """A record for each place in the addresses (`records_of`)."""
    return records_of(vera, mark)


def records_of(vera, mark):
    """A record for each place in the addresses, by the first words of its path."""
    from datetime import time

    from pomni.agenda.commands import add_meeting, add_promise, add_task
    from pomni.automation import commands as automation
    from pomni.catalog.commands import add_service
    from pomni.documents.taking import take_file
    from pomni.facts.commands import add_field
    from pomni.kit.clock import today
    from pomni.memory.models import Moment
    from pomni.memory.uids import moment_uid
    from pomni.people.commands import (
        add_client,
        add_date,
        add_interaction,
        add_note,
        add_peculiarity,
        add_tie,
        make_segment,
    )
    from pomni.team import leaving
    from pomni.team.dividing import Wanted

    hook = automation.add_webhook(name="Shop", url="https://example.org/hook", by=vera)
    call = automation.try_webhook(hook, by=vera)
    _arrived(call)
    anna = add_client(name="Anna", responsible=mark, by=vera)
    add_task(title="Call Anna", responsible=mark, by=vera)
    line = moment_uid(Moment.objects.get(kind="people.client_added", record_id=anna.pk).pk)
    return {
        **_imports(vera),
        "/api/v1/exports/{uid}": str(_export(vera).uid),
        "/api/v1/clients/{uid}": str(anna.uid),
        "/api/v1/files/{uid}": str(take_file(anna, BytesIO(b"a page"), name="a.txt", by=vera).uid),
        "/api/v1/webhooks/{uid}": str(hook.uid),
        "/api/v1/services/{uid}": str(add_service(name="Haircut", minutes=45, by=vera).uid),
        **_offered(vera),
        "/api/v1/fields/{uid}": str(add_field(name="Shoe size", kind="number", by=vera).uid),
        "/api/v1/bulk-changes/{uid}": str(_changed(vera).uid),
        "/api/v1/segments/{uid}": str(make_segment(name="Fair", condition={}, by=vera).uid),
        "/api/v1/tasks/{uid}": str(add_task(anna, title="Call", by=vera).uid),
        "/api/v1/promises/{uid}": str(add_promise(anna, text="Call", by=vera).uid),
        "/api/v1/meetings/{uid}": str(
            add_meeting(anna, title="Plans", day=today(), begins=time(9), by=vera).uid
        ),
        **_visits(vera, anna),
        "/api/v1/merges/{uid}": str(_merge(vera).uid),
        "{other}": str(add_client(name="ANNA", responsible=mark, by=vera).uid),
        "/api/v1/colleagues/{uid}": str(mark.uid),
        "/api/v1/reminders/{uid}": str(_reminder(vera).uid),
        "{handing}": str(leaving.hand_over(mark, by=vera, wanted=Wanted()).uid),
        "{call}": str(call.uid),
        "{moment}": str(line),
        "{note}": str(add_note(anna, text="Likes tea", by=vera).uid),
        "{interaction}": str(add_interaction(anna, how="call", by=vera).uid),
        "{tie}": str(add_tie(anna, kind="knows", colleague=vera, by=vera).uid),
        "{peculiarity}": str(add_peculiarity(anna, kind="pet", text="Cat", by=vera).uid),
        "{date}": str(add_date(anna, title="Wedding", day="--06-12", by=vera).uid),
    }


def _offered(vera):
    """One of each thing that is offered beside services."""
    from pomni.catalog.commands import add_certificate, add_good, add_package, add_price_list, add_tax_rate
    from pomni.catalog.models import Service

    rows = [(10, [Service.objects.latest("pk")])]
    made = {
        "goods": add_good(name="Soap", by=vera),
        "tax-rates": add_tax_rate(name="VAT", percent=20, by=vera),
        "packages": add_package(name="Ten", price=90, rows=rows, by=vera),
        "certificates": add_certificate(name="A present", by=vera),
        "price-lists": add_price_list(name="Summer", by=vera),
    }
    return {f"/api/v1/{path}/{{uid}}": str(one.uid) for path, one in made.items()}


def _visits(vera, anna):
    """One to come, and one to which nobody came, a class with a seat, who waits, a day off; the general place last."""
    from datetime import time, timedelta
    from decimal import Decimal

    from pomni.billing.commands import Paid, Sold, make_sale
    from pomni.catalog.commands import add_service
    from pomni.kit.clock import today
    from pomni.schedule.commands import (
        add_minimum,
        ask_absence,
        book_visit,
        complete_visit,
        enrol,
        save_view,
        set_seats,
    )
    from pomni.schedule.laying import Wanted
    from pomni.team.commands import add_location

    words = {"location": add_location(name="Visits", zone="Europe/Warsaw", by=vera), "begins": time(9)}
    words["lines"] = [Wanted(add_service(name="Beard", minutes=15, price=20, by=vera))]
    past, ahead, done = (
        book_visit(anna, day=today() + timedelta(days=days), **words, by=vera) for days in (-3, 30, -5)
    )
    complete_visit(done, by=vera)
    lines = [Sold(name="Comb", price=Decimal(50))]
    sale = make_sale(anna, location=words["location"], lines=lines, paid=[Paid("card", Decimal(20))], by=vera)
    paid = {"/api/v1/sales/{uid}": str(sale.uid), "/api/v1/payments/{uid}": str(sale.payments.get().uid)}
    paid |= {f"/api/v1/visits/{{uid}}/{word}": str(done.uid) for word in ("reopen", "completion")}
    yoga = set_seats(add_service(name="Yoga", minutes=60, by=vera), seats=4, by=vera)
    group = book_visit(day=today() + timedelta(days=31), **words | {"lines": [Wanted(yoga)]}, by=vera)
    away = ask_absence(begins_on=today(), ends_on=today(), by=vera)
    return paid | {
        "/api/v1/absences/{uid}": str(away.uid),
        "/api/v1/minimums/{uid}": str(add_minimum(words["location"], number=1, by=vera).uid),
        "/api/v1/visit-views/{uid}": str(save_view(name="Missed", query="state=no_show", by=vera).uid),
        "/api/v1/visits/{uid}/miss": str(past.uid),
        "/api/v1/visits/{uid}": str(ahead.uid),
        "/api/v1/seats/{uid}": str(enrol(group, anna, by=vera).uid),
        **_waiting(vera, anna, words["location"]),
    }


def _waiting(vera, anna, location):
    """Somebody who waits, and somebody to whom a time is offered."""
    from datetime import time, timedelta

    from pomni.catalog.commands import add_service, set_performers
    from pomni.kit.clock import today
    from pomni.schedule.commands import add_waiting, offer_time, set_days
    from pomni.schedule.rules import instant_of

    shave = add_service(name="Shave", minutes=15, by=vera)
    set_performers(shave, performers=[(vera, None, None)], by=vera)
    days = [today() + timedelta(days=number) for number in (1, 2)]
    set_days(vera, location=location, days=days, hours=[["00:00", "23:45"]], by=vera)
    first, second = (add_waiting(anna, services=[shave], last=days[-1], by=vera) for _number in range(2))
    opens, closes = (instant_of(days[0], time(hour), location.zone) for hour in (9, 18))
    made = offer_time(location, begins=opens, ends=closes, by=vera)
    assert made.waiting_id == first.pk
    return {"/api/v1/waiting/{uid}": str(second.uid), "/api/v1/offers/{uid}": str(made.uid)}


def _imports(vera):
    """One for each act, in a state in which it can be done; the general place last."""
    from pomni.exchange import carrying, taking
    from pomni.exchange.commands import running

    def tried():
        file = BytesIO(b"Name;Phone\nJan Lis;+48600999000\n;\n;wrong\n")
        made = taking.take_file(file=file, name="clients.csv", by=vera, key="")
        return carrying.try_rows(running.begin_trial(made, by=vera, in_background=False))

    def running_one():
        return running.start_import(tried(), by=vera, in_background=False)

    states = {
        "start": tried,
        "pause": running_one,
        "resume": lambda: running.pause_import(running_one(), by=vera),
        "stop": running_one,
        "undo": lambda: carrying.take_all(running_one()),
        "clients": lambda: carrying.take_all(running_one()),
        "faults": lambda: carrying.take_all(running_one()),
    }
    told = {f"/api/v1/imports/{{uid}}/{word}": str(made().uid) for word, made in states.items()}
    return told | {"/api/v1/imports/{uid}": str(tried().uid)}


def _export(vera):
    from pomni.exchange.commands.exporting import ask_export
    from pomni.exchange.export_run import write_export

    export = ask_export(format="csv", query="", columns=["name"], by=vera)
    write_export.func(pk=export.pk)
    return export


def _changed(vera):
    from pomni.people import carrying
    from pomni.people.commands import ask_bulk_change, start_bulk_change

    asked = ask_bulk_change(asked="", what="category", value="A", by=vera)
    return carrying.carry(start_bulk_change(asked, by=vera, in_background=False).pk)


def _reminder(vera):
    from datetime import timedelta

    from pomni.agenda.commands import add_task, set_reminder
    from pomni.kit.clock import today

    task = add_task(title="Write", due_on=today() + timedelta(days=9), by=vera)
    return set_reminder(vera, about=task, before=15, by=vera)


def _merge(vera):
    from pomni.people.commands import add_client, merge_clients

    return merge_clients(*(add_client(name="Ewa", by=vera) for _n in range(2)), by=vera)


def _arrived(call):
    from pomni.kit.clock import now
    from pomni.post.models import Outgoing, Status

    Outgoing.objects.filter(pk=call.outgoing_id).update(status=Status.SENT, sent_at=now())


def filled(path, records):
    """An address with records in its places."""
    for place, uid in records.items():
        if path.startswith(place):
            path = path.replace("{uid}", uid)
    for place in (
        "{other}",
        "{moment}",
        "{call}",
        "{note}",
        "{interaction}",
        "{tie}",
        "{peculiarity}",
        "{date}",
        "{handing}",
    ):
        path = path.replace(place, records[place])
    return path


def operations(schema):
    """(method, path, operation) of everything that programs can do."""
    return [(m, path, told) for path, methods in schema["paths"].items() for m, told in methods.items()]
