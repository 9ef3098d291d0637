"""The recovery sheet: the page that the director prints at the first run and keeps elsewhere."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.config.backup.key import own_key
from pomni.config.home import Home


def recovery_sheet(home: Home) -> str:
    """The sheet as plain text, in the language in force. It holds the backup key: for the director only."""
    key = own_key(home)
    sections = [
        (
            _("Pomni: recovery sheet"),
            _("Print this page and keep it in a safe place, away from this computer."),
        ),
        (pgettext("of the backups", "Backup key"), f"{key}"),
        (
            _("What it is for"),
            _(
                "The backups of Pomni are encrypted. Without this key nobody can open them, not even you. "
                "Whoever has the key and a backup can read everything about your clients."
            ),
        ),
        (_("Data folder"), f"{home.folder}"),
        (
            _("Where the backups are"),
            _(
                "%(folder)s. One is made every night. Copy the newest to another place, such as a disk that "
                "you keep elsewhere: the ones in this folder are lost together with the computer."
            )
            % {"folder": home.backups},
        ),
        (
            _("To restore"),
            _("Install Pomni, stop it if it is running, and run:")
            + "\n  pomni restore FILE --key AGE-SECRET-KEY-1…\n"
            + _(
                "FILE is the newest backup, and the key stands above. Nothing is replaced before the "
                "backup was found good."
            ),
        ),
        (
            _("If a director cannot sign in"),
            _("On the computer on which Pomni runs:") + "\n  pomni invite --director",
        ),
        (
            _("Without Pomni"),
            _("The free programs age, zstd and tar open a backup; KEYFILE is a file with the key:")
            + "\n  age -d -i KEYFILE FILE | zstd -d | tar x",
        ),
    ]
    return "\n\n".join(f"{title}\n{'-' * len(title)}\n{text}" for title, text in sections) + "\n"
