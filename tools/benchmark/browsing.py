"""Stage: how long a person waits between signing in and a screen that is ready, in a browser on a slow computer.

The browser's processor is slowed four times, as the issue of the shell asks; Pomni itself runs at full speed. Without a
Chromium the stage says so and measures nothing.
"""

import os
import shutil
import statistics
import time
from typing import Any

from benchmark.serving import _served, _wait
from benchmark.size import Size

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SLOWED = 4
LOGIN, PASSWORD = "all", "correct horse battery"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# Ready: everything that the page needs has come, its scripts have run, and two frames were drawn since.
READY = """() => new Promise((done) => {
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  if (document.readyState === "complete") drawn(); else addEventListener("load", drawn);
})"""


def measure(size: Size) -> dict[str, Any]:
    """Seconds from Enter in the sign-in form to a ready screen: each try, and the median."""
    browser = os.environ.get("POMNI_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not browser:
        print("The browser is left out: no Chromium. To have it: sudo apt install chromium")
        return {"waits": []}
    _give_password()
    with _served() as (port, process, _began):
        _wait(port, process)
        waits = [_sign_in(browser, port) for _ in range(2 * size.repeats - 1)]
    return {"waits": waits, "median": statistics.median(waits), "slowed": SLOWED}


def _give_password() -> None:
    from pomni.team.models import User

    user = User.objects.get(username=LOGIN)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def _sign_in(browser: str, port: int) -> float:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=QUIET)
        page = chromium.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        page.goto(f"http://localhost:{port}/account/login/")
        page.fill("input[name=login]", LOGIN)
        page.fill("input[name=password]", PASSWORD)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        began = time.monotonic()
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login" not in url, wait_until="commit")
        page.evaluate(READY)
        waited = time.monotonic() - began
        chromium.close()
    return waited
