"""What Pomni is named for, in a browser: a promise taken out of a line, two cards of one client, a segment that counts itself."""

import re
import time

from tests.browser.conftest import sign_in
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


def test_a_day_of_a_filter_is_typed_or_picked_and_what_is_none_is_said_where_one_types(come):
    page = come("director")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/clients/")
    page.get_by_role("button", name="Filter").first.click()
    day = page.locator("#id_added_from")
    day.fill("soon")
    page.keyboard.press("Tab")
    page.locator("#filters-said", has_text="Added from: Write a day such as").wait_for()
    assert day.input_value() == "soon"
    day.fill("yesterday")
    page.keyboard.press("Tab")
    page.wait_for_url(re.compile(r"added_from=\d{4}-\d\d-\d\d$"))
    assert page.locator("#filters-said").inner_text() == ""
    pick(page, day, "2026-11-05")
    page.wait_for_url("**added_from=2026-11-05")
    assert day.input_value() == "5 Nov 2026", (
        "the list heard of what was picked, and not of what stood there before"
    )


def test_the_days_of_a_condition_are_typed_and_counted_by_keyboard_alone(come):
    page = come("director")
    page.goto("/clients/segments/make/")
    page.locator("[name='fact:1']").select_option("people.added")
    page.locator("[name='is:1']").select_option("between")
    page.locator("#value2-1").wait_for()
    page.locator("#value-1").fill("1.11.2020")
    page.keyboard.press("Tab")
    page.locator("#value2-1:focus[aria-invalid]").wait_for()
    page.keyboard.type("tomorrow")
    page.keyboard.press("Tab")
    page.locator("#found-number", has_text="clients now").wait_for()
    assert page.locator("#value-1").input_value() == "1 Nov 2020"
    assert page.locator(".condition-line .end:focus").count() == 1, "the calendar is the next to be reached"
    pick(page, page.locator("#value-1"), "2021-01-02")
    page.locator(".said-lines", has_text="2 Jan 2021").wait_for(state="attached")


def pick(page, field, day):
    """What the browser's calendar does when a day is chosen in it, which no program can press."""
    native = field.locator("xpath=following-sibling::input")
    native.evaluate(
        "(node, day) => { node.value = day; node.dispatchEvent(new Event('change', { bubbles: true })); }",
        day,
    )


def test_without_scripts_a_past_day_of_a_card_and_days_of_figures_are_typed(own, browser):
    context = browser.new_context(base_url=own.address, java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    sign_in(page, "director")
    page.goto("/clients/figures/")
    assert not page.locator("[data-calendar]").first.is_visible(), "nothing would open"
    page.locator("#id_from").fill("1.10.2026")
    page.locator("#id_to").fill("31 Feb")
    page.get_by_role("button", name="Show").click()
    assert "from=2026-10-01" in page.url
    assert page.locator("#id_from").input_value() == "1 Oct 2026", (
        "in the language of the page, whatever the browser's"
    )
    assert page.locator("#id_to").input_value() == "31 Feb"
    assert page.locator("#id_to_error").is_visible()
    page.goto("/clients/")
    page.locator("#clients a[href^='/clients/']").first.click()
    page.locator("details.asof summary").click()
    page.locator("#id_on").fill("yesterday")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text("As it was known at the end of").wait_for()
    context.close()
