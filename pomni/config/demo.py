"""The demo company: made in a data folder of its own, by `make demo` or from the browser, told through commands."""

import os
import shutil
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from pomni.config import switching
from pomni.config.home import Home
from pomni.config.supervisor import only_one
from pomni.config.switching import Wish
from pomni.kit.errors import Refused

CLINIC = "clinic"
TRADES = {CLINIC: gettext_lazy("A clinic"), "wholesale": gettext_lazy("A wholesaler")}


def run_demo(language: str | None = None, trade: str | None = None) -> None:
    """Make the demo on the first run, then run Pomni on it. The company's own data folder is not touched."""
    from django.conf import settings

    folder = Path(settings.POMNI["POMNI_DEMO_DATA"]).resolve()
    if settings.HOME.folder != folder or settings.POMNI["DATABASE_URL"]:
        _run_again(settings.HOME, folder, {"--language": language, "--trade": trade})
    refuse_another(settings.HOME, language, trade)
    make(language or settings.LANGUAGE_CODE, trade or CLINIC)
    from pomni.config.serving import serve

    serve()


def refuse_another(home: Home, language: str | None, trade: str | None) -> None:
    """Raises Refused where this folder has a demo already, and of another language or trade than is asked for."""
    there = switching.marker(home) if switching.is_demo(home) else {}
    asked = {name: told for name, told in (("language", language), ("trade", trade)) if told}
    if any(there.get(name, told) != told for name, told in asked.items()):
        told = {"folder": home.folder, "language": there.get("language"), "trade": there.get("trade")}
        raise Refused(
            _(
                "%(folder)s holds a demo company already: %(language)s, %(trade)s. Delete that folder, or name another "
                "one in POMNI_DEMO_DATA."
            )
            % told
        )


def _run_again(home: Home, folder: Path, options: dict[str, str | None]) -> None:
    """Run the same command with the demo's folder: settings are read once, when the process begins."""
    words = ["demo", *(word for name, told in options.items() if told for word in (name, told))]
    told = switching.demo_environ(home, folder)
    os.execve(sys.executable, [*switching.COMMAND, *words], told)  # noqa: S606 (itself, no shell)


def make(language: str, trade: str = CLINIC) -> None:
    """Fill the data folder of this process with the demo company, unless it is there. What was left half made is made anew.

    Raises Refused where the folder is a company's that is no demo.
    """
    from django.conf import settings

    home: Home = settings.HOME
    if switching.is_demo(home):
        return
    if not switching.marker(home) and home.database.exists():
        raise Refused(_("%(folder)s is the data folder of a real company.") % {"folder": home.folder})
    home.create()
    with only_one(home):
        _take_away_the_half_made(home)
        Wish(home.demo_marker).write(state="making", language=language, trade=trade)
        print(_("Making the demo company…"), flush=True)
        _tell(language, trade)
        Wish(home.demo_marker).write(state="made")


def leave() -> str:
    """At the machine itself: go back from the demo to the own company. Returns what was done, in words."""
    from django.conf import settings

    home: Home = settings.HOME
    running = home if switching.marker(home) else Home(home.demo)
    if not switching.is_demo(running):
        raise Refused(_("There is no demo company in %(folder)s.") % {"folder": running.folder})
    Wish(home.demo_wish).drop()
    Wish(running.leave_wish).write(state="go", delete=False)
    return _("Pomni goes back to your own company; if it is not running, it will be there at the next start.")


def _take_away_the_half_made(home: Home) -> None:
    if switching.marker(home):
        for file in home.folder.glob(f"{home.database.name}*"):
            file.unlink()
        shutil.rmtree(home.media)
        home.create()


def _tell(language: str, trade: str) -> None:
    from pomni.config.demo_story import tell
    from pomni.config.serving import prepare

    prepare()
    with override(language):
        tell(language, trade)
