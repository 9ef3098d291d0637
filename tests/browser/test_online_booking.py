"""A client books, moves and cancels by themselves: on a phone, without scripts and with them, and from the company's own site."""

import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser import axe

PLANTED = """
import django; django.setup()
from datetime import timedelta
from pomni.booking.commands import set_up_booking
from pomni.catalog.commands import add_service, set_performers
from pomni.kit import clock
from pomni.reminders.commands import set_gateway
from pomni.schedule.models import Pattern
from pomni.team.models import Location, User
director, north = User.objects.get(username="director"), Location.objects.get(name="North")
sam = User.objects.get(username="specialist")
begins = clock.today() - timedelta(days=1)
Pattern.objects.create(
    user=sam, location=north, begins_on=begins, days=[[["08:00", "20:00"]]], off_on_holidays=False
)
for name, minutes in (("Haircut", 45), ("Beard trim", 15)):
    service = add_service(name=name, minutes=minutes, price=100, by=director)
    set_performers(service, performers=[(sam, None, None)], by=director)
set_gateway(channel="sms", kind="file", by=director)
set_up_booking(
    locations=[north], is_on=True, code_by="phone", sites=["SITE"], consent="I agree that my details are kept.",
    greeting="Welcome.", phone="+48 22 000 00 00", by=director,
    questions=[{"text": "Allergies?", "kind": "yes_no", "choices": [], "is_required": True}],
)
"""
HOST = '<!doctype html><title>Salon</title><a data-pomni-book href="{0}/book/">Book</a><script src="{0}/book/embed.js"></script>'


@pytest.fixture(scope="module")
def site(own):
    """The company's own site, of another origin."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(HOST.format(own.address).encode())

        def log_message(self, *said):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


@pytest.fixture(scope="module")
def counter(own, site):
    """A Pomni in which the desk of North can be booked online, and codes go into a folder."""
    settings = {"DJANGO_SETTINGS_MODULE": "pomni.config.settings"}
    planted = PLANTED.replace("SITE", site)
    subprocess.run([sys.executable, "-c", planted], env=own.environ | settings, check=True, timeout=60)
    return own


def told_by_sms(counter, page, wanted):
    """What was last sent to a phone, in which this is found."""
    folder = counter.folder / "messages" / "sms"
    for _try in range(100):
        newest_first = sorted(folder.glob("*.txt"), key=lambda one: one.stat().st_mtime, reverse=True)
        for text in (one.read_text() for one in newest_first):
            if found := re.search(wanted, text):
                return found[0]
        page.wait_for_timeout(100)
    raise AssertionError("no message came")


@pytest.mark.parametrize(("scripts", "phone"), [(False, "+48 601 700 201"), (True, "+48 601 700 202")])
def test_a_client_books_two_services_by_a_code_moves_and_cancels_by_the_link(
    browser, counter, come, scripts, phone
):
    context = browser.new_context(
        base_url=counter.address, viewport={"width": 390, "height": 844}, locale="pl-PL",
        java_script_enabled=scripts, color_scheme="dark" if scripts else "light",
    )  # fmt: skip
    context.set_default_timeout(10_000)
    page = context.new_page()

    def look(heading):
        page.get_by_role("heading", level=1, name=heading).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        if scripts:
            assert axe.faults(page) == []

    page.goto("/book/")
    look("Co chcesz zarezerwować?")  # the language is the browser's, until another one is chosen
    page.get_by_role("link", name="English").click()
    look("What would you like to book?")
    page.get_by_label("Haircut").check()
    page.get_by_label("Beard trim").check()
    page.get_by_role("button", name="Choose a time").click()
    look("When would you like to come?")
    assert page.locator(".basket .cost").all_inner_texts() == ["100", "100", "200"]
    page.get_by_role("link", name="Later days").click()
    page.wait_for_url(re.compile("from="))
    page.locator(".times a").first.click()
    look("Who is coming?")
    page.get_by_label("Your name").fill("Anna Nowak")
    page.get_by_label("Phone").fill(phone)
    page.get_by_label("Allergies?").select_option("no")
    page.get_by_role("button", name="Send me a code").click()
    look("Who is coming?")  # the consent was forgotten, and what was typed stays
    page.get_by_role("link", name="Without this we may not keep your details.").click()  # leads to its field
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send me a code").click()
    look("Your code")
    page.get_by_label("Code").fill(
        told_by_sms(counter, page, rf"(?<={re.escape(phone.replace(' ', ''))}\n\n)\d{{6}}")
    )
    page.get_by_role("button", name="Book").click()
    look("You are booked")
    with page.expect_download() as file:
        page.get_by_role("link", name="Put it into the calendar").click()
    text = file.value.path().read_text()
    assert "SUMMARY" in text
    assert "Beard trim\\, Haircut" in text
    assert "SEQUENCE:0" in text

    page.get_by_role("link", name="Move to another time").click()
    look("When would you like to come?")
    page.locator(".times a").last.click()
    look("Move the visit")
    was = page.locator(".basket strong").last.inner_text()
    page.get_by_role("button", name="Move to").click()
    look("You are booked")
    assert page.locator("dd strong").first.inner_text() == was

    page.goto(
        told_by_sms(counter, page, rf"(?<={re.escape(phone.replace(' ', ''))}\n)[\s\S]*http\S+").split()[-1]
    )
    page.get_by_role("link", name="Cancel the visit").click()
    look("Cancel the visit?")
    page.get_by_role("button", name="Cancel the visit").click()
    look("Your visit is cancelled")
    assert (page.evaluate("document.cookie") if scripts else "") == ""
    context.close()

    desk = come("front_desk")  # of the place, who is told of what clients do by themselves
    desk.goto("/notices/")
    for told in ("Booked online", "moved a visit", "cancelled a visit"):
        desk.locator(".notice", has_text=told).first.wait_for()
    desk.locator(".notice", has_text="cancelled a visit").first.click()
    desk.locator("main").get_by_text("Anna Nowak").first.wait_for()
    assert "Cancelled" in desk.locator("main").inner_text()


def test_the_page_opens_within_the_companys_own_site(counter, site, person):
    page = person(site)
    page.goto("/")
    page.get_by_role("link", name="Book").click()
    page.frame_locator("dialog iframe").get_by_role("heading", name="What would you like to book?").wait_for()
    page.get_by_role("button", name="Esc").click()
    page.locator("dialog").wait_for(state="detached")
