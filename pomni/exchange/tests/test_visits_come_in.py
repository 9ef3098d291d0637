"""Visits out of files: what is to come is booked, what is over comes in as it went; tried first, and taken back whole."""

from datetime import time, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from pomni.automation.commands import add_webhook
from pomni.automation.models import WebhookDelivery
from pomni.catalog.commands import add_service, archive_service, set_performers
from pomni.exchange import carrying
from pomni.exchange.arriving import path_of
from pomni.exchange.commands import running, wizard
from pomni.exchange.commands.exporting import ask_export
from pomni.exchange.models import Import
from pomni.exchange.taking import take_file
from pomni.exchange.writing.visits import visit_columns
from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.listening import tell_all
from pomni.memory.models import Moment
from pomni.memory.sealer import seal
from pomni.people.commands import add_client, edit_client
from pomni.people.imports import Wish
from pomni.people.models import Client, ClientFigures
from pomni.reminders.commands import add_rule
from pomni.reminders.models import Message
from pomni.reminders.wording import usual_texts
from pomni.schedule.commands import add_thing, cancel_visit, edit_visit
from pomni.schedule.models import Taken, Visit
from pomni.team.commands import add_location

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def north(vera):
    return add_location(name="North", zone=WARSAW.key, by=vera)


@pytest.fixture
def day():
    """A day that is to come, and on which no clock is changed."""
    day = clock.today() + timedelta(days=7)
    return day + timedelta(days=1) if day.month in (3, 10) and day.weekday() == 6 else day


@pytest.fixture
def gone():
    """A day that is over, and on which no clock is changed."""
    day = clock.today() - timedelta(days=30)
    return day + timedelta(days=1) if day.month in (3, 10) and day.weekday() == 6 else day


@pytest.fixture
def salon(vera, sam, lena, north):
    """Half an hour of cutting by Sam or Lena, an hour and a half of dyeing by Lena."""
    for name, minutes, price, users in (("Cut", 30, 100, [sam, lena]), ("Dye, long", 90, 300, [lena])):
        service = add_service(name=name, minutes=minutes, price=price, by=vera)
        set_performers(service, performers=[(user, None, None) for user in users], by=vera)
    return vera


@pytest.fixture
def anna(vera):
    return add_client(name="Anna Nowak", phone="+48 600 100 200", email="anna@example.com", by=vera)


def sent(by, text, name="visits.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return take_file(file=BytesIO(content), name=name, by=by, key="", of="visits")


def tried(import_, by, **wish):
    mapping = {int(number): key for number, key in import_.mapping.items()}
    wished = Wish.from_json({**import_.options, **wish})
    matched = wizard.match_columns(import_, mapping=mapping, wish=wished, by=by)
    return carrying.try_rows(running.begin_trial(matched, by=by, in_background=False))


def taken(import_, by, **wish):
    there = tried(import_, by, **wish)
    begun = running.start_import(there, by=by, in_background=False)
    return there, carrying.take_all(begun)


def counts(import_):
    return import_.added, import_.same, import_.faulty


def reasons(import_):
    return dict(import_.faults.values_list("number", "reason"))


HEAD = "Date;Time;Client;Phone;Service;Specialist;Status\n"


def test_what_is_to_come_is_booked_and_nobody_is_in_two_places(salon, anna, sam, day):
    text = HEAD + "\n".join(
        [
            f"{day};10:00;Anna Nowak;+48600100200;Cut;Sam;confirmed",
            f"{day:%d.%m.%Y};10:15;Anna;+48 600 100 200;Cut;sam;",
            f"{day};10:30;;+48600100200;Cut, Dye, long;Lena;booked",
        ]
    )
    trial, made = taken(sent(salon, text), salon)
    for told in (trial.trial["added"], trial.trial["faulty"]), (made.added, made.faulty):
        assert told == (2, 1), (trial.trial, reasons(made))
    assert trial.trial["faults"][0]["number"] == 3
    assert "Busy: Sam" in trial.trial["faults"][0]["reason"]
    assert "10:00–10:30" in reasons(made)[3]
    first, second = Visit.objects.order_by("begins_at")
    assert (first.status, first.source, first.client) == ("confirmed", "import", anna)
    assert [line.service.name for line in second.lines.order_by("place")] == ["Cut", "Dye, long"]
    assert second.ends_at - second.begins_at == timedelta(minutes=120)
    assert Taken.objects.filter(is_over=True).count() == 0


def test_what_is_over_comes_in_as_it_went(salon, anna, sam, gone):
    text = "Дата;Начало;Конец;Клиент;Услуга;Сотрудник;Статус;Цена;Комментарий\n" + "\n".join(
        [
            f"{gone};10:00;10:45;Anna Nowak;Cut;Sam;Пришёл;120,50;с кофе",
            f"{gone};11:00;11:30;Anna Nowak;Cut;Sam;Не пришёл;;",
            f"{gone};12:00;12:30;Anna Nowak;Cut;Sam;Отменён;;",
            f"{gone};10:30;11:00;Nowak Anna;Cut;Sam;;;",
        ]
    )
    _trial, made = taken(sent(salon, text), salon)
    assert counts(made) == (4, 0, 0), reasons(made)
    done, over, missed, cancelled = Visit.objects.order_by("begins_at")
    assert [one.status for one in (done, over, missed, cancelled)] == [
        "completed", "completed", "no_show", "cancelled",
    ]  # fmt: skip
    assert (done.lines.get().price, done.comment) == (Decimal("120.50"), "с кофе")
    assert done.completed_at == done.ends_at
    assert list(Taken.objects.order_by("begins_at").values_list("visit", "is_over")) == [
        (done.pk, False),
        (over.pk, True),
    ]
    figures = ClientFigures.objects.get(client=anna)
    assert (figures.visits, figures.no_shows, figures.last_visit_at) == (2, 1, over.begins_at)
    assert figures.contacts == 2
    kinds = set(Moment.objects.filter(record="schedule.visit").values_list("kind", flat=True))
    assert kinds == {"schedule.visit_brought_in"}
    assert Moment.objects.filter(kind="schedule.visit_brought_in", happened=done.begins_at).count() == 1


def exported(by, format="csv", query="when=all"):
    export = ask_export(format=format, query=query, columns=list(visit_columns()), of="visits", by=by)
    run_jobs_once()
    export.refresh_from_db()
    return path_of(export.stored).read_bytes()


@pytest.fixture
def kept(salon, anna, sam, lena, north, day, gone):
    """Visits of every sort, as somebody else had them."""
    text = "Day;From;Until;Client;Services;By whom;State;Price;Comment;Why cancelled\n" + "\n".join(
        [
            f"{day};10:00;;Anna Nowak;Cut, Dye, long;Sam, Lena;booked;350;two of them;",
            f"{day};13:00;13:45;Anna Nowak;Cut;Sam;cancelled;;;ill",
            f"{day};13:00;13:45;Anna Nowak;Cut;Sam;confirmed;;;",
            f"{gone};09:00;10:00;Anna Nowak;Cut;Lena;completed;99.99;;",
            f"{gone};11:00;11:30;Anna Nowak;Cut;Sam;no-show;;;",
        ]
    )
    _trial, made = taken(sent(salon, text), salon)
    assert counts(made) == (5, 0, 0), reasons(made)
    return salon


@pytest.mark.parametrize(("format", "language"), [("csv", "ru"), ("xlsx", "pl"), ("csv", "en")])
def test_what_was_exported_comes_in_again_without_a_change_and_elsewhere_as_it_was(kept, format, language):
    with translation.override(language):
        file = exported(kept, format)
    _trial, made = taken(sent(kept, file, f"visits.{format}"), kept)
    assert counts(made) == (0, 5, 0), reasons(made)
    before = sorted(tell(one) for one in Visit.objects.all())
    Visit.objects.all().delete()
    _trial, made = taken(sent(kept, file, f"visits.{format}"), kept)
    assert counts(made) == (5, 0, 0), reasons(made)
    assert sorted(tell(one) for one in Visit.objects.all()) == before


def tell(visit):
    lines = [(one.service.name, one.user.name, str(one.price)) for one in visit.lines.order_by("place")]
    told = [
        str(visit.begins_at),
        str(visit.ends_at),
        visit.status,
        visit.ended_as,
        visit.comment,
        visit.client.name,
    ]
    return told, lines


def test_each_row_that_cannot_be_taken_says_why(salon, anna, sam, lena, hiring, day, gone):
    add_client(name="Anna Nowak", phone="+48 600 100 201", by=salon)
    archive_service(add_service(name="Old", minutes=10, by=salon), by=salon)
    for login in ("eva1", "eva2"):
        hiring(login, "specialist", name="Eva Kos")
    rows = {
        f"{day};10:00;Ola;;Cut;lena;": "“Ola” is no",
        f"{day};10:00;Anna Nowak;;Cut;lena;": "Several",
        f"{day};10:00;Zoe;+48600100200;Cut;lena;": "is that of Anna Nowak here",
        f"{day};10:00;;+48600100200;Curl;lena;": "“Curl” is not in the catalogue",
        f"{day};10:00;;+48600100200;Old;lena;": "not offered any more",
        f"{day};10:00;;+48600100200;Cut;Nina;": "“Nina” is no colleague here",
        f"{day};10:00;;+48600100200;Cut;Eva Kos;": "Several colleagues are called Eva Kos",
        f"{day};10:00;;+48600100200;Dye, long;sam;": "Sam does not perform Dye, long",
        f"{day};;;+48600100200;Cut;lena;": "tells no hour",
        ";10:00;;+48600100200;Cut;lena;": "tells no day",
        "31.02.2026;10:00;;+48600100200;Cut;lena;": "is no day",
        f"{day};25:00;;+48600100200;Cut;lena;": "is no hour of the clock",
        f"{day};10:00;;+48600100200;Cut;lena;perhaps": "is no state of a visit",
        f"{day};10:00;;+48600100200;Cut;lena;completed": "still to come",
        f"{day};10:00;;call her;Cut;lena;": "call her",
        f"{day + timedelta(days=2000)};10:00;;+48600100200;Cut;lena;": "within the last year and the next three",
    }
    text = "Date;Time;Client;Phone;Service;Specialist;Status\n" + "\n".join(rows)
    trial, made = taken(sent(salon, text), salon)
    assert counts(made) == (0, 0, len(rows)), [one.client for one in Visit.objects.all()]
    told = {one["number"]: one["reason"] for one in trial.trial["faults"]}
    for number, (row, why) in enumerate(rows.items(), 2):
        assert why in told[number], (row, told[number])
        assert why in reasons(made)[number], (row, reasons(made)[number])


def test_hours_that_are_left_out_or_come_twice_are_named(salon, anna):
    with clock.travel_to(clock.now().replace(year=2026, month=2, day=1)):
        text = HEAD + "\n".join(
            [
                "2026-03-29;02:30;Anna Nowak;;Cut;sam;",
                "2026-10-25;02:30;Anna Nowak;;Cut;sam;",
                "2026-10-25;03:30;Anna Nowak;;Cut;sam;",
            ]
        )
        _trial, made = taken(sent(salon, text), salon)
    assert counts(made) == (1, 0, 2), reasons(made)
    assert "There is no 02:30" in reasons(made)[2]
    assert "comes twice" in reasons(made)[3]


def test_a_visit_of_another_program_is_not_brought_in_twice_whatever_became_of_it(
    salon, anna, sam, day, gone
):
    head = "ID;Date;Time;Phone;Service;Specialist\n"
    text = head + f"7;{day};10:00;+48600100200;Cut;sam\n8;{gone};10:00;+48600100200;Cut;sam\n"
    with pytest.raises(Refused, match="Say which program"):
        tried(sent(salon, text), salon)
    _trial, made = taken(sent(salon, text), salon, program="Booking book")
    assert counts(made) == (2, 0, 0), reasons(made)
    cancel_visit(Visit.objects.get(day=day), by=salon)
    later = (
        head
        + f"7;{day};12:00;+48600100200;Cut;sam\n8;{gone};10:00;+48600100200;Cut;sam\n9;{day};10:00;+48600100200;Cut;sam\n"
    )
    trial, again = taken(sent(salon, later), salon, program="booking book")
    assert (trial.trial["added"], trial.trial["same"]) == (0, 3)
    assert counts(again) == (0, 3, 0), reasons(again)
    assert Visit.objects.count() == 2


def test_unknown_ones_are_added_by_choice_each_once(salon, sam, lena, day, gone):
    text = HEAD + "\n".join(
        [
            f"{day};10:00;Ola Lis;+48 600 700 800;Cut;sam;",
            f"{day};11:00;Ola;+48600700800;Cut;sam;",
            f"{gone};11:00;Ola Lis;+48600700800;Cut;sam;",
            f"{day};11:00;Jan;;Cut;sam;",
        ]
    )
    _trial, made = taken(sent(salon, text), salon, strangers="add")
    assert counts(made) == (3, 0, 1), reasons(made)
    ola = Client.objects.get()
    assert (ola.name, ola.visits.count()) == ("Ola Lis", 3)
    assert "Busy: Sam" in reasons(made)[5]


def test_an_import_is_taken_back_whole_but_for_what_somebody_touched(salon, anna, sam, lena, day, gone):
    seal()
    tell_all()
    text = HEAD + "\n".join(
        [
            f"{day};10:00;Anna Nowak;;Cut;sam;confirmed",
            f"{day};11:00;Anna Nowak;;Cut;sam;",
            f"{gone};11:00;Anna Nowak;;Cut;sam;",
            f"{gone};12:00;Ola;+48600700800;Cut;sam;",
            f"{day};12:00;Ola;+48600700800;Cut;sam;",
            f"{gone};13:00;Jan;+48600700900;Cut;sam;",
        ]
    )
    _trial, made = taken(sent(salon, text), salon, strangers="add")
    assert counts(made) == (6, 0, 0), reasons(made)
    seal()
    tell_all()
    edit_visit(Visit.objects.get(day=day, begins=time(11)), comment="by the window", by=salon)
    edit_client(Client.objects.get(name="Jan"), name="Jan Lis", by=salon)
    back = carrying.take_all_back(running.undo_import(made, by=salon))
    assert back.state == "undone", back.trouble
    left = Visit.objects.get()
    assert (left.begins, {name: back.figures[name] for name in ("removed", "kept")}) == (
        time(11), {"removed": 5, "kept": 1},
    )  # fmt: skip
    assert set(Client.objects.values_list("name", flat=True)) == {"Anna Nowak", "Jan Lis"}
    assert Taken.objects.count() == 1
    figures = ClientFigures.objects.get(client=anna)
    assert (figures.visits, figures.contacts, figures.next_visit_at) == (0, 0, left.begins_at)
    assert list(made.taken_offers.exclude(kept="").values_list("number", "kept")) == [(3, "touched")]


def test_of_what_is_over_nobody_is_told_and_of_what_is_to_come_as_of_any_visit(salon, anna, sam, day, gone):
    for occasion, minutes in (("booked", 0), ("before", 24 * 60), ("after", 60)):
        add_rule(occasion=occasion, minutes=minutes, texts=usual_texts(occasion), by=salon)
    add_webhook(name="Shop", url="https://shop.example/hook", by=salon)
    seal()
    tell_all()
    WebhookDelivery.objects.all().delete()
    yesterday = clock.today() - timedelta(days=1)
    rows = [f"{on};10:00;Anna Nowak;;Cut;sam;" for on in (gone, yesterday, day)]
    _trial, made = taken(sent(salon, HEAD + "\n".join(rows)), salon)
    assert counts(made) == (3, 0, 0), reasons(made)
    seal()
    tell_all()
    (message,) = Message.objects.all()
    assert (message.visit.day, message.rule.occasion) == (day, "before")
    called = WebhookDelivery.objects.values("moment_id")
    kinds = set(Moment.objects.filter(pk__in=called).values_list("kind", flat=True))
    assert "schedule.visit_booked" in kinds
    assert "schedule.visit_brought_in" not in kinds
    back = carrying.take_all_back(running.undo_import(made, by=salon))
    assert (back.figures["removed"], Message.objects.count()) == (3, 0)


def test_rooms_and_lengths_are_those_of_the_file(salon, anna, sam, north, day):
    add_thing(name="Chair 2", kind="chair", location=north, by=salon)
    text = "Date;Time;Minutes;Client;Service;Specialist;Room\n" + "\n".join(
        [f"{day};10:00;50 min;Anna Nowak;Cut;sam;Chair 2", f"{day};10:40;0:30;Anna Nowak;Cut;lena;Chair 2"]
    )
    _trial, made = taken(sent(salon, text), salon)
    assert counts(made) == (1, 0, 1)
    assert "Busy: Chair 2" in reasons(made)[3]
    visit = Visit.objects.get()
    assert visit.ends_at - visit.begins_at == timedelta(minutes=50)


def test_whoever_may_not_book_brings_no_visits_in(salon, client, hiring):
    pam = hiring("pam", "product_manager")
    with pytest.raises(NotAllowed, match="may not bring visits in"):
        sent(pam, f"{HEAD}2026-12-01;10:00;Anna;;Cut;;\n")
    client.force_login(pam)
    assert client.get("/exchange/imports/visits/").status_code == 403
    client.force_login(salon)
    assert "/exchange/imports/visits/" in client.get("/schedule/visits/").text


def test_the_pages_lead_from_the_file_to_the_visits_and_back(salon, anna, sam, client, day, north):
    client.force_login(salon)
    assert "By whom" in client.get("/exchange/imports/visits/").text
    file = BytesIO((HEAD + f"{day};10:00;Anna Nowak;;Cut;sam;\n").encode())
    file.name = "visits.csv"
    answer = client.post("/exchange/imports/visits/", {"file": file})
    assert answer.status_code == 302, answer.text
    import_ = Import.objects.get()
    page = client.get(f"/exchange/imports/{import_.uid}/columns/")
    assert page.context["form"].initial["strangers"] == "aside"
    told = {f"column-{number}": key for number, key in import_.mapping.items()}
    told |= {"strangers": "add", "location": str(north.pk), "program": ""}
    assert client.post(f"/exchange/imports/{import_.uid}/columns/", told).status_code == 302
    import_.refresh_from_db()
    carrying.try_rows(import_)
    trial = client.get(f"/exchange/imports/{import_.uid}/trial/").text
    assert "Anna Nowak" in trial
    assert "Cut · Booked" in trial
    client.post(f"/exchange/imports/{import_.uid}/start/")
    import_.refresh_from_db()
    carrying.take_all(import_)
    visit = Visit.objects.get()
    assert f"/schedule/visits/{visit.uid}/" in client.get(f"/exchange/imports/{import_.uid}/").text
