"""The recovery sheet: the page that the director prints at the first run and keeps elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.config.backup.key import own_key
from pomni.config.home import Home


@dataclass(frozen=True)
class Section:
    """A part of the sheet: what it says, what is typed exactly so, and what follows from it."""

    title: str
    text: str = ""
    typed: str = ""
    then: str = ""

    @property
    def in_groups(self) -> str:
        """What is typed, in groups of six, so that eyes do not lose their place; spaces do not matter in a key."""
        return " ".join(re.findall(".{1,6}", self.typed))

    def __str__(self) -> str:
        typed = "\n".join(f"  {line}" for line in self.typed.splitlines())
        told = "\n".join(filter(None, (self.text, typed, self.then)))
        return f"{self.title}\n{'-' * len(self.title)}\n{told}"


def recovery_sheet(home: Home) -> str:
    """The sheet as plain text, in the language in force. It holds the backup key: for the director only."""
    title = Section(
        _("Pomni: recovery sheet"), _("Print this page and keep it in a safe place, away from this computer.")
    )
    return "\n\n".join(str(section) for section in (title, *sections(home))) + "\n"


def sections(home: Home) -> Iterator[Section]:
    """The parts of the sheet, the key first."""
    yield Section(pgettext("of the backups", "Backup key"), typed=str(own_key(home)))
    yield Section(
        _("What it is for"),
        _(
            "The backups of Pomni are encrypted. Without this key nobody can open them, not even you. "
            "Whoever has the key and a backup can read everything about your {clients}."
        ),
    )
    yield Section(_("Data folder"), typed=f"{home.folder}")
    yield Section(
        _("Where the backups are"),
        _(
            "%(folder)s. One is made every night. Copy the newest to another place, such as a disk that "
            "you keep elsewhere: the ones in this folder are lost together with the computer."
        )
        % {"folder": home.backups},
    )
    yield Section(
        _("To restore"),
        _("Install Pomni, stop it if it is running, and run:"),
        "pomni restore FILE --key AGE-SECRET-KEY-1…",
        _(
            "FILE is the newest backup, and the key stands above. Nothing is replaced before the "
            "backup was found good."
        ),
    )
    yield Section(
        _("If a {director} cannot sign in"),
        _(
            "On the computer on which Pomni runs. The first makes a link for a new password, the second for a new account:"
        ),
        "pomni sign-in-link LOGIN\npomni invite --director",
    )
    yield Section(
        _("Without Pomni"),
        _("The free programs age, zstd and tar open a backup; KEYFILE is a file with the key:"),
        "age -d -i KEYFILE FILE | zstd -d | tar x",
    )
