"""Going from a company's own data folder to its demo's and back, while people wait on a page.

A page writes a wish, a small file; the supervisor sees it, has the demo made, waits until the waiting page was shown
once more, stops its children and begins anew as the same process with the other folder. The own company's settings
travel along in one variable, so that leaving finds them as they were. A wish that stays outlives a restart.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pomni.config import environ
from pomni.config.home import Home
from pomni.config.parent import end_with_parent

OWN_COMPANY = "OWN_COMPANY"  # in a demo's environment: the settings with which its owner started, as JSON
PATIENCE = 20.0  # seconds after which nobody waits on the page any more
NOT_FOR_DEMOS = {"DATABASE_URL", "POMNI_SMTP_URL", "POMNI_MAIL_FROM", "POMNI_OUTGOING_ALLOW"}
COMMAND = [sys.executable, "-m", "pomni.config.cli"]


# --- Wishes ----------------------------------------------------------------------------------------------------------


class Wish:
    """A wish in a file: `asked` by somebody, `made` ready, `go` once the waiting page knows, or `failed` with its reason."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> dict[str, Any]:
        """What is wished; empty where nothing is."""
        try:
            return json.loads(self.file.read_text())
        except (OSError, ValueError):
            return {}

    def write(self, **words: Any) -> None:
        """Wish this, or note on a wish how far it is. Whoever reads sees the old one or the new one."""
        whole = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        whole.touch(mode=0o600)
        whole.write_text(json.dumps(self.read() | words))
        whole.replace(self.file)

    def drop(self) -> None:
        """Wish no longer."""
        self.file.unlink(missing_ok=True)


def marker(home: Home) -> dict[str, Any]:
    """What the marker of a demo says; empty where the folder is no demo's."""
    return Wish(home.demo_marker).read()


def is_demo(home: Home) -> bool:
    """Whether this is the folder of a demo company that is ready."""
    return marker(home).get("state") == "made"


# --- Environments ----------------------------------------------------------------------------------------------------


def demo_environ(home: Home, folder: Path, told: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of a demo in `folder` that is reached as the company in `home` is; it writes no letters."""
    own = {name: text for name, text in told.items() if _is_setting(name)}
    of_file = environ.from_file(home)
    kept = {name: text for name, text in {**of_file, **told}.items() if name not in NOT_FOR_DEMOS}
    kept[OWN_COMPANY] = told.get(OWN_COMPANY) or json.dumps(own)
    certificate, key = home.folder / "tls" / "certificate.pem", home.folder / "tls" / "key.pem"
    if certificate.exists() and environ.encrypts(
        environ.load(told)
    ):  # the one that the browser trusts already
        kept.setdefault("POMNI_CERTIFICATE", str(certificate))
        kept.setdefault("POMNI_CERTIFICATE_KEY", str(key))
    return kept | {"POMNI_DATA": str(folder), "POMNI_BACKUP_HOUR": "off"}


def own_environ(told: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment with which the owner of the demo's machine started; that of before where it is not known."""
    if OWN_COMPANY not in told:
        return dict(told)
    kept = {name: text for name, text in told.items() if not _is_setting(name) and name != OWN_COMPANY}
    return kept | json.loads(told[OWN_COMPANY])


def own_home(told: Mapping[str, str] = os.environ) -> Home | None:
    """The company's own data folder, as a demo knows it; None where this process was not started from one."""
    return Home(own_environ(told).get("POMNI_DATA") or "./data") if OWN_COMPANY in told else None


def _is_setting(name: str) -> bool:
    return name.startswith("POMNI_") or name == "DATABASE_URL"


# --- Switching -------------------------------------------------------------------------------------------------------


class ToDemo:
    """For the own company's supervisor: has the demo made that is wished for, and says when to go there."""

    def __init__(self, home: Home) -> None:
        self.home, self.wish = home, Wish(home.demo_wish)
        self.making: subprocess.Popen[str] | None = None
        self.made = 0.0

    def look(self) -> bool:
        """Whether it is time to go."""
        wished = self.wish.read()
        state = wished.get("state")
        if state == "asked":
            self._make(wished.get("language", "en"), wished.get("trade", "clinic"))
        if state == "made":
            self.made = self.made or time.monotonic()
        return state == "go" or (state == "made" and time.monotonic() - self.made > PATIENCE)

    def _make(self, language: str, trade: str) -> None:
        if self.making is None:
            own = os.getpid()
            self.making = subprocess.Popen(
                [*COMMAND, "demo", "--only-make", "--language", language, "--trade", trade],
                env=demo_environ(self.home, self.home.demo),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(own, signal.SIGTERM),
            )
        elif self.making.poll() is not None:
            said = (self.making.stderr.read() if self.making.stderr else "").strip()
            is_made, self.making, self.made = self.making.returncode == 0, None, 0.0
            print(said, file=sys.stderr, flush=True)
            self.wish.write(state="made" if is_made else "failed", why="" if is_made else said[-400:])

    def stop(self) -> None:
        """Called when the supervisor stops: what is half made is made anew next time."""
        if self.making:
            self.making.terminate()
            self.making.wait()

    def go(self) -> None:
        """Become the demo's Pomni. Does not return."""
        self.wish.write(state="go")
        become(demo_environ(self.home, self.home.demo))


class ToOwn:
    """For a demo's supervisor: says when to go back, and takes the demo away where that is wished."""

    def __init__(self, home: Home) -> None:
        self.home, self.wish = home, Wish(home.leave_wish)
        self.asked = 0.0

    def look(self) -> bool:
        """Whether it is time to go."""
        wished = self.wish.read()
        if wished:
            self.asked = self.asked or time.monotonic()
        return bool(wished) and (wished["state"] == "go" or time.monotonic() - self.asked > PATIENCE)

    def stop(self) -> None:
        """Nothing is under way."""

    def go(self) -> None:
        """Become the own company's Pomni. Does not return."""
        forget_demo = self.wish.read().get("delete", False)
        self.wish.drop()
        if own := own_home():
            Wish(own.demo_wish).drop()
        if forget_demo and marker(self.home):
            shutil.rmtree(self.home.folder, ignore_errors=True)
        become(own_environ())


def become(told: Mapping[str, str]) -> None:
    """Begin anew as `pomni serve` with this environment, as the same process."""
    sys.stdout.flush()
    os.execve(sys.executable, [*COMMAND, "serve"], dict(told))  # noqa: S606 (itself, no shell)


def wishes_demo(home: Home) -> bool:
    """Whether the demo is made and wished for; a wish whose demo somebody took away is dropped."""
    wish = Wish(home.demo_wish)
    if wish.read().get("state") not in {"made", "go"}:
        return False
    if is_demo(Home(home.demo)):
        return True
    wish.drop()
    return False
