"""The card in a browser: what makes a client special, who is who to them, requisites pasted; each in place and taken back."""

from tests.browser.test_client_base import open_card

PASTED = "Bright Ltd, NIP: 856-734-62-15, REGON 192598184\nKonto: 61 1090 1014 0000 0712 1981 2874"


def test_a_specialist_writes_an_allergy_down_by_keyboard_and_takes_it_back(come):
    page = come("specialist")
    open_card(page, "canary-specialist")
    page.locator("#details summary").click()
    page.get_by_role("link", name="Peculiarity", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#add-peculiarity [name=kind]:focus")
    page.keyboard.type("All")
    page.locator("#add-peculiarity [name=text]").fill("latex")
    page.keyboard.press("Enter")
    page.locator("#client-head >> text=Allergy: latex").wait_for()
    page.locator("#timeline >> text=latex").wait_for()
    page.locator("#details a[href$='/details/peculiarity/']:focus").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.locator("#fact-alert").wait_for(state="detached")
    assert "latex" not in page.inner_text("#beside")


def test_a_tie_is_told_once_and_shows_on_both_cards(come):
    page = come("director")
    card = open_card(page, "canary-specialist")
    page.goto(f"{card.partition('?')[0]}details/tie/")  # without scripts the same form has a page of its own
    page.get_by_text("or a colleague").first.wait_for()
    page.goto(card)
    page.locator("#details summary").click()
    page.get_by_role("link", name="Relationship", exact=True).click()
    other = page.locator("#add-tie [name=other-typed]")
    other.fill("canary-salesperson-south")
    page.locator("#add-tie [role=option]").first.click()
    page.locator("#add-tie").get_by_role("button", name="Save").click()
    page.locator("#details >> text=Decision-maker").wait_for()
    page.locator("#details a.link", has_text="canary-salesperson").click()
    page.locator("#details >> text=Where they decide").wait_for()


def test_who_is_two_things_to_a_client_is_one_row_whose_ties_are_changed_by_keyboard_on_a_phone(come):
    page = come("director")
    open_card(page, "canary-head")
    page.set_viewport_size({"width": 390, "height": 844})
    _add_tie(page, "Payer")
    _add_tie(page, "Spouse")
    row = page.locator("#details li.tied")
    assert row.locator("a.link").count() == 1
    row.get_by_role("link", name="(Payer)").focus()
    page.keyboard.press("Enter")
    row.locator("[name=note]").fill("by card")
    page.keyboard.press("Enter")
    row.locator("text=Payer · by card").wait_for()
    row.locator("a[aria-label$='(Payer)']:focus").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    row.get_by_role("link", name="(Spouse)").click()
    row.get_by_role("button", name="Remove").click()
    row.wait_for(state="detached")
    page.locator("#details >> text=Payer · by card").wait_for()


def _add_tie(page, kind):
    """Tie the client of the card that is open to the same other one, in one more way."""
    details = page.locator("#details")
    if details.locator("h2", has_text="Relationships").count() == 0:
        details.locator("summary").click()
    page.locator("#details a[href$='/details/tie/']").click()
    page.locator("#add-tie [role=combobox]").first.fill(kind)
    page.locator("#add-tie").get_by_role("option", name=kind).click()
    page.locator("#add-tie [name=other-typed]").fill("canary-salesperson-south")
    page.locator("#add-tie").get_by_role("option", name="canary-salesperson-south").click()
    page.locator("#add-tie").get_by_role("button", name="Save").click()
    details.locator("small", has_text=kind).wait_for()


def test_requisites_are_pasted_at_once_and_a_wrong_one_keeps_what_was_typed(come):
    page = come("director")
    open_card(page, "canary-head")
    page.get_by_role("link", name="Requisites", exact=True).click()
    page.locator("#fact-requisites [name=pasted]").fill(PASTED)
    page.locator("#fact-requisites [name=krs]").fill("12A")
    page.locator("#fact-requisites").get_by_role("button", name="Save").click()
    page.locator("#fact-requisites .error").wait_for()
    assert "856-734-62-15" in page.locator("#fact-requisites [name=pasted]").input_value()
    page.locator("#fact-requisites [name=krs]").fill("")
    page.locator("#fact-requisites").get_by_role("button", name="Save").click()
    page.locator("#facts >> text=PL61 1090 1014 0000 0712 1981 2874").wait_for()
    assert "8567346215" in page.inner_text("#facts")
    page.get_by_role("button", name="Undo").click()
    page.locator("#facts >> text=PL61").wait_for(state="detached")
