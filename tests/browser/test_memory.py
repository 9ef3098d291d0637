"""What Pomni is named for, in a browser: a promise taken out of a line, two cards of one client, a segment that counts itself."""

import time

from tests.browser.test_client_base import open_card, press


def test_a_salesperson_writes_a_line_and_the_promise_in_it_is_kept_by_keyboard_alone(come):
    page = come("salesperson")
    open_card(page, "canary-salesperson-south")
    press(page, "w")
    page.wait_for_selector("[name=text]:focus")
    page.keyboard.type("Glad with the offer. We will send her the plan by Friday")
    page.locator("#read-along .chip >> text=Next step").wait_for()
    page.keyboard.press("Control+Enter")
    step = page.locator("#what-next >> text=We will send her the plan")
    step.wait_for()
    page.locator("#timeline >> text=Glad with the offer").first.wait_for()
    step.press("Enter")
    page.get_by_role("heading", name="Close a promise").wait_for()
    press(page, "e")
    page.get_by_role("heading", name="What is next?").wait_for()
    page.wait_for_selector("[name=text]:focus")
    page.keyboard.type("Call back on Monday at 10")
    page.keyboard.press("Enter")
    page.locator("#what-next >> text=Call back").wait_for()
    page.locator("#timeline >> text=Glad with the offer").first.wait_for()
    assert not step.count()


def test_two_cards_of_one_client_are_warned_of_merged_and_taken_apart_again(come):
    page = come("director")
    for name in ("Ogrodnik Zofia", "Zofia Ogrodnik"):
        page.goto("/clients/add/")
        page.locator("input[name=name]").fill(name)
        page.locator("input[name=phone]").fill("+48 601 222 333")
        page.keyboard.press("Tab")
        if name.startswith("Zofia"):
            page.get_by_text("Here already?").wait_for()
            page.get_by_text("same phone").wait_for()
        page.get_by_role("button", name="Add", exact=False).last.click()
        page.locator("#composer").wait_for()
    page.goto("/clients/?q=ogrodnik")
    assert page.locator("#clients a[href^='/clients/']").count() == 2
    compare = page.get_by_role("row", name="Ogrodnik").get_by_role("link", name="Compare")
    until = time.monotonic() + 20
    while (
        not compare.count() and time.monotonic() < until
    ):  # cards are compared a moment after they were added
        page.goto("/clients/duplicates/")
    compare.click()
    page.get_by_role("heading", name="Two cards, one client?").wait_for()
    press(page, "m")
    page.get_by_text("Merged: ").wait_for()
    page.goto("/clients/duplicates/?state=merged")
    page.get_by_role("row", name="Ogrodnik").get_by_role("button").click()
    page.goto("/clients/?q=ogrodnik")
    assert page.locator("#clients a[href^='/clients/']").count() == 2


def test_a_segment_counts_while_it_is_put_together_and_is_a_list_when_it_is_saved(come):
    page = come("head_of_sales")
    page.goto("/clients/segments/make/")
    page.locator("[name='fact:1']").select_option("people.name")
    page.locator("[name='value:1']").fill("salesperson")
    page.keyboard.press("Tab")
    page.get_by_text("2 clients now").wait_for()
    page.locator("input[name=name]").fill("Of the team")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("link", name="Of the team").first.wait_for()
    page.goto("/clients/")
    page.get_by_role("link", name="Of the team").first.click()
    page.wait_for_load_state()
    told = page.locator("#clients a[href^='/clients/']").all_inner_texts()
    assert sorted(told) == ["Client canary-salesperson-south", "Client canary-salesperson2-south"]


def test_on_a_small_phone_every_filter_of_the_list_is_within_reach(come):
    page = come("director")
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto("/clients/")
    page.get_by_role("button", name="Filter").first.click()
    last = page.locator("#id_added_to")
    last.wait_for()
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] <= 600
