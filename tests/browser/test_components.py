"""Components by keyboard, by mouse and without scripts, on the page that shows them all."""

import pytest

from tests.browser.conftest import sign_in


@pytest.fixture
def gallery(seeded, person):
    page = person(seeded.address)
    sign_in(page, "configurator")
    page.goto("/ui/")
    page.wait_for_selector("combo-box:defined [role=combobox]")
    return page


def shown(page, field):
    """The options that are open under a combo-box."""
    return page.locator(
        f"combo-box:has(#{field}) .options:popover-open [role=option]:not([aria-disabled])"
    ).all_inner_texts()


def test_a_long_select_is_found_by_typing_without_its_own_letters(gallery):
    field = gallery.locator("#id_choice-city")
    field.focus()
    field.fill("lodz")
    gallery.wait_for_selector(".options:popover-open")
    assert shown(gallery, "id_choice-city") == ["Łódź"]
    field.fill("орел")
    gallery.locator(".options:popover-open [role=option]", has_text="Орёл").wait_for()
    gallery.keyboard.press("Enter")
    assert field.input_value() == "Орёл"
    assert gallery.locator("select[name=choice-city]").evaluate("(select) => select.value") == "Орёл"
    assert field.get_attribute("aria-expanded") == "false"
    assert gallery.url.endswith("/ui/"), "Enter chose, and sent nothing"


def test_arrows_walk_the_options_and_escape_leaves_what_was_chosen(gallery):
    field = gallery.locator("#id_choice-city")
    field.focus()
    gallery.keyboard.press("ArrowDown")
    gallery.wait_for_selector(".options:popover-open")
    assert len(shown(gallery, "id_choice-city")) == 15
    gallery.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert gallery.locator(f"#{active}").inner_text() == "Piotrków Trybunalski", "the next after Łódź"
    field.press_sequentially("nowhere")
    gallery.keyboard.press("Escape")
    assert field.input_value() == "Łódź"
    assert gallery.locator(".options:popover-open").count() == 0


def test_the_list_goes_up_where_there_is_no_room_below(gallery):
    field = gallery.locator("#id_choice-city")
    field.evaluate("(node) => scrollTo(0, scrollY + node.getBoundingClientRect().bottom - innerHeight + 20)")
    field.focus()
    gallery.keyboard.press("ArrowDown")
    gallery.wait_for_selector(".options:popover-open")
    assert gallery.locator(".options:popover-open").bounding_box()["y"] < field.bounding_box()["y"]


def test_the_server_is_asked_for_options_and_other_words_unchoose(gallery):
    field, kept = gallery.locator("#any-city"), gallery.locator("input[type=hidden][name=any-city]")
    field.press_sequentially("upon")
    gallery.locator(".options:popover-open [role=option]", has_text="Newcastle").wait_for()
    gallery.keyboard.press("Enter")
    assert (field.input_value(), kept.input_value()) == ("Newcastle upon Tyne",) * 2
    field.press_sequentially(" and beyond")
    assert kept.input_value() == ""
    field.fill("Newcastle upon Tyne")
    assert kept.input_value() == "Newcastle upon Tyne"


def test_without_scripts_a_long_select_is_a_select_and_a_field_sends_what_was_typed(seeded, browser):
    context = browser.new_context(base_url=seeded.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "configurator")
    page.goto("/ui/")
    page.locator("select[name=choice-city]").select_option("Bath")
    assert page.locator("input[name=any-city-typed]").is_editable()
    assert page.locator(".wheel").is_hidden()
    context.close()


def test_a_dialog_takes_the_focus_and_gives_it_back(gallery):
    opener = gallery.get_by_role("button", name="Open the dialog")
    opener.focus()
    gallery.keyboard.press("Enter")
    gallery.wait_for_selector("#sample-dialog[open]")
    assert gallery.evaluate("document.querySelector('#sample-dialog').contains(document.activeElement)")
    gallery.keyboard.press("Escape")
    gallery.wait_for_selector("#sample-dialog:not([open])", state="attached")
    assert opener.evaluate("(node) => node === document.activeElement")


def test_a_press_beside_the_drawer_closes_it(gallery):
    gallery.get_by_role("button", name="Open the drawer").click()
    drawer = gallery.locator("#sample-drawer")
    drawer.wait_for(state="visible")
    gallery.wait_for_timeout(250)  # it slides in
    assert drawer.bounding_box()["x"] > 900
    gallery.mouse.click(300, 300)
    drawer.wait_for(state="hidden")


def test_a_menu_hangs_at_its_button_and_arrows_walk_it(gallery):
    button = gallery.locator("[popovertarget=sample-words]")
    button.click()
    menu = gallery.locator("#sample-words")
    menu.wait_for(state="visible")
    gap = menu.bounding_box()["y"] - (button.bounding_box()["y"] + button.bounding_box()["height"])
    assert -1 <= gap <= 12 or gap < -40, "below the button, or above it where there is no room"
    gallery.keyboard.press("ArrowDown")
    gallery.keyboard.press("ArrowDown")
    assert gallery.evaluate("document.activeElement.textContent") == "По имени"
    gallery.keyboard.press("Enter")
    menu.wait_for(state="hidden")


def test_the_bar_for_chosen_rows_counts_them_and_goes_with_the_last(gallery):
    bar = gallery.locator("#lists .bulk")
    number = "getComputedStyle(document.querySelector('#lists .bulk .num'), '::after').content"
    assert "counter" in gallery.evaluate(number)
    assert bar.is_visible()
    gallery.locator("#lists td input:checked").first.uncheck()
    assert bar.is_visible()
    gallery.locator("#lists td input:checked").first.uncheck()
    bar.wait_for(state="hidden")


def test_the_page_wears_a_hue_while_it_is_being_chosen(gallery):
    primary = gallery.locator("#buttons .btn.primary").first
    before = primary.evaluate("(node) => getComputedStyle(node).backgroundColor")
    gallery.locator("input[name=choice-hue][value='165']").check(force=True)
    assert primary.evaluate("(node) => getComputedStyle(node).backgroundColor") != before
    gallery.locator(".wheel").fill("77")
    assert gallery.locator("input[name=choice-hue]:checked").get_attribute("value") == "77"


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_no_component_makes_the_page_scroll_sideways(seeded, person, width):
    page = person(seeded.address, width=width, height=800)
    sign_in(page, "configurator")
    page.goto("/ui/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_there_is_no_shell_and_tables_stay_tables(gallery):
    gallery.emulate_media(media="print")
    gallery.set_viewport_size({"width": 690, "height": 900})
    for part in (".side", ".tabbar", ".btn.primary", ".bulk"):
        assert gallery.locator(part).first.is_hidden(), part
    assert gallery.locator("#lists thead").first.is_visible()
    assert gallery.locator("body").evaluate("(body) => getComputedStyle(body).color") == "rgb(0, 0, 0)"
