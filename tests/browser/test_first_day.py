"""The first day of a company: a director comes in, makes the account safe, invites a colleague; both see what they may."""

import re

from tests.browser.conftest import set_up, sign_in


def come_in(page, link, login, password):
    page.goto(link)
    page.locator("input[name=username]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/second-step/")


def add_client(page, name, phone=""):
    page.goto("/clients/add/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=phone]").fill(phone)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))


def test_a_director_signs_in_for_the_first_time_and_invites_a_colleague(fresh, person):
    vera = person(fresh.address)
    set_up(vera, fresh.first_link, "vera", "the first day of all")
    vera.goto("/team/invite/")
    vera.locator("input[name=name]").fill("Mark Seller")
    vera.get_by_role("group", name="Salesperson").get_by_role("checkbox").first.check()
    vera.locator("main form.form button.primary").click()
    link = vera.locator("#id_link").input_value()
    add_client(vera, "Known to Vera alone", "+48 600 100 200")

    mark = person(fresh.address)
    come_in(mark, link, "mark", "a seller comes to work")
    mark.goto("/clients/")
    assert "Known to Vera alone" not in mark.content()
    add_client(mark, "Of Mark", "+48 600 100 201")
    assert mark.goto("/team/log/").status == 403
    assert "Vera" in mark.locator("main").inner_text(), "who can grant it is told"
    vera.goto("/clients/")
    assert "Of Mark" in vera.content()
    assert mark.goto(link).status == 410, "the link works once"


def test_a_wrong_start_is_told_by_the_field_and_what_was_typed_stays(seeded, person):
    nina = person(seeded.address)
    nina.goto(seeded.pomni("invite", "--director").split()[0])
    nina.locator("input[name=username]").fill("nina")
    nina.locator("input[name=password]").fill("short")
    nina.keyboard.press("Enter")
    nina.wait_for_selector("[aria-invalid=true]")
    assert nina.locator("input[name=username]").input_value() == "nina"
    assert nina.locator("input[name=password]").get_attribute("aria-invalid") == "true"


def tab_to(page, selector):
    """Press Tab until the thing has the focus, as whoever has no mouse does."""
    for _press in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never comes to {selector}")


def test_a_company_is_set_up_in_russian_on_a_phone_by_the_keyboard_alone(fresh, person):
    vera = person(fresh.address, width=390, height=844, language="ru-RU")
    vera.goto("/")
    assert "invite --director" in vera.locator("main").inner_text(), (
        "the plain address tells where the link is"
    )
    vera.goto(fresh.first_link)
    tab_to(vera, "a.btn.primary")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/company/")
    vera.wait_for_function("document.activeElement.name === 'name'")
    vera.keyboard.press("Enter")
    vera.wait_for_selector("[aria-invalid=true]")
    vera.wait_for_function("document.activeElement.name === 'name'")
    vera.keyboard.type("Гранат")
    tab_to(vera, "input[name=trade]")
    vera.keyboard.press("Space")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/country/")
    assert vera.locator("select[name=currency]").input_value() == "RUB"
    assert vera.locator("select[name=zone]").input_value() == "Europe/Moscow"
    tab_to(vera, "input[name=tax_inn]")
    vera.keyboard.type("7707083894")
    vera.keyboard.press("Enter")
    vera.wait_for_selector("input[name=tax_inn][aria-invalid=true]")
    vera.locator("input[name=tax_inn]").press("Control+a")
    vera.keyboard.type("7707083893")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/you/")
    vera.wait_for_function("document.activeElement.name === 'name'")
    vera.keyboard.type("Вера")
    tab_to(vera, "button[name=back]")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/country/")
    assert vera.locator("input[name=tax_inn]").input_value() == "7707083893", "back loses nothing"
    tab_to(vera, "main button.primary")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/you/")
    assert vera.locator("input[name=name]").input_value() == "Вера"
    tab_to(vera, "input[name=username]")
    vera.keyboard.type("vera")
    vera.keyboard.press("Tab")
    vera.keyboard.type("первый день компании")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/start/sheet/")
    assert "AGE-" in vera.locator("main").inner_text()
    tab_to(vera, "input[name=safe]")
    vera.keyboard.press("Space")
    vera.keyboard.press("Enter")
    vera.wait_for_url("**/me/second-step/")
    vera.goto("/clients/")
    assert "Пациенты" in vera.locator("h1").inner_text(), "the words of the first trade, medicine"
    for page in ("/start/sheet/", "/settings/recovery-sheet/"):
        vera.goto(page)
        assert vera.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_demo_is_tried_entered_left_and_the_own_company_begins_clean(fresh, person):
    link, vera = fresh.first_link, person(fresh.address)
    vera.goto(link)
    vera.get_by_text("A wholesaler").click()
    vera.locator("main button[value=pl]").click()
    vera.wait_for_url("**/start/demo/", timeout=120_000)
    vera.locator("button.person").first.click()
    vera.wait_for_selector("body.app")
    assert "Ziarno i Filiżanka" in vera.content()
    vera.goto("/clients/")
    assert vera.locator(".table tbody tr").count() > 5
    vera.goto("/start/demo/leave/")
    vera.locator("main form.form button.primary").click()
    vera.wait_for_url(link, timeout=90_000)
    set_up(vera, link, "vera", "an own company at last")
    vera.goto("/clients/")
    assert vera.locator(".table tbody tr").count() == 0, "nothing of the demo came along"
    assert not (fresh.folder / "demo").exists()


def test_a_passkey_is_added_and_signs_in(seeded, person):
    page = person(seeded.address)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, "marketer")
    page.goto("/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill("correct horse battery")
        page.keyboard.press("Enter")
        page.wait_for_url("**/webauthn/add/")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    page.goto("/me/")
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.goto("/me/")
    assert "marketer" in page.locator("main").inner_text()


def test_at_a_shared_computer_the_screen_is_locked_and_the_person_changed_by_pin(seeded, person):
    page = person(seeded.address)
    for login, pin in (("front_desk", "4829"), ("specialist", "7351")):
        sign_in(page, login)
        page.goto("/me/pin/")
        page.locator("input[name=pin]").fill(pin)
        page.keyboard.press("Enter")
        page.wait_for_url("**/me/")
        if login == "front_desk":
            page.evaluate("fetch('/account/logout/')")
            page.goto("/account/logout/")
            page.locator("main form.form button.primary").click()
            page.wait_for_url("**/account/login/**")
    page.keyboard.press("Shift+L")
    page.wait_for_url("**/locked/")
    assert "canary" not in page.content()
    page.goto("/clients/")
    assert page.url.endswith("/locked/"), "nothing opens while the screen is locked"
    page.get_by_label("Fay Desk").check()
    page.locator("input[name=pin]").fill("4829")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/locked" not in url and "/unlock" not in url)
    page.goto("/me/")
    assert "front_desk" in page.locator("main").inner_text()


def test_two_people_edit_one_client_and_both_values_are_shown(seeded, person):
    vera, hal = person(seeded.address), person(seeded.address)
    sign_in(vera, "director")
    sign_in(hal, "head_of_sales")
    vera.goto("/clients/")
    card = vera.get_by_text("canary-head-south").first
    card.click()
    vera.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/"))
    address = vera.url.partition("?")[0]
    vera.goto(address + "edit/")
    hal.goto(address + "edit/")
    hal.locator("input[name=name]").fill("Hal's canary-head-south")
    hal.keyboard.press("Enter")
    hal.wait_for_url(address)
    vera.locator("input[name=name]").fill("Vera's canary-head-south")
    vera.keyboard.press("Enter")
    vera.wait_for_selector("text=Theirs, saved now")
    assert "Hal's" in vera.locator("main").inner_text()
    vera.get_by_role("button", name="Keep mine").click()
    vera.wait_for_url(address)
    assert "Vera's canary-head-south" in vera.locator("h1").inner_text()


def test_the_keyboard_alone_adds_a_client_on_a_phone_in_the_dark(seeded, person):
    page = person(seeded.address, width=390, height=844, dark=True)
    sign_in(page, "salesperson")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/clients/")
    page.keyboard.press("n")
    page.wait_for_url("**/clients/add/")
    page.wait_for_function("document.activeElement.name === 'name'")
    page.keyboard.type("Typed by keyboard")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    assert page.locator("h1").inner_text() == "Typed by keyboard"
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "nothing scrolls sideways"
