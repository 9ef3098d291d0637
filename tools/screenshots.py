"""Takes the pictures of the README and of the guide from a demo company that runs only for this.

    .venv/bin/python tools/screenshots.py                   writes docs/pictures/
    .venv/bin/python tools/screenshots.py --all FOLDER      every page, wide and narrow, light and dark, to look through

The company lives in a folder of its own that is deleted afterwards, on a free port of this computer, with a clock that
begins at the same instant each time. Needs a Chromium, named by POMNI_CHROMIUM or found on PATH.
"""

import argparse
import contextlib
import html
import http.client
import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HOUSE = Path(__file__).resolve().parent.parent
PICTURES = HOUSE / "docs" / "pictures"
BEGINS = "2026-11-20T09:30:00+00:00"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
THEMES = ("light", "dark")
LANGUAGES = ("en", "ru", "pl")
PIN = "4829"
LOOKED_THROUGH = 60  # clients among whom the one is chosen whose card shows the most
SPECIALIST = 2  # the row of that role
DOCTOR = 4  # the place of the first specialist among the people of the demo
RECEIVER = 8900  # the port of the program that a webhook calls
PROVIDERS = {"en": "Gmail", "ru": "Yandex", "pl": "Onet"}
DOMAINS = {"en": "gmail.com", "ru": "yandex.ru", "pl": "onet.pl"}
WEBHOOKS = {"en": "Web site", "ru": "Сайт", "pl": "Strona"}
NEWCOMERS = {"en": "Laura Wells", "ru": "Орлова Дарья", "pl": "Zielińska Ewa"}
PAGES = """
    / /clients/ /clients/add/ /clients/duplicates/ /clients/figures/ /clients/segments/ /clients/segments/make/
    /tasks/ /tasks/board/ /tasks/board/?all=1 /tasks/meetings/ /tasks/promises/ /tasks/reminders/ /settings/fields/
    /settings/keeping/ /exchange/imports/add/ /me/today/
    /team/ /team/invite/ /team/teams/ /team/roles/ /team/log/ /team/locations/
    /team/locations/add/ /notices/ /status/ /status/viewing/ /settings/ /settings/company/
    /settings/look/ /settings/mail/ /settings/security/ /settings/recovery-sheet/ /settings/webhooks/
    /settings/webhooks/add/ /me/api/ /me/ /me/pin/ /me/language/ /me/tokens/make/ /nothing/
    /account/2fa/ /account/sessions/ /account/password/change/ /me/second-step/
"""
# Asked at once, and not again and again: that would need `eval`, which the policy of the pages forbids.
DRAWN = """Promise.all([...document.images].map((picture) => {
    picture.loading = "eager";
    return picture.complete || new Promise((done) => { picture.onload = picture.onerror = done; });
}))"""
PATIENCE = 240  # seconds for a demo company to be made and to answer


@dataclass(frozen=True)
class Demo:
    """A demo company that runs: its address, and who works there by name; the director comes first."""

    address: str
    people: list[str]
    language: str
    folder: Path

    @property
    def director(self) -> str:
        """The name of the director."""
        return self.people[0]


# --- The company ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def demo_company(language: str, trade: str = "clinic") -> Iterator[Demo]:
    """A demo company in this language for the length of the block."""
    folder, port = Path(tempfile.mkdtemp(prefix="pomni-pictures-")), free_port()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("POMNI_") and k != "DATABASE_URL"}
    environ |= {"POMNI_DEMO_DATA": str(folder), "POMNI_DATA": str(folder), "POMNI_PORT": str(port)}
    environ |= {
        "POMNI_CLOCK": BEGINS,
        "POMNI_WEB_WORKERS": "1",
        "POMNI_OUTGOING_ALLOW": f"localhost:{RECEIVER}",
    }
    command = [sys.executable, "-m", "pomni.config.cli", "demo", "--language", language, "--trade", trade]
    with open(folder / "lines.txt", "w") as lines:
        process = subprocess.Popen(command, cwd=HOUSE, env=environ, stdout=lines, stderr=lines)
        try:
            wait_until_ready(process, port, folder / "lines.txt")
            yield Demo(f"http://localhost:{port}", read_people(port), language, folder)
        finally:
            process.terminate()
            process.wait(timeout=40)
            shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of this computer that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(process: subprocess.Popen, port: int, lines: Path) -> None:
    """Wait until Pomni answers; ends the program with its lines where it does not."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            call = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            call.request("GET", "/readyz", headers={"Host": "localhost"})
            if call.getresponse().status == 200:
                return
        time.sleep(0.2)
    sys.exit(f"The demo company does not answer:\n{lines.read_text()}")


def read_people(port: int) -> list[str]:
    """The names on the first page of the demo."""
    call = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    call.request("GET", "/start/demo/", headers={"Host": f"localhost:{port}"})
    return [html.unescape(name) for name in re.findall(r"<b>(.*?)</b>", call.getresponse().read().decode())]


# --- The browser ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    path = os.environ.get("POMNI_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        sys.exit("There is no Chromium. To get it: sudo apt install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        try:
            yield started
        finally:
            started.close()


@contextlib.contextmanager
def window(chromium: Browser, language: str, size: str = "wide", theme: str = "light") -> Iterator[Page]:
    """An empty window of this size; the colours are those of the device."""
    width, height = SIZES[size]
    context: BrowserContext = chromium.new_context(
        viewport={"width": width, "height": height},
        locale=language,
        color_scheme=theme,  # type: ignore[arg-type]  # one of THEMES
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE * 1000)  # on a busy computer a page may take its time
    try:
        yield context.new_page()
    finally:
        context.close()


def sign_in(page: Page, demo: Demo, name: str = "") -> None:
    """Come in by the button of the demo's sign-in page."""
    page.goto(f"{demo.address}/start/demo/")
    page.get_by_role("button", name=name or demo.director).click()
    page.wait_for_selector("body.app")


def open_page(page: Page, demo: Demo, path: str) -> None:
    """Go there, and wait until fonts and icons are drawn."""
    page.goto(f"{demo.address}{path}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


def take(page: Page, file: Path, *, whole: bool = False, height: int = 0) -> None:
    """The picture of what the window shows, of its upper `height` pixels, or of the whole page."""
    file.parent.mkdir(parents=True, exist_ok=True)
    upper = {"x": 0, "y": 0, "width": SIZES["wide"][0], "height": height} if height else None
    page.screenshot(path=file, full_page=whole, clip=upper)  # type: ignore[arg-type]  # has all four sides
    print(file)


def nth_link(page: Page, number: int) -> str:
    """The address that a row of the table leads to; 0 is the first."""
    return page.locator(".table tbody a").nth(number).get_attribute("href") or "/"


# --- The pictures ---------------------------------------------------------------------------------------------------


def for_readme(chromium: Browser, demo: Demo) -> None:
    """Today, the palette in dark colours, a card, and the card on a phone."""
    with window(chromium, "en") as page:
        sign_in(page, demo)
        open_page(page, demo, "/")
        take(page, PICTURES / "today.png")
        open_card(page, demo)
        take(page, PICTURES / "client.png")
    with window(chromium, "en", "wide", "dark") as page:
        sign_in(page, demo)
        open_page(page, demo, "/clients/")
        page.keyboard.press("Control+k")
        page.keyboard.type("hel", delay=40)
        page.wait_for_selector("dialog[open] [role=option]:nth-of-type(2)")
        take(page, PICTURES / "find-dark.png")
    with window(chromium, "en", "narrow") as page:
        sign_in(page, demo)
        open_card(page, demo)
        take(page, PICTURES / "client-phone.png")


def for_guide(chromium: Browser, demo: Demo, language: str) -> None:
    """What the guide shows, in one language; the director's pages first, for the rest shows what they did."""
    folder = PICTURES / language
    with window(chromium, language) as page:
        sign_in(page, demo)
        for number in range(3):
            open_page(page, demo, "/clients/")
            open_page(page, demo, nth_link(page, number * 4))
        back_up(page, demo)
        take(page, folder / "status.png", height=680)
        open_page(page, demo, "/team/invite/")
        take(page, folder / "invite.png", height=720)
        change_role(page, demo)
        take(page, folder / "role.png")
        fill_mail_in(page, demo, language)
        take(page, folder / "mail.png")
        with receiver() as address:
            call_webhook(page, demo, address)
            take(page, folder / "webhook.png", height=680)
        open_page(page, demo, "/")
        take(page, folder / "today.png")
    with window(chromium, language) as page:
        sign_in(page, demo, demo.people[1])
        set_pin(page, demo)
        page.click("[popovertarget=personal]:visible")
        page.click("form[action='/account/logout/'] button")
        page.wait_for_selector("body.plain")
        sign_in(page, demo)
        lock_screen(page, demo)
        take(page, folder / "locked.png")


def open_card(page: Page, demo: Demo) -> None:
    """Open the card that shows the most: an alert, a drawn file, an open task and a long timeline."""
    open_page(page, demo, "/clients/")
    links = page.locator(".table tbody td a[href^='/clients/']")
    cards = [links.nth(n).get_attribute("href") or "" for n in range(min(LOOKED_THROUGH, links.count()))]
    told = {card: page.request.get(f"{demo.address}{card}").text() for card in cards}
    open_page(page, demo, max(cards, key=lambda card: (len(shown_on(told[card])), told[card].count("<li"))))
    page.evaluate(DRAWN)
    page.evaluate("scrollTo(0, 0)")


def shown_on(card: str) -> list[str]:
    """What of an alert, peculiarities, ties, a file and an open task stands in the page of a card."""
    known = ('id="fact-alert"', "/details/peculiarity/0", "/details/tie/0", 'href="/files/0', "/tasks/0")
    return [word for word in known if word in card]


def back_up(page: Page, demo: Demo) -> None:
    """Make a backup and wait until it is proved."""
    open_page(page, demo, "/status/")
    page.click("#backups form[action='/status/ask/backup/'] button")
    page.wait_for_selector("#backups .badge.success", timeout=180_000)
    for _try in range(40):
        open_page(page, demo, "/status/")
        if page.locator("#backups form").count():
            break
        page.wait_for_timeout(500)
    begins = datetime.fromisoformat(BEGINS).timestamp()
    for file in (demo.folder / "backups").iterdir():
        os.utime(
            file, (begins, begins)
        )  # files are dated by the clock of the computer, not by that of the demo
    open_page(page, demo, "/status/")


def change_role(page: Page, demo: Demo) -> None:
    """Let specialists see all clients, up to the sentences that say what it means."""
    open_page(page, demo, "/team/roles/")
    open_page(page, demo, nth_link(page, SPECIALIST))
    page.locator("input[type=radio][name*='people.client.see']").last.check(force=True)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)  # the bar with the consequences slides in


def fill_mail_in(page: Page, demo: Demo, language: str) -> None:
    """Fill the mail server in as a provider of this country says."""
    open_page(page, demo, "/settings/mail/")
    page.get_by_role("button", name=PROVIDERS[language], exact=True).click()
    page.fill("input[name=username]", f"hello@{DOMAINS[language]}")
    page.fill("input[name=sender]", f"hello@{DOMAINS[language]}")


@contextlib.contextmanager
def receiver() -> Iterator[str]:
    """A program on this computer that answers every call of a webhook; its address."""

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", RECEIVER), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{RECEIVER}/pomni"
        server.shutdown()


def call_webhook(page: Page, demo: Demo, address: str) -> None:
    """Add a webhook, and let it be called with what happens."""
    open_page(page, demo, "/settings/webhooks/add/")
    page.fill("input[name=name]", WEBHOOKS[demo.language])
    page.fill("input[name=url]", address)
    page.click(".page form.form button[type=submit]")
    page.wait_for_selector("[data-select]")
    open_page(page, demo, "/clients/add/")
    page.fill("input[name=name]", NEWCOMERS[demo.language])
    page.click(".page form.form button[type=submit]")
    page.wait_for_load_state("networkidle")
    open_page(page, demo, "/settings/webhooks/")
    hook = page.locator(".page a[href^='/settings/webhooks/0']").first.get_attribute("href") or "/"
    open_page(page, demo, hook)
    page.click("form[action$='/try/'] button")
    for _try in range(20):
        page.wait_for_timeout(500)
        open_page(page, demo, hook)
        calls = page.locator(".table tbody tr").count()
        if calls >= 4 and page.locator(".table tbody .badge.success").count() == calls:
            return


def set_pin(page: Page, demo: Demo) -> None:
    """Set the PIN for shared computers."""
    open_page(page, demo, "/me/pin/")
    page.fill("input[name=pin]", PIN)
    page.click(".page form.form button[type=submit]")
    page.wait_for_url("**/me/")


def lock_screen(page: Page, demo: Demo) -> None:
    """Set a PIN and lock the screen, as the person does."""
    set_pin(page, demo)
    page.click("[popovertarget=personal]:visible")
    page.click("form[action='/lock/'] button")
    page.wait_for_url("**/locked/")
    page.evaluate("document.fonts.ready")


def every_page(chromium: Browser, demo: Demo, language: str, folder: Path) -> None:
    """All pages that a director reaches, and some of another role, in both sizes and colours."""
    for size in SIZES:
        for theme in THEMES:
            with window(chromium, language, size, theme) as page:
                place = folder / f"{language}-{size}-{theme}"
                open_page(page, demo, "/account/login/")
                take(page, place / "login.png", whole=True)
                sign_in(page, demo)
                for name, path in [*((_name(path), path) for path in PAGES.split()), *_cards(page, demo)]:
                    open_page(page, demo, path)
                    take(page, place / f"{name}.png", whole=True)
                lock_screen(page, demo)
                take(page, place / "locked.png", whole=True)
            with window(chromium, language, size, theme) as page:
                sign_in(page, demo, demo.people[DOCTOR])
                for path in ("/clients/", "/team/", "/team/log/"):
                    open_page(page, demo, path)
                    take(page, place / f"specialist-{_name(path)}.png", whole=True)


def _name(path: str) -> str:
    return re.sub(r"\W+", "-", path).strip("-") or "today"


def _cards(page: Page, demo: Demo) -> list[tuple[str, str]]:
    open_page(page, demo, "/clients/")
    card = nth_link(page, 0)
    open_page(page, demo, "/team/")
    colleague = nth_link(page, 1)
    return [
        ("client", card),
        ("client-edit", f"{card}edit/"),
        ("client-forget", f"{card}forget/"),
        ("colleague", colleague),
    ]


def main() -> None:
    """Reads the words of the command line, and takes the pictures."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--all", type=Path, metavar="FOLDER", help="every page, to look through")
    words.add_argument("--language", choices=LANGUAGES, action="append", help="only this language")
    words.add_argument(
        "--trade", choices=("clinic", "wholesale"), default="clinic", help="by default the clinic"
    )
    told = words.parse_args()
    import guide_pictures  # which takes its words from here

    with browser() as chromium:
        for language in told.language or LANGUAGES:
            with demo_company(language, told.trade) as demo:
                if told.all:
                    every_page(chromium, demo, language, told.all)
                    continue
                guide_pictures.of_the_desk(chromium, demo, language)
                guide_pictures.of_the_memory(chromium, demo, language)
                guide_pictures.of_the_import(chromium, demo, language)
                for_guide(chromium, demo, language)
                if language == "en":
                    for_readme(chromium, demo)
            if not told.all:
                with demo_company(language, "wholesale") as demo:
                    guide_pictures.of_the_seller(chromium, demo, language)


if __name__ == "__main__":
    main()
