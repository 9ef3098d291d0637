"""A specialist's day on a phone: who comes next and what to know of them, begun and done by a tap, own shifts, days off."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from tests.browser import axe
from tests.browser.conftest import sign_in

PLANTED = """
import django; django.setup()
from zoneinfo import ZoneInfo
from pomni.catalog.commands import add_service
from pomni.kit import clock
from pomni.people.commands import add_client, add_note, add_peculiarity
from pomni.schedule.commands import Wanted, book_visit
from pomni.schedule.models import Pattern
from pomni.team.models import Location, User
director, north = User.objects.get(username="director"), Location.objects.get(name="North")
sam = User.objects.get(username="specialist")
there = clock.now().astimezone(ZoneInfo(north.zone))
every_day = [[["00:00", "23:45"]]]
Pattern.objects.create(user=sam, location=north, begins_on=there.date(), days=every_day, off_on_holidays=False)
cut = add_service(name="Haircut", minutes=15, price=100, performers=[(sam, None, None)], by=director)
anna = add_client(name="Anna Lis", phone="+48 601 700 277", responsible=sam, by=director)
add_peculiarity(anna, kind="allergy", text="latex", by=director)
add_note(anna, text="Likes it short.", by=director)
book_visit(anna, location=north, day=there.date(), begins=there.time(), lines=[Wanted(cut, sam)], by=director)
"""


def test_a_specialist_goes_through_the_day_on_a_phone(own, person):
    settings = {"DJANGO_SETTINGS_MODULE": "pomni.config.settings"}
    subprocess.run([sys.executable, "-c", PLANTED], env=own.environ | settings, check=True, timeout=60)
    page = person(own.address, width=390, height=844, dark=True)
    sign_in(page, "specialist")
    page.goto("/")
    mine = page.locator("#my-visits")
    mine.get_by_text("Anna Lis").first.wait_for()
    mine.get_by_text(re.compile("latex")).first.wait_for()
    mine.get_by_text("Likes it short.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe.faults(page) == []
    mine.get_by_role("button", name="Begin").first.click()
    mine.get_by_role("button", name="Done").click()
    mine.get_by_text("visit is done").wait_for()

    mine.get_by_role("link", name="My shifts").click()
    page.get_by_role("heading", level=1, name="My shifts").wait_for()
    page.locator("main .table").get_by_text("North").first.wait_for()
    page.get_by_role("link", name="Ask for days off").click()
    page.locator("[name=begins_on]").fill((datetime.now(UTC) + timedelta(days=30)).date().isoformat())
    page.locator("[name=ends_on]").fill((datetime.now(UTC) + timedelta(days=31)).date().isoformat())
    page.locator("main form [type=submit]").first.click()
    page.goto("/schedule/mine/")
    page.locator("main").get_by_text("Absences").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
