"""The pictures of the guide pages for the desk, for salespeople, of the memory and the import; `screenshots.py` calls them.

Each is taken as the colleague sees it, in the demo company of a clinic or of a wholesaler.
"""

import re
from typing import Any

from playwright.sync_api import Browser, Page
from screenshots import PICTURES, Demo, open_page, sign_in, take, window

DESK = {"en": "Front desk", "ru": "Администратор", "pl": "Recepcja"}
SELLER = {"en": "Salesperson", "ru": "Менеджер по продажам", "pl": "Handlowiec"}
OUTCOMES = {
    "en": "Comes on Friday at ten",
    "ru": "Придёт в пятницу в десять",
    "pl": "Przyjdzie w piątek o dziesiątej",
}
PHONES = {"en": "020 7946 0958", "ru": "8 916 123-45-67", "pl": "601 222 333"}
MOTHERS = {"en": "mother", "ru": "мама", "pl": "mama"}
# A file of another program, with what such files have: its own titles, and a row that says nothing.
FILES = {
    "en": "Client;Mobile;E-mail;Date of birth;Manager;Comment\n"
    "Harper Lily;020 7946 0101;lily.harper@example.com;12.03.1986;;asks for mornings\n"
    "Moss Oliver;020 7946 0102;;;;\n",
    "ru": "Клиент;Мобильный;Почта;Дата рождения;Менеджер;Комментарий\n"
    "Белкина Анна Сергеевна;8 916 555-01-01;belkina@example.com;12.03.1986;;звонить утром\n"
    "Грачёв Олег;8 916 555-01-02;;;;\n",
    "pl": "Klient;Komórka;E-mail;Data urodzenia;Opiekun;Uwagi\n"
    "Sikora Anna;601 555 101;sikora@example.com;12.03.1986;;dzwonić rano\n"
    "Wróbel Jan;601 555 102;;;;\n",
}


def of_the_desk(chromium: Browser, demo: Demo, language: str) -> None:
    """Finding by the end of a phone, writing a contact down, and a new client by phone alone."""
    folder = PICTURES / language
    with window(chromium, language) as page:
        come_in(page, demo, DESK[language])
        open_page(page, demo, "/clients/")
        phone = page.locator("#clients a[href^='tel:']").nth(3).get_attribute("href") or ""
        page.keyboard.press("Control+k")
        page.keyboard.type(phone[-4:], delay=40)
        page.wait_for_selector("#palette [role=option]")
        page.wait_for_timeout(300)
        take(page, folder / "find.png", height=620)
        page.keyboard.press("Enter")
        page.wait_for_selector("#composer")
        page.wait_for_load_state("networkidle")
        page.locator("main").focus()
        page.keyboard.press("Shift+W")
        page.locator("[name=outcome]").fill(OUTCOMES[language])
        take(page, folder / "contact.png")
        open_page(page, demo, "/clients/add/")
        page.locator("[name=phone]").first.fill(PHONES[language])
        page.locator("[name$=-label]").first.fill(MOTHERS[language])
        take(page, folder / "add-client.png", height=620)


def of_the_seller(chromium: Browser, demo: Demo, language: str) -> None:
    """Today of a salesperson, and their list by the next task."""
    folder = PICTURES / language
    with window(chromium, language) as page:
        come_in(page, demo, SELLER[language])
        open_page(page, demo, "/")
        take(page, folder / "my-day.png")
        open_page(page, demo, "/clients/?sort=due")
        take(page, folder / "list.png", height=680)


def of_the_memory(chromium: Browser, demo: Demo, language: str) -> None:
    """The board of the company, and two cards that are one client, side by side."""
    folder = PICTURES / language
    with window(chromium, language) as page:
        sign_in(page, demo)
        open_page(page, demo, "/tasks/board/?all=1")
        take(page, folder / "board.png", height=760)
        open_page(page, demo, "/clients/duplicates/")
        open_page(page, demo, page.locator("main a[href*='/merge/']").first.get_attribute("href") or "/")
        take(page, folder / "merge.png", height=860)


def of_the_import(chromium: Browser, demo: Demo, language: str) -> None:
    """What the columns of a file tell. Nothing comes in."""
    with window(chromium, language) as page:
        sign_in(page, demo)
        open_page(page, demo, "/exchange/imports/add/")
        file: Any = {"name": "clients.csv", "mimeType": "text/csv", "buffer": FILES[language].encode()}
        page.set_input_files("input[type=file]", file)
        page.click(".page form.form button[type=submit]")
        page.wait_for_url("**/reading/")
        page.click("#import-reading button[type=submit]:visible")
        page.wait_for_url("**/columns/")
        page.wait_for_load_state("networkidle")
        take(page, PICTURES / language / "import.png")


def come_in(page: Page, demo: Demo, role: str) -> None:
    """Come in as the first who holds this role."""
    page.goto(f"{demo.address}/start/demo/")
    told = page.locator(".cast button", has=page.locator("small", has_text=re.compile(rf"^\s*{role}")))
    told.first.click()
    page.wait_for_selector("body.app")
