"""The settings in a real browser: suggestions, blocks saved by themselves, search, hue, and a screen that locks itself."""

from .conftest import sign_in


def test_a_country_suggests_and_a_block_is_saved_while_another_keeps_what_was_typed(director):
    page = director
    page.goto("/settings/company/")
    page.fill("#id_name", "Not saved yet")
    page.fill("#id_country", "Pol")
    page.get_by_role("option", name="Poland").click()
    page.wait_for_selector("#id_tax_nip")
    told = [page.input_value(f"[name={name}]") for name in ("currency", "phone_region", "week_start")]
    assert told == ["PLN", "PL", "1"]
    page.fill("#id_tax_nip", "526 000 12 47")
    page.click("#block-country button[type=submit]")
    page.wait_for_selector("#block-country [aria-invalid=true]")
    assert page.evaluate("document.activeElement.name") == "tax_nip"
    page.fill("#id_tax_nip", "526 000 12 46")
    page.click("#block-country button[type=submit]")
    page.wait_for_selector("#block-country .settings-saved")
    assert page.input_value("#id_name") == "Not saved yet"
    assert page.input_value("#id_tax_nip") == "5260001246"


def test_the_words_of_a_trade_are_heard_before_and_read_everywhere_after(director):
    page = director
    page.goto("/settings/company/")
    page.select_option("#id_trade", "clinic")
    page.wait_for_selector("#trade-words >> text=Patient")
    page.fill("#id_name", "Klinika Vera")
    page.click("#block-name button[type=submit]")
    page.wait_for_selector("#block-name .settings-saved")
    assert page.locator(".side nav >> text=Patients").count() == 1
    assert "Klinika Vera" in page.inner_text(".side")


def test_the_search_finds_a_setting_beside_a_page_that_is_being_filled_in(director):
    page = director
    page.goto("/settings/company/")
    page.fill("#id_name", "Being typed")
    page.fill("#settings-q", "locks itself")
    page.wait_for_selector(".settings-hit >> text=The screen locks itself after")
    assert page.input_value("#id_name") == "Being typed"


def test_the_page_wears_a_hue_while_it_is_chosen(director):
    page = director
    page.goto("/settings/look/")
    page.click(".swatch[title=red]")
    worn = "getComputedStyle(document.documentElement).getPropertyValue('--brand-h').trim()"
    assert page.evaluate(worn) == "15"
    page.click("#block-hue button[type=submit]")
    page.wait_for_selector("#block-hue .settings-saved")
    page.goto("/clients/")
    assert page.evaluate(worn) == "15"


def test_a_screen_that_nobody_touches_locks_itself_and_a_touch_that_comes_late_opens_nothing(
    own, director, person
):
    director.goto("/settings/security/")
    director.select_option("#id_lock_after", "1")
    director.click("#block-policy button[type=submit]")
    director.wait_for_selector("#block-policy .settings-saved")
    page = person(own.address)
    page.clock.install()
    sign_in(page, "front_desk")
    page.goto("/clients/")
    page.clock.run_for(50_000)
    page.mouse.move(200, 200)
    page.clock.run_for(50_000)
    assert "/clients/" in page.url
    page.clock.fast_forward(70_000)
    page.wait_for_url("**/account/login/**")
    assert "you were signed out" in page.inner_text("body")
