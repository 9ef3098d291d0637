"""The front desk runs a day on the board, by keys and by pointer."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest

from pomni.kit import clock

from .conftest import sign_in

PLANTED = """
import django; django.setup()
from pomni.catalog.commands import add_service, set_performers
from pomni.kit import clock
from pomni.people.commands import add_client
from pomni.schedule.models import Pattern
from pomni.team.models import Location, User
director, north = User.objects.get(username="director"), Location.objects.get(name="North")
people = [director, User.objects.get(username="specialist")]
for user in people:
    hours = [[["08:00", "20:00"]]]
    Pattern.objects.create(user=user, location=north, begins_on=clock.today(), days=hours, off_on_holidays=False)
cut = add_service(name="Haircut", minutes=60, price=100, by=director)
set_performers(cut, performers=[(user, None, None) for user in people], by=director)
add_client(name="Anna Lis", phone="+48 600 100 277", by=director)
"""


@pytest.fixture(scope="module")
def planted(own):
    """The Pomni of these stories, with two who work all day."""
    settings = {"DJANGO_SETTINGS_MODULE": "pomni.config.settings"}
    subprocess.run([sys.executable, "-c", PLANTED], env=own.environ | settings, check=True, timeout=60)
    return own


def test_a_known_caller_and_a_walk_in_are_booked_received_carried_and_taken_back(planted, person):
    page, other = person(planted.address), person(planted.address, width=390)
    for one in (page, other):
        sign_in(one, "director")
        one.goto("/schedule/")
        one.get_by_role("link", name="The day after").click()
        one.wait_for_url(re.compile("on="))
        one.locator("#journal").wait_for()
    visits = page.locator("#journal a.visit")

    # A known caller: n, the end of the phone, Enter, the service, Enter.
    page.keyboard.press("n")
    page.locator("#book-aside[open]").wait_for()
    page.keyboard.type("0277")
    page.locator("#book-aside .options").get_by_text("Anna Lis").wait_for()
    page.keyboard.press("Enter")
    page.locator("#book-in [name=service-0]").select_option(label="Haircut")
    page.locator("#book-in [name=begins]").fill("10:00")  # by now it may be night, when nobody works
    page.locator("#book-in [type=submit]").click()
    visits.get_by_text("Anna Lis").wait_for()
    # The live news may show her before the answer comes that closes the drawer.
    page.locator("#book-aside[open]").wait_for(state="hidden")

    # Somebody who walks in: what is usual stands there already, so their name and Enter are enough.
    page.keyboard.press("n")
    page.locator("#book-aside[open]").wait_for()
    page.keyboard.type("Jan Kos")
    page.locator("#book-aside .options").get_by_text("Somebody new").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    visits.get_by_text("Jan Kos").wait_for()
    other.locator("#journal a.visit").get_by_text("Jan Kos").wait_for(timeout=5000)

    # Received by one press, and carried by keys, and back.
    page.locator("a.visit", has_text="Anna Lis").click()
    page.get_by_role("button", name="Has arrived").click()
    page.locator("a.visit.arrived", has_text="Anna Lis").wait_for()
    visit = page.locator("a.visit", has_text="Jan Kos")
    was = visit.locator(".when").inner_text()
    visit.focus()
    page.keyboard.press("Shift+ArrowDown")
    page.locator("#toasts").get_by_text("The visit is moved.").wait_for()
    assert visit.locator(".when").inner_text() != was
    page.locator("#toasts [data-undo] button").last.click()
    page.locator("a.visit", has_text="Jan Kos").locator(
        ".when", has_text=re.compile(re.escape(was))
    ).wait_for()


def test_arrows_walk_over_visits_and_free_time_and_an_unknown_phone_becomes_somebody_new(planted, person):
    page = person(planted.address)
    sign_in(page, "director")
    page.goto(f"/schedule/?on={clock.today() + timedelta(days=20)}")
    page.locator("#journal").focus()
    page.keyboard.press("ArrowDown")
    free = page.locator("#journal .free:focus")
    first = page.locator(".column", has=page.locator(".free")).get_attribute("id")
    assert free.inner_text().startswith("8:00")
    page.keyboard.press("ArrowDown")
    assert free.inner_text().startswith("8:30")
    page.keyboard.press("ArrowRight")
    assert page.locator(".column", has=page.locator(".free")).get_attribute("id") != first
    assert free.inner_text().startswith("8:30")

    # Enter books there; nobody has this phone, so only the name is left to say.
    page.keyboard.press("Enter")
    page.locator("#book-aside[open]").wait_for()
    assert page.locator("#book-in [name=begins]").input_value() == "8:30"
    page.keyboard.type("600 777 999")
    page.locator("#book-aside .options").get_by_text("Nobody has the phone 600 777 999").wait_for()
    page.keyboard.press("Enter")
    page.locator("#book-in [name=service-0]").select_option(label="Haircut")
    page.locator("#book-in [type=submit]").click()
    page.locator("#book-in [name=name]:focus").wait_for()
    assert page.locator("#book-in [name=phone]").input_value() == "600 777 999"
    page.keyboard.type("Ewa Nowa")
    page.keyboard.press("Enter")
    visit = page.locator("#journal a.visit", has_text="Ewa Nowa")
    visit.wait_for()
    page.locator("#book-aside[open]").wait_for(state="hidden")

    # An arrow leads from it to the free time above it, and back; Enter opens it.
    visit.focus()
    page.keyboard.press("ArrowUp")
    assert free.inner_text().startswith("8:00")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#visit-aside[open]").get_by_text("Ewa Nowa").wait_for()

    # What is to be paid is counted up while it is written.
    page.goto(f"{visit.get_attribute('href')}complete/")
    page.locator("#counted").get_by_text("100").first.wait_for()
    page.locator("[name=quantity-0]").fill("3")
    page.keyboard.press("Tab")
    page.locator("#counted").get_by_text("300").first.wait_for()
