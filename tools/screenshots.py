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
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
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
TOLD = 7  # the row of a client with more than one moment
PATIENCE = 90  # seconds for a demo company to be made and to answer


@dataclass(frozen=True)
class Demo:
    """A demo company that runs: its address, and who works there by name; the director comes first."""

    address: str
    people: list[str]

    @property
    def director(self) -> str:
        """The name of the director."""
        return self.people[0]


# --- The company ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def demo_company(language: str) -> Iterator[Demo]:
    """A demo company in this language for the length of the block."""
    folder, port = Path(tempfile.mkdtemp(prefix="pomni-pictures-")), free_port()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("POMNI_") and k != "DATABASE_URL"}
    environ |= {"POMNI_DEMO_DATA": str(folder), "POMNI_DATA": str(folder), "POMNI_PORT": str(port)}
    environ |= {"POMNI_CLOCK": BEGINS, "POMNI_WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "pomni.config.cli", "demo", "--language", language]
    with open(folder / "lines.txt", "w") as lines:
        process = subprocess.Popen(command, cwd=HOUSE, env=environ, stdout=lines, stderr=lines)
        try:
            wait_until_ready(process, port, folder / "lines.txt")
            yield Demo(f"http://localhost:{port}", read_people(port))
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


def take(page: Page, file: Path, *, whole: bool = False) -> None:
    """The picture of what the window shows, or of the whole page."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=whole)
    print(file)


def nth_link(page: Page, number: int) -> str:
    """The address that a row of the table leads to; 0 is the first."""
    return page.locator(".table tbody a").nth(number).get_attribute("href") or "/"


# --- The pictures ---------------------------------------------------------------------------------------------------


def for_readme(chromium: Browser, demo: Demo) -> None:
    """Clients and a card, on a screen and on a phone."""
    for size, theme, name in (
        ("wide", "light", "clients"),
        ("wide", "dark", "clients-dark"),
        ("narrow", "light", "client-phone"),
    ):
        with window(chromium, "en", size, theme) as page:
            sign_in(page, demo)
            open_page(page, demo, "/clients/")
            if name == "client-phone":
                open_page(page, demo, nth_link(page, TOLD))
            take(page, PICTURES / f"{name}.png")
    with window(chromium, "en") as page:
        sign_in(page, demo)
        open_page(page, demo, "/clients/")
        open_page(page, demo, nth_link(page, TOLD))
        take(page, PICTURES / "client.png")


def for_guide(chromium: Browser, demo: Demo, language: str) -> None:
    """What the director's guide shows, in one language: inviting, a colleague's roles, the lock of a shared computer."""
    folder = PICTURES / language
    with window(chromium, language) as page:
        sign_in(page, demo)
        open_page(page, demo, "/team/invite/")
        take(page, folder / "invite.png")
        open_page(page, demo, "/team/")
        open_page(page, demo, nth_link(page, 1))
        take(page, folder / "colleague.png")
    with window(chromium, language) as page:
        sign_in(page, demo, demo.people[1])
        set_pin(page, demo)
        page.click("[popovertarget=personal]:visible")
        page.click("form[action='/account/logout/'] button")
        page.wait_for_selector("body.plain")
        sign_in(page, demo)
        lock_screen(page, demo)
        take(page, folder / "locked.png")


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
    paths = ["/clients/", "/clients/add/", "/team/", "/team/invite/", "/team/log/", "/team/locations/"]
    paths += ["/team/locations/add/", "/me/", "/me/pin/", "/me/language/", "/me/tokens/make/", "/nothing/"]
    paths += ["/account/2fa/", "/account/sessions/", "/account/password/change/", "/me/second-step/"]
    for size in SIZES:
        for theme in THEMES:
            with window(chromium, language, size, theme) as page:
                place = folder / f"{language}-{size}-{theme}"
                open_page(page, demo, "/account/login/")
                take(page, place / "login.png", whole=True)
                sign_in(page, demo)
                for name, path in [*((_name(path), path) for path in paths), *_cards(page, demo)]:
                    open_page(page, demo, path)
                    take(page, place / f"{name}.png", whole=True)
                lock_screen(page, demo)
                take(page, place / "locked.png", whole=True)
            with window(chromium, language, size, theme) as page:
                sign_in(page, demo, demo.people[2])
                for path in ("/clients/", "/team/", "/team/log/"):
                    open_page(page, demo, path)
                    take(page, place / f"specialist-{_name(path)}.png", whole=True)


def _name(path: str) -> str:
    return path.strip("/").replace("/", "-")


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
    told = words.parse_args()
    with browser() as chromium:
        for language in told.language or LANGUAGES:
            with demo_company(language) as demo:
                if told.all:
                    every_page(chromium, demo, language, told.all)
                    continue
                if language == "en":
                    for_readme(chromium, demo)
                for_guide(chromium, demo, language)


if __name__ == "__main__":
    main()
