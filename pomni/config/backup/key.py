"""The backup key: an age identity (X25519), made once, kept in the data folder, never in the database."""

from pathlib import Path

from django.utils.translation import gettext as _
from pyrage import IdentityError
from pyrage.x25519 import Identity

from pomni.config.home import Home, write_once
from pomni.kit.clock import now
from pomni.kit.errors import Refused

_BEGINNING = "AGE-SECRET-KEY-1"


def own_key(home: Home) -> Identity:
    """The key of this data folder, made on the first call. The file is as age's own tool writes it."""
    if not home.backup_key_file.exists():
        made = Identity.generate()
        home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lines = [f"# created: {now().isoformat()}", f"# public key: {made.to_public()}", str(made)]
        write_once(home.backup_key_file, lines)
    return read_key(home.backup_key_file)


def read_key(key: str | Path) -> Identity:
    """The key from its file or its text; as typed from paper: spaces and small letters do not matter."""
    typed = "".join(str(key).split()).upper()
    lines = [typed] if typed.startswith(_BEGINNING) else _lines(Path(key))
    for line in lines:
        if line.strip().upper().startswith(_BEGINNING):
            return _parsed(line.strip().upper())
    raise Refused(_("There is no backup key in “%(file)s”. It begins with AGE-SECRET-KEY-1.") % {"file": key})


def key_for(home: Home, key: str | Path | None) -> Identity:
    """The key that was given, or else the one of the data folder; refused where there is none."""
    if key:
        return read_key(key)
    if not home.backup_key_file.exists():
        raise Refused(
            _("There is no backup key in %(file)s. Give the one from the recovery sheet with --key.")
            % {"file": home.backup_key_file}
        )
    return read_key(home.backup_key_file)


def _parsed(text: str) -> Identity:
    try:
        return Identity.from_str(text)
    except IdentityError:
        raise Refused(_("This backup key has a typing error: compare it with the recovery sheet.")) from None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        raise Refused(_("The backup key cannot be read from “%(file)s”.") % {"file": file}) from None
