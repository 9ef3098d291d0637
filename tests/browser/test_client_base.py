"""A working day with the client base: a file brought in and taken back, a call, what each may see, notes, files, many at once."""

import re

from PIL import Image

CARD = re.compile(r"/clients/[0-9a-f-]{36}/")


def press(page, keys):
    """A key of the page, pressed while nothing is being typed."""
    page.locator("main").focus()
    page.keyboard.press(keys)


def names(page):
    """Who stands in the list that is open."""
    return page.locator("#clients a[href^='/clients/']").all_inner_texts()


def find(page, typed):
    """Type into the palette; what it finds of clients."""
    press(page, "Control+k")
    with page.expect_response(lambda answer: "/find/?q=" in answer.url):
        page.locator("#palette-ask").fill(typed)
    page.wait_for_selector("#palette [data-count]", state="attached")
    return [text for text in page.locator("#palette [role=option]").all_inner_texts() if "canary" in text]


def open_card(page, name):
    """The card of a client, through the list; the address of the card."""
    page.goto(f"/clients/?q={name}")
    page.locator("#clients a[href^='/clients/']").click()
    page.wait_for_url(CARD)
    return page.url


# --- Bringing in -----------------------------------------------------------------------------------------------------


def a_file(folder):
    """What a program for Windows writes: Cyrillic of one byte, semicolons, a row that cannot be taken."""
    rows = (
        "ФИО;Телефон;E-mail;Примечание",
        "Ёлкина Зоя Петровна;8 (916) 123-45-67;zoya@example.com;звонить после шести",
        "Сом Лев;+7 916 765-43-21;;",
        "Иванов Пётр;+7 916 000-00-01;это не адрес;",
    )
    file = folder / "клиенты.csv"
    file.write_bytes("\r\n".join(rows).encode("cp1251"))
    return file


def test_a_director_brings_a_file_in_sees_whom_and_takes_it_back(come, tmp_path):
    page = come("director")
    press(page, "Control+k")
    page.locator("#palette-ask").fill("amocrm")
    page.locator("#palette [role=option]:has-text('Import')").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/exchange/imports/add/")
    page.set_input_files("input[type=file]", a_file(tmp_path))
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url("**/reading/")
    assert "Ёлкина Зоя Петровна" in page.inner_text("#import-reading table")
    page.get_by_role("button", name="On to the columns").click()
    page.wait_for_url("**/columns/")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Start the import").click()
    page.get_by_role("button", name="Take it back").wait_for()
    assert [tile.split() for tile in page.locator(".stat").all_inner_texts()] == [
        ["Added", "2"],
        ["Changed", "0"],
        ["Here", "already,", "the", "same", "0"],
        ["Set", "aside", "1"],
    ]
    assert "“это”" in page.inner_text("main"), "the row that was left out is named with its reason"
    page.goto("/clients/?q=7916")
    assert names(page) == ["Ёлкина Зоя Петровна", "Сом Лев"]
    page.go_back()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    page.get_by_text("removed: 2").wait_for()
    page.goto("/clients/?q=7916")
    assert names(page) == []


# --- The front desk --------------------------------------------------------------------------------------------------


def test_the_front_desk_finds_calls_and_writes_down_by_keyboard_alone(come):
    page = come("front_desk")
    assert len(find(page, "сфтфкн вшкусещк")) == 1, (
        "typed on the wrong layout; those of other locations are not seen"
    )
    page.keyboard.press("Escape")
    assert len(find(page, "100206")) == 1
    page.keyboard.press("Enter")
    page.wait_for_url(CARD)
    page.wait_for_selector("#composer")
    page.evaluate(
        "addEventListener('click', (event) => event.target.closest('[href^=tel]') && event.preventDefault())"
    )
    call = page.locator("#facts a[href='tel:+48600100206']")
    call.focus()
    page.keyboard.press("Enter")
    outcome = page.get_by_label("What came of it")
    outcome.wait_for()
    outcome.fill("Comes on Friday")
    page.keyboard.press("Control+Enter")
    page.locator("#timeline >> text=Comes on Friday").wait_for()
    press(page, "t")
    page.wait_for_selector("#compose-task [name=title]:focus")
    page.keyboard.type("Remind of Friday")
    page.keyboard.press("Control+Enter")
    page.locator("#what-next >> text=Remind of Friday").wait_for()
    page.goto("/")
    page.locator("main >> text=Remind of Friday").wait_for()


# --- What each may see -----------------------------------------------------------------------------------------------


def test_a_specialist_meets_a_masked_phone_everywhere_and_finds_nobody_by_it(come):
    page = come("director")
    card = open_card(page, "canary-specialist")
    page.get_by_role("link", name="Change: Phone").click()
    page.locator("#fact-phone input[type=tel]").first.fill("+48 600 100 777")
    page.keyboard.press("Enter")
    page.locator("#fact-phone >> text=+48 600 100 777").wait_for()

    page = come("specialist")
    for address in ("/", "/clients/", card):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        told = re.sub(r"[\s\u00a0()-]", "", page.content())
        assert "600100777" not in told, address
        assert "600100204" not in told, address
    assert "•••77" in page.inner_text("#facts")
    assert page.locator("a[href^=tel]").count() == 0
    assert find(page, "100777") == []
    page.keyboard.press("Escape")
    told = find(page, "canary-specialist")
    assert len(told) == 1
    assert "100 777" not in told[0]


def test_a_colleagues_client_is_not_seen_from_anywhere(come):
    page = come("salesperson2")
    theirs = open_card(page, "canary-salesperson2")

    page = come("salesperson")
    for address in ("/clients/", "/clients/?q=canary-salesperson2", "/clients/?q=100203"):
        page.goto(address)
        assert not any("canary-salesperson2" in name for name in names(page)), address
    assert find(page, "canary-salesperson2") == []
    page.keyboard.press("Escape")
    assert find(page, "100203") == []
    page.keyboard.press("Escape")
    assert len(find(page, "100202")) == 1, "their own they find"
    assert page.goto(theirs).status == 404


# --- The card --------------------------------------------------------------------------------------------------------


def test_a_note_is_sent_by_ctrl_enter_and_a_fact_changed_in_place_can_be_taken_back(come):
    page = come("director")
    open_card(page, "canary-head")
    press(page, "w")
    page.keyboard.type("Prefers the window seat")
    page.keyboard.press("Control+Enter")
    page.locator("#timeline >> text=Prefers the window seat").wait_for()
    assert page.locator("#note_text").input_value() == ""
    page.get_by_role("link", name="Address", exact=True).click()
    address = page.locator("#fact-address [name=address]")
    address.fill("half of a street")  # open and unsaved all the while
    page.get_by_role("link", name="Alert").click()
    page.locator("#fact-alert [name=alert]").fill("Allergic to nuts")
    page.keyboard.press("Enter")
    page.locator("#client-head >> text=Allergic to nuts").wait_for()
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    page.locator("#client-head >> text=Allergic to nuts").wait_for(state="detached")
    page.locator("#toasts >> text=Saved: Alert").last.wait_for()
    assert not page.locator("#toasts app-toast:last-child [data-undo]").count(), (
        "what is taken back is taken back"
    )
    assert address.input_value() == "half of a street"


def test_on_a_phone_a_card_says_the_whole_name_and_what_one_calls_by_covers_nothing(come):
    page = come("director")
    page.set_viewport_size({"width": 360, "height": 800})
    open_card(page, "canary-head")
    page.locator("[rel=next], #place .num").first.wait_for(state="attached")
    name = page.locator("h1")
    assert name.evaluate(
        "one => one.scrollWidth <= one.clientWidth && one.getBoundingClientRect().width > 200"
    )
    calls = page.locator(".calls").bounding_box()
    assert calls["y"] >= name.bounding_box()["y"] + name.bounding_box()["height"]
    assert calls["y"] + calls["height"] <= page.locator("#facts").bounding_box()["y"]
    page.set_viewport_size({"width": 1440, "height": 900})
    assert not page.locator(".calls").is_visible()


def test_one_walks_from_card_to_card_in_the_order_of_the_list(come):
    page = come("director")
    page.goto("/clients/?sort=-name")
    order = names(page)
    press(page, "j")
    page.keyboard.press("Enter")
    heading = page.locator("h1")
    for key, name in (("j", order[1]), ("j", order[2]), ("k", order[1])):
        page.locator("[rel=next]").wait_for()
        press(page, key)
        page.wait_for_function("name => document.querySelector('h1').innerText === name", arg=name)
    assert heading.inner_text() == order[1]


def test_a_file_is_put_on_a_card_and_looked_at(come, tmp_path):
    picture = tmp_path / "scan.png"
    Image.new("RGB", (640, 400), "teal").save(picture)
    page = come("director")
    open_card(page, "canary-head")
    page.get_by_role("link", name="File", exact=True).click()
    page.locator("file-sender input[type=file]").first.set_input_files(picture)
    small = page.locator("#client-files img")
    small.wait_for()
    small.click()
    page.get_by_role("heading", name="scan.png", level=1).wait_for()
    page.wait_for_function("() => document.querySelector('#file-pages img')?.naturalWidth > 0")


# --- Many at once ----------------------------------------------------------------------------------------------------


def test_rows_are_chosen_by_x_given_a_tag_and_it_is_taken_back(come):
    page = come("director")
    page.goto("/clients/?q=canary")
    press(page, "j")
    for key in "xjx":
        page.keyboard.press(key)
    page.get_by_role("button", name="Add a tag").click()
    page.get_by_label("Tag").fill("Spring")
    page.keyboard.press("Enter")
    page.get_by_text("have a new tag").wait_for()
    assert page.locator("#clients >> text=Spring").count() == 2
    page.get_by_role("button", name="Undo").click()
    page.locator("#clients >> text=Spring").first.wait_for(state="detached")


def test_an_export_holds_whom_the_list_shows_by_then(come):
    page = come("director")
    page.goto("/clients/")
    page.locator("#id_q").fill("canary-head")
    page.wait_for_function("() => document.querySelectorAll('#clients tr').length === 1")
    page.locator("a[href*='/exchange/export/?'][href*='canary-head']", has_text="Export").click()
    page.wait_for_url("**/exchange/export/?*")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("link", name="Save the file").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the file").click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    assert "1" in page.locator("dd").all_inner_texts(), "one client, as the list had it"
