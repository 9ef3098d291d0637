"""Completing a visit: what was done is sold, paid and followed up in one act, which is taken back whole."""

import re
from datetime import time, timedelta
from decimal import Decimal

import pytest

from pomni.agenda.models import Promise
from pomni.billing.commands import Paid, Sold, make_sale, set_discount_limit, take_payment, take_prepayment
from pomni.billing.models import Payment, Sale
from pomni.billing.queries import holdings_of
from pomni.billing.standing import on_balance, owed, standing_of
from pomni.catalog.commands import add_good, add_package, add_price_list, set_prices
from pomni.kit.errors import NotAllowed, Refused
from pomni.people.models import ClientFigures
from pomni.schedule.commands import (
    Next,
    Promised,
    book_visit,
    cancel_visit,
    complete_visit,
    reopen_visit,
    set_status,
)
from pomni.schedule.laying import Busy, Wanted
from pomni.schedule.models import Completion, Visit
from pomni.team.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def visit(vera, sam, anna, north, day, cut, dye):
    lines = [Wanted(cut, sam), Wanted(dye, sam)]
    return book_visit(anna, location=north, day=day, begins=time(10), lines=lines, by=vera)


def figures(client):
    told = ClientFigures.objects.get(client=client)
    return told.paid, told.balance


def test_what_was_booked_is_sold_and_what_is_not_paid_is_owed(vera, anna, visit):
    made = complete_visit(visit, paid=[Paid("cash", Decimal(150)), Paid("card", Decimal(50))], by=vera)
    visit.refresh_from_db()
    assert (visit.status, visit.completed_at is None) == ("completed", False)
    assert (made.sale.total, owed(made.sale)) == (400, 200)
    assert [(line.name, line.amount) for line in made.sale.lines.order_by("place")] == [
        ("Haircut", 100),
        ("Dye", 300),
    ]
    assert figures(anna) == (200, -200)
    take_payment(made.sale, way="transfer", amount=Decimal(200), by=vera)
    assert figures(anna) == (400, 0)
    with pytest.raises(Refused, match="more than is to be paid"):
        take_payment(made.sale, way="cash", amount=Decimal(1), by=vera)


def test_completing_does_all_of_it_or_nothing(vera, anna, visit, day, sam, north, cut):
    again = Next(day + timedelta(days=30), time(10))
    words = {"next_visit": again, "advice": "Wash with cold water", "promise": Promised("Order the shade")}
    book_visit(location=north, day=again.day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    with pytest.raises(Busy) as busy:
        complete_visit(visit, paid=[Paid("cash")], **words, by=vera)
    assert busy.value.field == "next_begins"
    assert [one.objects.count() for one in (Sale, Promise, Completion)] == [0, 0, 0]
    words["next_visit"] = Next(day + timedelta(days=31), time(10))
    made = complete_visit(visit, paid=[Paid("cash")], **words, by=vera, key="one")
    assert complete_visit(visit, paid=[Paid("cash")], **words, by=vera, key="one") == made
    with pytest.raises(Refused, match="completed already"):
        complete_visit(visit, paid=[Paid("cash")], by=vera)
    assert [line.service.name for line in made.next_visit.lines.order_by("place")] == ["Haircut", "Dye"]
    assert (made.note.text, made.promise.text) == ("Wash with cold water", "Order the shade")
    assert (Sale.objects.count(), Payment.objects.get().amount) == (1, 400)


def test_a_completion_is_taken_back_whole_and_what_was_touched_stays(vera, anna, visit, day):
    words = {"next_visit": Next(day + timedelta(days=31), time(10)), "promise": Promised("Order the shade")}
    take_prepayment(anna, location=visit.location, way="cash", amount=Decimal(60), by=vera)
    made = complete_visit(visit, paid=[Paid("balance"), Paid("cash", Decimal(100))], **words, by=vera)
    assert (owed(made.sale), on_balance(anna.pk), figures(anna)) == (240, 0, (160, -240))
    reopen_visit(visit, by=vera)
    made.refresh_from_db()
    assert (made.next_visit.status, made.promise.state, made.left) == ("cancelled", "let_go", [])
    assert (on_balance(anna.pk), figures(anna), Sale.objects.count()) == (60, (60, 60), 2)
    assert sum(one.total for one in Sale.objects.all()) == 0
    again = complete_visit(visit, paid=[Paid("balance")], **words, by=vera)
    set_status(again.next_visit, status="confirmed", by=vera)
    reopened = reopen_visit(visit, by=vera)
    again.refresh_from_db()
    assert (again.left, again.next_visit.status, reopened.status) == (["next_visit"], "confirmed", "started")
    assert reopen_visit(visit, by=vera).status == "started"
    assert standing_of(anna.pk).balance == 60


def test_a_discount_asks_for_a_right_a_reason_and_stays_within_the_limit_of_the_role(
    vera, hire, visit, cut, sam
):
    desk = hire("olga", "front_desk")
    set_discount_limit(Role.objects.get(preset="front_desk"), per_cent=Decimal(10), by=vera)
    with pytest.raises(Refused) as no:
        complete_visit(visit, discount=Decimal(11), why="Birthday", by=desk)
    assert "10 per cent off at most" in str(no.value)
    cheap = [Sold(cut, sam, price=Decimal(80), usual=Decimal(100))]  # a lower price is a discount as well
    with pytest.raises(Refused, match="off at most"):
        complete_visit(visit, lines=cheap, why="Birthday", by=desk)
    with pytest.raises(Refused, match="Say why"):
        complete_visit(visit, discount=Decimal(10), by=desk)
    with pytest.raises(Refused, match="gives no discounts"):
        complete_visit(visit, discount=Decimal(1), why="Birthday", by=sam)
    made = complete_visit(visit, discount=Decimal(10), why="Birthday", by=desk)
    assert (made.sale.total, made.sale.why) == (360, "Birthday")


def test_a_visit_is_completed_nowhere_else_and_not_without_the_right_to_take_money(
    vera, sam, visit, north, day, cut
):
    with pytest.raises(Refused, match="Complete it"):
        set_status(visit, status="completed", by=vera)
    with pytest.raises(NotAllowed):
        complete_visit(visit, paid=[Paid("cash")], by=sam)
    complete_visit(visit, by=sam)
    for act in (lambda: set_status(visit, status="started", by=vera), lambda: cancel_visit(visit, by=vera)):
        with pytest.raises(Refused):
            act()
    with pytest.raises(NotAllowed):
        reopen_visit(visit, by=sam)
    hall = book_visit(location=north, day=day, begins=time(15), lines=[Wanted(cut, sam)], by=vera)
    with pytest.raises(Refused, match="Nobody is known who would owe"):
        complete_visit(hall, by=vera)
    complete_visit(hall, paid=[Paid("card")], by=vera)
    assert Visit.objects.filter(status="completed").count() == 2


def test_what_is_bought_with_a_visit_is_on_the_same_screen_at_the_prices_of_its_place(
    vera, anna, visit, north, cut, client
):
    soap = add_good(name="Soap", price=Decimal(50), by=vera)
    ten = add_package(name="Ten cuts", price=Decimal(800), rows=[(10, [cut])], by=vera)
    listed = add_price_list(name="North", locations=[north], by=vera)
    set_prices(listed, prices={soap: Decimal(60)}, by=vera)
    client.force_login(vera)
    sent = {}
    for number, line in enumerate(visit.lines.select_related("service", "user").order_by("place")):
        sent |= {f"service-{number}": str(line.service.uid), f"user-{number}": str(line.user.uid)}
    sent |= {
        "cover-0": "bought",
        "thing-2": f"good.{soap.uid}",
        "quantity-2": "2",
        "thing-3": f"package.{ten.uid}",
    }
    at = f"/schedule/visits/{visit.uid}/complete/"
    counted = client.post(at, sent | {"count": "1"}, headers={"HX-Request": "true"})
    assert "1,220" in counted.content.decode()
    assert client.post(at, sent | {"way-0": "cash"}).status_code == 302
    sale = Sale.objects.get()
    assert (sale.total, owed(sale), holdings_of(anna)[0].allowances.get().left) == (1320, 0, 9)
    assert {one.way: one.amount for one in Payment.objects.all()} == {"package": 100, "cash": 1220}
    reopen_visit(visit, by=vera)
    assert holdings_of(anna) == []


def test_a_package_the_balance_or_the_usual_way_is_chosen_already_and_never_a_debt(
    vera, anna, visit, north, cut, dye, client
):
    client.force_login(vera)

    def chosen():
        page = client.get(f"/schedule/visits/{visit.uid}/complete/").content.decode()
        found = dict(re.findall(r'<select name="(way-0|cover-\d)"(.*?)</select>', page, re.S))
        return {name: re.search(r'value="([^"]*)" selected', told)[1] for name, told in found.items()}, page

    assert chosen()[0] == {"way-0": "cash", "cover-0": "", "cover-1": ""}
    take_prepayment(anna, location=north, way="card", amount=Decimal(100), by=vera)
    assert chosen()[0]["way-0"] == "card"  # as this colleague was paid last
    one = add_package(name="One cut", price=Decimal(80), rows=[(1, [cut, dye])], by=vera)
    make_sale(
        anna,
        location=north,
        lines=[Sold(package=one, price=Decimal(80))],
        paid=[Paid("card", Decimal(80))],
        by=vera,
    )
    ways, page = chosen()
    assert (ways["cover-0"] != "", ways["cover-1"]) == (True, "")  # one visit pays for one line
    assert "300" in page
    take_prepayment(anna, location=north, way="card", amount=Decimal(300), by=vera)
    assert chosen()[0]["way-0"] == "balance"
