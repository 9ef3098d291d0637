"""`make demo`: a demo company in a data folder of its own, told through commands, with random passwords."""

import os
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

DEMO = "./demo-data"


def run_demo(language: str | None = None) -> None:
    """Fill the demo folder on the first run, then run Pomni on it. The company's own data folder is not touched."""
    from django.conf import settings

    folder = Path(os.environ.get("POMNI_DEMO_DATA", DEMO)).resolve()
    if settings.HOME.folder != folder or settings.POMNI["DATABASE_URL"]:
        _run_again(folder, language)
    _fill(language or settings.LANGUAGE_CODE)
    from pomni.config.serving import serve

    serve()


def _run_again(folder: Path, language: str | None) -> None:
    """Run the same command with the demo's folder: settings are read once, when the process begins."""
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environ["POMNI_DATA"] = str(folder)
    words = ["demo", *(["--language", language] if language else [])]
    os.execve(sys.executable, [sys.executable, "-m", "pomni.config.cli", *words], environ)  # noqa: S606 (itself, no shell)


def _fill(language: str) -> None:
    from django.conf import settings

    from pomni.config.demo_story import tell
    from pomni.config.serving import prepare
    from pomni.team.queries import anybody_can_sign_in

    settings.HOME.create()
    prepare()
    people = settings.HOME.folder / "people.txt"
    if not anybody_can_sign_in():
        print(_("Making the demo company…"))
        people.touch(mode=0o600)
        with override(language):
            people.write_text("".join(f"{line}\n" for line in tell(language)))
    who = _("Who works in the demo company (login, password, name):")
    print(f"\n  {who}\n\n{people.read_text()}")
