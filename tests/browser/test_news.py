"""What happens elsewhere comes to an open page: the bell counts it, and opens it."""

import re

from .conftest import sign_in


def test_a_colleague_asks_for_a_right_and_the_directors_open_page_learns_of_it(seeded, person):
    director, seller = person(seeded.address), person(seeded.address, width=390)
    sign_in(director, "director")
    sign_in(seller, "salesperson")
    director.goto("/notices/")
    before = director.locator("#bell .count").count() and int(director.locator("#bell .count").inner_text())
    seller.goto("/team/roles/")
    seller.get_by_role("button", name="Ask for access").click()
    seller.wait_for_url(lambda url: "/team/roles" not in url)
    director.locator("#bell .count").get_by_text(str(before + 1), exact=True).wait_for()
    director.locator("#bell").click()
    director.locator("#newest-notices").get_by_text(re.compile("asks for a right")).first.click()
    director.wait_for_url(re.compile(r"/team/[0-9a-f-]+/"))


def test_today_is_reached_by_keys_and_its_steps_can_be_put_aside(seeded, person):
    page = person(seeded.address)
    sign_in(page, "director")
    page.goto("/team/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.get_by_role("heading", name="Set Pomni up").wait_for()
    page.get_by_role("button", name="Hide").click()
    page.get_by_role("button", name=re.compile("Show the steps")).click()
    page.get_by_role("heading", name="Set Pomni up").wait_for()
