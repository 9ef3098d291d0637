"""The shell as a person at a keyboard meets it: finding, keys, drafts, a session that ends, a connection that is lost."""

import re

import pytest

from tests.browser.conftest import PASSWORD, running_with, sign_in


def end_session(page):
    """As if the session had run out on the server while the page was open."""
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] != "pomni"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)


def press_shortcut(page, keys):
    page.locator("main").focus()
    page.keyboard.press(keys)


def found(page):
    return page.locator("#palette [role=option]")


def wait_for_answer(page, typed):
    with page.expect_response(lambda answer: "/find/?q=" in answer.url):
        page.locator("#palette-ask").fill(typed)
    page.wait_for_selector("#palette [data-count]", state="attached")


@pytest.fixture
def vera(seeded, person):
    page = person(seeded.address)
    sign_in(page, "director")
    return page


# --- Finding ---------------------------------------------------------------------------------------------------------


def test_the_palette_opens_a_place_typed_on_the_wrong_layout_and_gives_the_focus_back(vera):
    vera.goto("/clients/")
    opener = vera.locator(".side [data-open=palette]")
    opener.focus()
    vera.keyboard.press("Control+k")
    vera.wait_for_selector("#palette[open]")
    assert vera.evaluate("document.activeElement.id") == "palette-ask"
    vera.keyboard.press("Escape")
    assert vera.evaluate("document.activeElement.matches('.side [data-open=palette]')")
    press_shortcut(vera, "/")
    wait_for_answer(vera, "еуфь")
    assert found(vera).first.inner_text().startswith("Team")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/team/")


def test_the_palette_finds_a_client_by_parts_of_the_name_and_walks_by_arrows(vera):
    press_shortcut(vera, "Control+k")
    wait_for_answer(vera, "canary head")
    vera.wait_for_selector("#palette [role=option]:has-text('canary-head')")
    first = vera.locator("#palette-ask").get_attribute("aria-activedescendant")
    vera.keyboard.press("ArrowUp")
    last = vera.locator("#palette-ask").get_attribute("aria-activedescendant")
    assert last == found(vera).last.get_attribute("id")
    vera.keyboard.press("ArrowDown")
    assert vera.locator("#palette-ask").get_attribute("aria-activedescendant") == first
    with vera.context.expect_page() as opened:
        vera.keyboard.press("Control+Enter")
    opened.value.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))


def test_what_was_opened_is_offered_first_the_next_time(vera):
    press_shortcut(vera, "/")
    wait_for_answer(vera, "locat")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/team/locations/")
    vera.goto("/clients/")
    press_shortcut(vera, "/")
    assert found(vera).first.inner_text().startswith("Locations")


# --- Keys ------------------------------------------------------------------------------------------------------------


def test_the_list_of_keys_tells_what_this_page_has_and_switches_letters_off(vera):
    vera.goto("/clients/")
    press_shortcut(vera, "?")
    listed = vera.locator("#keys")
    listed.wait_for()
    here = listed.locator("[data-keys-here]").inner_text()
    assert "N" in here
    assert "Team" in listed.locator("[data-keys-all]").inner_text()
    with vera.expect_response("**/look/keys"):
        listed.get_by_label("Keys of a single letter").uncheck()
    vera.keyboard.press("Escape")
    press_shortcut(vera, "n")
    vera.reload()
    press_shortcut(vera, "n")
    assert vera.url.endswith("/clients/"), "letters do nothing, on the next page too"
    press_shortcut(vera, "Control+k")
    vera.wait_for_selector("#palette[open]")
    vera.keyboard.press("Escape")
    press_shortcut(vera, "Control+/")
    with vera.expect_response("**/look/keys"):
        listed.get_by_label("Keys of a single letter").check()
    vera.keyboard.press("Escape")
    press_shortcut(vera, "n")
    vera.wait_for_url("**/clients/add/")


def test_keys_are_physical_and_what_makes_a_letter_with_altgr_or_a_dead_key_is_none(vera):
    vera.goto("/clients/")
    for told in (
        {"key": "ń", "code": "KeyN", "altKey": True, "ctrlKey": True},
        {"key": "ń", "code": "KeyN", "modifierAltGraph": True},
        {"key": "Dead", "code": "KeyN"},
        {"key": "т", "code": "KeyN", "isComposing": True},
    ):
        vera.evaluate(
            "told => document.body.dispatchEvent(new KeyboardEvent('keydown', {...told, bubbles: true}))",
            told,
        )
    assert vera.url.endswith("/clients/")
    told = {"key": "т", "code": "KeyN"}
    vera.evaluate(
        "told => document.body.dispatchEvent(new KeyboardEvent('keydown', {...told, bubbles: true}))", told
    )
    vera.wait_for_url("**/clients/add/")


def test_rows_are_walked_and_opened_by_letters(vera):
    vera.goto("/clients/")
    press_shortcut(vera, "j")
    first = vera.evaluate("document.activeElement.href")
    vera.keyboard.press("j")
    assert vera.evaluate("document.activeElement.href") != first
    vera.keyboard.press("k")
    vera.keyboard.press("Enter")
    vera.wait_for_url(first)


# --- Drafts ----------------------------------------------------------------------------------------------------------


def test_whoever_locks_the_screen_over_a_draft_finds_it_again_with_the_pin(seeded, person):
    page = person(seeded.address)
    sign_in(page, "front_desk")
    page.goto("/me/pin/")
    page.locator("main input[name=pin]").fill("2580")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
    page.goto("/clients/add/")
    page.locator("main input[name=name]").fill("Typed and then locked")
    press_shortcut(page, "Shift+L")
    page.wait_for_url("**/locked/")
    for pin in ("9999", "2580"):
        page.locator("input[name=pin]").fill(pin)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.wait_for_url("**/clients/add/")
    assert page.locator("main input[name=name]").input_value() == "Typed and then locked"


def test_what_was_typed_comes_back_after_a_reload_and_goes_when_it_was_saved(vera):
    vera.goto("/clients/add/")
    vera.locator("main input[name=name]").fill("Typed and not saved")
    vera.reload()
    assert vera.locator("main input[name=name]").input_value() == "Typed and not saved"
    vera.get_by_role("button", name="Discard").click()
    assert vera.locator("main input[name=name]").input_value() == ""
    vera.locator("main input[name=name]").fill("Typed and saved")
    vera.locator("main input[name=name]").press("Enter")
    vera.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    vera.goto("/clients/add/")
    assert vera.locator("main input[name=name]").input_value() == ""
    assert not vera.locator(".restored").count()


def test_a_draft_outlives_a_session_that_ended_before_the_form_was_sent(vera):
    vera.goto("/clients/add/")
    vera.locator("main input[name=name]").fill("Typed too long")
    end_session(vera)
    vera.locator("main input[name=name]").press("Enter")
    vera.wait_for_url("**/account/login/**")
    vera.locator("main input[name=login]").fill("director")
    vera.locator("main input[name=password]").fill(PASSWORD)
    vera.keyboard.press("Enter")
    vera.get_by_text(
        "Restored what you typed."
    ).wait_for()  # the address says too little: that of the sign-in ends alike
    assert vera.url.endswith("/clients/add/")
    assert vera.locator("main input[name=name]").input_value() == "Typed too long"


def test_a_draft_does_not_hide_what_somebody_else_changed_meanwhile(vera, seeded, person):
    vera.goto("/clients/add/")
    vera.locator("main input[name=name]").fill("Changed by two")
    vera.locator("main input[name=name]").press("Enter")
    vera.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    address = vera.url
    vera.goto(address + "edit/")
    vera.locator("main input[name=name]").fill("Vera's")
    other = person(seeded.address)
    sign_in(other, "director")
    other.goto(address + "edit/")
    other.locator("main input[name=name]").fill("Another's")
    other.locator("main input[name=name]").press("Enter")
    other.wait_for_url(address)
    vera.reload()
    assert vera.locator("main input[name=name]").input_value() == "Vera's"
    vera.locator("main input[name=name]").press("Enter")
    vera.wait_for_selector("text=Theirs, saved now")


def test_where_nothing_can_be_kept_leaving_asks(vera):
    vera.add_init_script("Storage.prototype.setItem = () => { throw new Error('off'); }")
    vera.goto("/clients/add/")
    vera.locator("main input[name=name]").press_sequentially("Kept nowhere")
    asked = []
    vera.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    vera.goto("/clients/")
    assert asked == ["beforeunload"]


def test_whoever_signs_out_leaves_no_draft_to_the_next_one(vera):
    vera.goto("/clients/add/")
    vera.locator("main input[name=name]").fill("Vera's secret")
    vera.locator(".side [popovertarget=personal]").click()
    vera.get_by_role("button", name="Sign out").click()
    vera.wait_for_url("**/account/login/**")
    assert "secret" not in vera.evaluate("JSON.stringify(sessionStorage)")


# --- A session that ends ---------------------------------------------------------------------------------------------


def test_a_session_that_ends_asks_over_the_page_and_the_page_goes_on(vera):
    vera.goto("/clients/add/")
    vera.locator("main input[name=name]").fill("Stays here")
    end_session(vera)
    press_shortcut(vera, "Control+k")
    dialog = vera.locator("#signin")
    dialog.wait_for()
    assert dialog.locator("[name=login]").input_value() == "director"
    dialog.locator("[name=password]").fill("wrong one here")
    dialog.locator("[type=submit]").click()
    dialog.get_by_text("The login or the password is wrong.").wait_for()
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("[type=submit]").click()
    dialog.wait_for(state="hidden")
    vera.get_by_text("You are signed in again.").wait_for()
    vera.keyboard.press("Escape")
    assert vera.locator("main input[name=name]").input_value() == "Stays here"
    vera.locator("main input[name=name]").press("Enter")
    vera.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))


def test_signed_in_again_in_another_tab_the_page_goes_on_too(vera):
    vera.goto("/clients/")
    end_session(vera)
    press_shortcut(vera, "Control+k")
    dialog = vera.locator("#signin")
    dialog.wait_for()
    dialog.locator("[data-continue]").click()
    dialog.get_by_text("Nobody is signed in yet.").wait_for()
    with vera.context.expect_page() as opened:
        dialog.locator("[data-elsewhere]").click()
    tab = opened.value
    tab.locator("main input[name=login]").fill("director")
    tab.locator("main input[name=password]").fill(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda url: "/account/login" not in url)
    dialog.locator("[data-continue]").click()
    dialog.wait_for(state="hidden")


def test_a_screen_locked_in_another_tab_is_locked_here_and_keeps_the_draft(seeded, person):
    page = person(seeded.address)
    sign_in(page, "salesperson2")
    page.goto("/me/pin/")
    page.locator("input[name=pin]").fill("6174")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
    page.goto("/clients/add/")
    with page.expect_response(
        lambda answer: "/likely/" in answer.url
    ):  # asked beside the form: it takes no draft
        page.locator("main input[name=name]").fill("Typed before the lock")
    tab = page.context.new_page()
    tab.goto("/me/")
    press_shortcut(tab, "Shift+L")
    tab.wait_for_url("**/locked/")
    press_shortcut(page, "Control+k")
    page.wait_for_url("**/locked/")
    page.locator("input[name=pin]").fill("6174")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "lock" not in url)
    page.goto("/clients/add/")
    assert page.locator("main input[name=name]").input_value() == "Typed before the lock"


# --- A connection that is lost ---------------------------------------------------------------------------------------


def test_one_bar_tells_of_a_lost_connection_and_goes_by_itself(vera):
    vera.goto("/clients/")
    bar = vera.locator("#offline")
    assert bar.is_hidden()
    vera.context.set_offline(True)
    bar.wait_for()
    vera.context.set_offline(False)
    bar.wait_for(state="hidden")


# --- Pages that say no -----------------------------------------------------------------------------------------------


def test_an_address_of_nothing_offers_to_find_it(vera):
    vera.goto("/team/")
    assert vera.goto("/no/such/page/").status == 404
    vera.locator(".page [data-open=palette]").click()
    vera.wait_for_selector("#palette[open]")
    vera.keyboard.press("Escape")
    vera.locator("main [data-back]").click()
    vera.wait_for_url("**/team/")


# --- Behind a path prefix --------------------------------------------------------------------------------------------


@pytest.fixture
def prefixed(tmp_path, seeded_folder):
    yield from running_with(seeded_folder, tmp_path / "data", POMNI_PATH="/pomni")


def test_everything_stays_behind_its_prefix(prefixed, person):
    page = person(prefixed.address)
    strayed = []
    page.on("request", lambda asked: None if "/pomni/" in asked.url else strayed.append(asked.url))
    page.goto("/pomni/account/login/")
    page.locator("main input[name=login]").fill("director")
    page.locator("main input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
    press_shortcut(page, "/")
    wait_for_answer(page, "еуфь")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pomni/team/")
    end_session(page)
    press_shortcut(page, "Control+k")
    page.locator("#signin [name=password]").fill(PASSWORD)
    page.locator("#signin [type=submit]").click()
    page.locator("#signin").wait_for(state="hidden")
    assert strayed == []
