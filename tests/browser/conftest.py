"""A real Pomni, started as its owner would, and a real browser before it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PASSWORD = "correct horse battery"


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)


class Running:
    """A Pomni that runs on a port of its own with a data folder of its own."""

    def __init__(self, folder, **more):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        told = {
            "POMNI_DATA": str(folder),
            "POMNI_PORT": str(self.port),
            "POMNI_WEB_WORKERS": "1",
            "LANG": "C.UTF-8",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POMNI_")}
        kept.pop("DATABASE_URL", None)
        self.environ = kept | told | more
        self.lines = []

    @property
    def address(self):
        return f"http://localhost:{self.port}"

    def pomni(self, *words):
        """Run a command of the command line on the same company; returns what it printed."""
        command = [sys.executable, "-m", "pomni.config.cli", *words]
        return subprocess.run(
            command, env=self.environ, capture_output=True, text=True, check=True, timeout=60
        ).stdout

    def start(self):
        """Start it, and wait until it says where it is."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pomni.config.cli", "serve"],
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()
        until = time.monotonic() + 40
        while time.monotonic() < until and not any("Ctrl-C" in line for line in self.lines):
            assert self.process.poll() is None, "".join(self.lines)
            time.sleep(0.05)
        assert any("Ctrl-C" in line for line in self.lines), "".join(self.lines)
        return self

    def stop(self):
        """Stop it as Ctrl-C would."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(40) == 0, "".join(self.lines)

    @property
    def first_link(self):
        """The link that the latest start printed."""
        return re.findall(r"https?://\S+/start/\S+/", "".join(self.lines))[-1]


@pytest.fixture
def fresh(tmp_path):
    """A Pomni on its very first start."""
    running = Running(tmp_path / "data").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory):
    """The data folder of the seeded company, not running: each Pomni that needs it begins with a copy."""
    running = Running(tmp_path_factory.mktemp("kept") / "data").start()
    running.pomni("seed", "--password", PASSWORD)
    running.stop()
    return running.folder


@pytest.fixture(scope="session")
def seeded(tmp_path_factory, seeded_folder):
    """A Pomni with the seeded company."""
    yield from running_with(seeded_folder, tmp_path_factory.mktemp("seeded") / "data")


@pytest.fixture(scope="module")
def own(tmp_path_factory, seeded_folder):
    """A seeded Pomni of one file's stories alone: they change what others would stumble over."""
    yield from running_with(seeded_folder, tmp_path_factory.mktemp("own") / "data")


def running_with(kept, folder, **more):
    """A Pomni that runs on a copy of a data folder until it is no longer needed; `{port}` in a setting is its own."""
    shutil.copytree(kept, folder)
    running = Running(folder)
    running.environ |= {name: value.format(port=running.port) for name, value in more.items()}
    yield running.start()
    running.stop()


@pytest.fixture
def director(own, person):
    """The page of the director of that Pomni."""
    page = person(own.address)
    sign_in(page, "director")
    return page


@pytest.fixture(scope="session")
def browser():
    """Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=os.environ["POMNI_CHROMIUM"], args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def person(browser):
    """Opens a page for one more person, each with cookies of their own; any error of a script fails the test."""
    contexts, errors = [], []

    def come(address, *, width=1440, height=900, language="en-GB", dark=False):
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale=language,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        # Chromium tells of a page that is left while it still fades in, or comes too late to; no script of ours is in it.
        page.on("pageerror", lambda e: None if str(e).startswith("Transition was") else errors.append(str(e)))
        page.on(
            "console",
            lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None,
        )
        return page

    yield come
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="module")
def signed_in():
    """The cookies of colleagues who have signed in already: stories are not about that."""
    return {}


@pytest.fixture
def come(own, person, signed_in):
    """Opens a page for the colleague with this login."""

    def come_in(login):
        page = person(own.address)
        if login in signed_in:
            page.context.add_cookies(signed_in[login])
            page.goto("/")
        else:
            sign_in(page, login)
            signed_in[login] = page.context.cookies()
        return page

    return come_in


def set_up(page, link, login, password):
    """Set an own company up by the first link, as quickly as can be; ends on the page of the second step."""
    page.goto(f"{link}company/")
    page.locator("input[name=name]").fill("Mill Lane")
    page.locator("input[name=trade][value=general]").check()
    page.locator("main button.primary").click()
    page.wait_for_url("**/country/")
    page.locator("main button.primary").click()
    page.wait_for_url("**/you/")
    page.locator("input[name=name]").fill(login.capitalize())
    page.locator("input[name=username]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/sheet/")
    page.get_by_role("link", name="Later").click()
    page.wait_for_url("**/me/second-step/")


def sign_in(page, login, password=PASSWORD):
    """Sign in with a password, as a person does."""
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
