"""Nothing keeps people out of a page: axe over every page of the house, in Russian wide and light, narrow and dark, and each
in Polish or English on a phone. Pages are found by walking the routes, and records by following the links of the pages.
"""

import re
from collections import Counter

import pytest
from django.urls import resolve
from django.urls.exceptions import Resolver404

from pomni.config.routes import all_routes
from tests.browser import axe
from tests.browser.conftest import PASSWORD, sign_in

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Not pages: what scripts ask for, what programs read, what is downloaded.
NO_PAGES = re.compile(
    r"^(api/|healthz$|readyz$|look/|live/|notices/newest/|brand/)|/download/$|webauthn/login/$"
)
NO_PLACE = re.compile(r"[<^(]")  # the route wants a record
AMOCRM = """ID;Тип;Полное имя контакта;Ответственный;Теги;Рабочий телефон;Рабочий email
17;контакт;Анна Лис;Кто-то Другой;VIP;8 916 123-45-67;anna@example.com
"""
SIGNED_OUT = (
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/nothing-here/",
)


class Walk:
    """Goes through the house as its director, and notes what it found."""

    def __init__(self, browser, address):
        self.address = address
        self.context = browser.new_context(base_url=address, reduced_motion="reduce", viewport=NARROW)
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.faults, self.seen = [], {}

    def come_in(self):
        sign_in(self.page, "director")

    def speak(self, language):
        """Choose the language, as the person does."""
        self.page.goto("/me/language/")
        self.page.locator("main select[name=language]").select_option(language)
        self.page.locator("main form.form button[type=submit]").click()
        self.page.wait_for_selector(f"html[lang={language}]")

    def opens(self, address):
        """Go there. Whether a page of ours came of it, and not another one to which it sent us on."""
        try:
            answer = self.page.goto(address, wait_until="load")
        except Exception as trouble:
            if "Download is starting" in str(trouble) or "ERR_ABORTED" in str(trouble):
                return False
            raise
        assert answer.status < 500, f"{answer.status} {address}"
        if "reauthenticate" in self.page.url:
            self.page.locator("input[name=password]").fill(PASSWORD)
            self.page.keyboard.press("Enter")
            self.page.wait_for_url(lambda url: "reauthenticate" not in url)
        went = self.page.url.removeprefix(self.address)
        return went.split("?")[0] == address.split("?")[0] and self.page.evaluate(
            "document.body.matches('.app, .plain')"
        )

    def note(self, where, options=axe.EVERY_RULE):
        """Ask axe, and write down what it says."""
        self.faults += [f"{where}: {fault}" for fault in axe.faults(self.page, options)]

    def look_twice(self, where):
        """The open page wide and light, narrow and dark."""
        for width, theme in ((WIDE, "light"), (NARROW, "dark")):
            self.page.set_viewport_size(width)
            self.page.emulate_media(color_scheme=theme)
            self.note(f"{where} {width['width']} {theme}")
        self.page.emulate_media(color_scheme="light")

    def links(self):
        """Addresses of the house that the open page leads to, by their routes."""
        hrefs = self.page.locator("a[href^='/']").evaluate_all(
            "links => links.map((link) => link.getAttribute('href'))"
        )
        for href in hrefs:
            try:
                yield resolve(href.split("?")[0].split("#")[0]).route, href.split("#")[0]
            except Resolver404:
                continue


@pytest.fixture(scope="module")
def walked(browser, seeded):
    """The walk through all pages."""
    walk = Walk(browser, seeded.address)
    for address in SIGNED_OUT:
        walk.page.goto(address)
        walk.look_twice(address)
    walk.come_in()
    walk.speak("ru")
    through_all(walk)
    beyond_links(walk)
    for number, language in enumerate(("pl", "en")):  # every other page each: rules seldom hang on words
        walk.speak(language)
        walk.page.set_viewport_size(NARROW)
        for address in list(walk.seen.values())[number::2]:
            if walk.opens(address):
                walk.note(f"{address} {language}", axe.WORDS)
    lock_the_screen(walk)
    walk.look_twice("/locked/")
    yield walk
    walk.context.close()


def lock_the_screen(walk):
    """Set a PIN, and lock the screen with it."""
    walk.opens("/me/pin/")
    walk.page.locator("input[name=pin]").fill("4829")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**/me/")
    walk.page.keyboard.press("Shift+L")
    walk.page.wait_for_url("**/locked/")


def through_all(walk):
    """Every page in Russian: those without a record first, then each kind of record once, as links to it turn up."""
    paths = {
        route.path for route in all_routes() if "GET" in route.methods and not NO_PAGES.search(route.path)
    }
    waiting = [(path, f"/{path}") for path in sorted(paths) if not NO_PLACE.search(path)]
    opened = Counter()
    while waiting:
        path, address = waiting.pop(0)
        # A second record of a kind may lead to pages to which the first, perhaps the director's own, does not.
        if (
            opened[path] > bool(NO_PLACE.search(path))
            or address in walk.seen.values()
            or not walk.opens(address)
        ):
            continue
        opened[path] += 1
        if path not in walk.seen:
            walk.seen[path] = address
            walk.look_twice(address)
        waiting += [
            link for link in dict.fromkeys(walk.links()) if link[0] in paths and not opened[link[0]] > 1
        ]


def beyond_links(walk):
    """What no link of a new company leads to: pages that follow a form, and what custom fields, parts and files add."""
    page = walk.page
    card, colleague = (walk.seen[path] for path in ("clients/<uuid:uid>/", "team/<uuid:uid>/hand-over/"))
    field = own_field(walk, "Куратор", "colleague")
    walk.opens("/settings/fields/")
    walk.look_twice("fields")
    for address in (
        field,
        "/clients/add/",
        f"{card}own/",
        f"{card}?on=2024-01-31",
        f"{colleague}?rule=evenly&q=а",
    ):
        walk.opens(address)
        walk.look_twice(address)
    walk.opens("/clients/segments/make/")
    page.locator("button[value=some]").click()
    page.wait_for_selector("[name=roles]")
    walk.look_twice("a segment for some")
    walk.opens(f"{card}disclose/")
    page.locator(".page form button[type=submit]").first.click()
    page.wait_for_selector("dl.facts")
    walk.look_twice("what is kept of a client")
    bring_in(walk)
    walk.opens(field)
    page.locator("form[action$='/archive/'] button").click()
    page.wait_for_url("**/settings/fields/")


def own_field(walk, name, kind):
    """Define a required custom field; the address of its page."""
    page = walk.page
    walk.opens("/settings/fields/add/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=kind]").select_option(kind)
    page.locator("[name=is_required]").check()
    page.locator("button.primary[value=save]").click()
    page.wait_for_url("**/settings/fields/")
    return page.get_by_role("link", name=name).get_attribute("href")


def bring_in(walk):
    """The columns of a file of another program that names somebody who does not work here, and its trial."""
    page = walk.page
    walk.opens("/exchange/imports/add/")
    file = {"name": "contacts.csv", "mimeType": "text/csv", "buffer": AMOCRM.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".page form.form button[type=submit]").click()
    page.wait_for_url("**/reading/")
    page.locator("#import-reading button[type=submit]:visible").click()
    page.wait_for_url("**/columns/")
    page.locator("select[name=column-3]").select_option("responsible")
    page.locator(".page form.form button.primary").click()
    page.wait_for_selector("#faults-title")
    walk.look_twice("trial of a file")
    page.locator(".alert a[href$='/columns/']").click()
    page.wait_for_selector("#people-title")
    walk.look_twice("columns of a file")


def test_axe_finds_nothing_on_any_page_in_any_language(walked):
    assert not walked.faults, "\n".join(["", *walked.faults])


def test_the_walk_saw_pages_without_and_with_a_record(walked):
    assert {"ui/", "clients/", "team/", "me/", "clients/<uuid:uid>/", "team/<uuid:uid>/"} <= set(walked.seen)


def test_axe_finds_nothing_where_a_company_begins(browser, fresh):
    walk = Walk(browser, fresh.address)
    begin = fresh.first_link.removeprefix(fresh.address)
    for address in ("/", begin, *(f"{begin}{step}/" for step in ("company", "country", "you"))):
        walk.page.goto(address)
        walk.look_twice(address)
    assert not walk.faults, "\n".join(["", *walk.faults])
    walk.context.close()


def test_axe_would_tell_of_a_fault(browser, seeded):
    walk = Walk(browser, seeded.address)
    walk.page.goto("/account/login/")
    assert axe.faults(walk.page) == []
    walk.page.evaluate("document.querySelector('label').remove()")
    assert any("label" in fault for fault in axe.faults(walk.page))
    walk.page.evaluate("document.querySelector('h1').style.color = '#999'")
    assert any("color-contrast" in fault for fault in axe.faults(walk.page, axe.COLOURS))
    walk.context.close()
