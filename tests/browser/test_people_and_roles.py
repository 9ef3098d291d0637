"""People and roles in a real browser: a role's table, seeing as a colleague, hours, a link to copy, and an end with hand-over."""


def test_a_role_is_changed_with_its_consequences_before_ones_eyes_and_brought_back(director):
    page = director
    page.goto("/team/roles/")
    page.get_by_role("link", name="Salesperson").click()
    all_clients, own = (page.locator(f"[id='right-people.client.see-{scope}']") for scope in (4, 1))
    own.focus()
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    told = page.locator("#after li:has-text('See clients')")
    told.get_by_text("2 colleagues: Sal Seller, Sol Seller").wait_for()
    assert page.evaluate("document.activeElement.id") == "right-people.client.see-4"
    page.locator("[id='right-people.client.forget-4']").check()
    page.locator("#after li.grave:has-text('cannot be brought back')").wait_for()
    page.locator("#after button[type=submit]").click()
    page.get_by_text("The role is changed").wait_for()
    assert all_clients.is_checked()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("document.getElementById('right-people.client.see-1').checked")


def test_the_director_looks_with_a_colleagues_eyes_and_stops(director):
    page = director
    page.goto("/team/")
    page.get_by_role("link", name="Sal Seller").click()
    page.get_by_role("button", name="See Pomni as they do").click()
    bar = page.get_by_text("You see Pomni as Sal Seller does.")
    bar.wait_for()
    page.goto("/clients/")
    bar.wait_for()
    assert page.locator("main tbody tr").count() == 1
    page.goto("/clients/add/")
    page.fill("[name=name]", "Nobody")
    page.locator("main form.form button[type=submit]").click()
    page.get_by_text("Stop looking first").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("heading", name="Sal Seller", level=1).wait_for()


def test_hours_are_typed_as_people_write_them_and_copied(director):
    page = director
    page.goto("/team/locations/")
    page.get_by_role("link", name="North").click()
    page.get_by_role("link", name="Set hours").click()
    page.fill("[name='1-0-from']", "9")
    page.fill("[name='1-0-till']", "17:30")
    page.get_by_role("button", name="hours for every day").click()
    page.wait_for_function("document.querySelector('[name=\"7-0-till\"]').value")
    page.locator("main button.primary").click()
    page.locator("dd:has-text('09:00–17:30')").nth(6).wait_for()


def test_a_link_is_copied_also_where_the_browser_has_no_clipboard_for_pages(director):
    page = director
    page.goto("/team/invite/")
    page.fill("[name=name]", "Nina")
    page.get_by_role("group", name="Marketer").get_by_role("checkbox").first.check()
    page.locator("main form.form button[type=submit]").click()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    link = page.locator("#id_link")
    assert (
        link.evaluate("node => node.value.slice(node.selectionStart, node.selectionEnd)")
        == link.input_value()
    )


def test_a_colleague_leaves_and_their_client_goes_to_another(director):
    page = director
    page.goto("/team/")
    page.get_by_role("link", name="Sol Seller").click()
    page.get_by_role("link", name="End access").click()
    page.select_option("[name=clients]", label="Hal Head")
    page.locator("main form.form button[type=submit]").click()
    page.get_by_text("Access has ended").first.wait_for()
    page.goto("/clients/")
    assert page.locator("tr:has-text('canary-salesperson2') >> text=Hal Head").count() == 1
