"""The settings that the owner of a machine may make, each with its meaning, default and check.

They come from the environment, or from `pomni.env` in the data folder. A wrong one stops the start with its name and
the mend; a misspelt `POMNI_…` name is told as well, for a setting that does nothing is worse than none.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from pomni.config.home import Home
from pomni.config.words import gettext as _


class WrongSetting(Exception):
    """A setting that cannot be used: its name, what is wrong with it, and what to write instead."""

    def __init__(self, name: str, wrong: str, mend: str) -> None:
        super().__init__(f"{name}: {wrong}\n  {mend}")
        self.name = name


@dataclass(frozen=True)
class Setting:
    """One setting: its name, the value where it is not set, what it does, and how a text becomes its value."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any] = str


def _port(text: str) -> int:
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise ValueError(_("Write a whole number from 1 to 65535."))
    return int(text)


def _count(text: str) -> int:
    if not (text.isdigit() and 0 < int(text) <= 64):
        raise ValueError(_("Write a whole number from 1 to 64."))
    return int(text)


def _megabytes(text: str) -> int:
    if not (text.isdigit() and 0 < int(text) <= 1000):
        raise ValueError(_("Write a whole number from 1 to 1000."))
    return int(text)


def _days(text: str) -> int:
    if not (text.isdigit() and int(text) <= 365):
        raise ValueError(_("Write a whole number from 0 to 365."))
    return int(text)


def _many_days(text: str) -> int:
    if not (text.isdigit() and 30 <= int(text) <= 3650):
        raise ValueError(_("Write a whole number from 30 to 3650."))
    return int(text)


def _listen(text: str) -> str:
    if text not in {"local", "network"}:
        raise ValueError(
            _("Write “local” (this computer only) or “network” (phones and other PCs of your network too).")
        )
    return text


def _https(text: str) -> str:
    if text not in {"auto", "off"}:
        raise ValueError(_("Write “auto”, or “off” for http without encryption."))
    return text


def _address(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")):
        raise ValueError(
            _("Write an address without a path, such as https://crm.example.org; a path goes to POMNI_PATH.")
        )
    return text.rstrip("/")


def _hour(text: str) -> str:
    if text != "off" and not (text.isdigit() and int(text) < 24):
        raise ValueError(_("Write an hour from 0 to 23, or “off”."))
    return text


def _yes(text: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        raise ValueError(_("Write “yes” or “no”."))
    return text.lower() == "yes"


def _language(text: str) -> str:
    if text not in {"en", "ru", "pl"}:
        raise ValueError(_("Write “en”, “ru” or “pl”."))
    return text


def _instant(text: str) -> str:
    wrong = ValueError(_("Write an instant with its zone, such as 2026-03-01T09:00:00+01:00."))
    try:
        is_without_zone = bool(text) and datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        raise wrong from None
    if is_without_zone:
        raise wrong
    return text


def _zone(text: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except Exception:
        raise ValueError(_("Write a time zone by its IANA name, such as Europe/Warsaw.")) from None
    return text


def _prefix(text: str) -> str:
    if text and (not text.startswith("/") or text.endswith("/")):
        raise ValueError(_("Write a path that starts with / and does not end with it, such as /pomni."))
    return text


SETTINGS = (
    Setting("POMNI_DATA", "./data", "the data folder"),
    Setting("POMNI_DEMO_DATA", "./demo-data", "the data folder of `make demo`"),
    Setting(
        "DATABASE_URL", "", "postgresql://user:password@host:5432/name; empty: SQLite in the data folder"
    ),
    Setting(
        "POMNI_LISTEN", "local", "'network' opens Pomni to phones and other PCs of your network", _listen
    ),
    Setting(
        "POMNI_HTTPS",
        "auto",
        "'off': http without encryption in your network; others in it may read along",
        _https,
    ),
    Setting("POMNI_PORT", "8321", "the port", _port),
    Setting(
        "POMNI_ADDRESS",
        "",
        "the address that people type, where a proxy stands before Pomni: https://crm.example.org",
        _address,
    ),
    Setting("POMNI_PATH", "", "the path prefix behind a proxy, e.g. /pomni", _prefix),
    Setting(
        "POMNI_CERTIFICATE",
        "",
        "file of your own TLS certificate (PEM); without it one is made for 'network'",
    ),
    Setting("POMNI_CERTIFICATE_KEY", "", "file of its private key (PEM)"),
    Setting("POMNI_WEB_WORKERS", "2", "web processes", _count),
    Setting("POMNI_LANGUAGE", "en", "language before anybody has chosen one: en, ru or pl", _language),
    Setting("POMNI_ZONE", "UTC", "time zone of the company", _zone),
    Setting("POMNI_CLOCK", "", "for trying out: an instant from which the clock of Pomni runs", _instant),
    Setting(
        "POMNI_SMTP_URL",
        "",
        "smtp://user:password@host:587 (STARTTLS), smtps://…:465, or smtp+plain://… without encryption",
    ),
    Setting("POMNI_MAIL_FROM", "", "the sender of letters, e.g. Salon <hello@example.org>"),
    Setting(
        "POMNI_OUTGOING_ALLOW", "", "hosts of your own network that webhooks may reach, separated by commas"
    ),
    Setting("POMNI_FILE_MB", "25", "how large a file on a card may be, in MB", _megabytes),
    Setting(
        "POMNI_RISES_AFTER_DAYS",
        "3",
        "for how many days a promise is overdue before whoever leads is told, too",
        _days,
    ),
    Setting(
        "POMNI_LOST_AFTER_DAYS",
        "365",
        "for how many days a client is away for longer than usual (or, without a rhythm, out of touch) until they count as lost",
        _many_days,
    ),
    Setting("POMNI_BACKUP_HOUR", "3", "hour of the nightly backup, or 'off'", _hour),
    Setting("POMNI_BACKUP_KEEP", "14", "how many nightly backups are kept", _count),
    Setting("POMNI_DEBUG", "no", "for developers: pages of errors show the code", _yes),
    Setting("POMNI_PYTHON", "", "for `make`: the Python to use"),
    Setting("POMNI_TEST_DATABASE_URL", "", "for `make test`: a PostgreSQL where databases may be made"),
    Setting("POMNI_CHROMIUM", "", "for `make test`: the browser to drive"),
)


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings by name, read and checked. Raises WrongSetting for the first that cannot be used."""
    home = Home(environ.get("POMNI_DATA") or "./data")
    told = from_file(home) | {
        k: v for k, v in environ.items() if k.startswith("POMNI_") or k == "DATABASE_URL"
    }
    known = {setting.name for setting in SETTINGS}
    for name in told:
        if name not in known:
            names = {"names": ", ".join(sorted(known))}
            raise WrongSetting(name, _("There is no such setting."), _("Settings: %(names)s.") % names)
    found = {setting.name: _value(setting, told.get(setting.name) or setting.default) for setting in SETTINGS}
    if found["POMNI_HTTPS"] == "off" and found["POMNI_CERTIFICATE"]:
        raise WrongSetting(
            "POMNI_HTTPS",
            _("It is “off”, but POMNI_CERTIFICATE names a certificate."),
            _("Take one of the two away."),
        )
    return found


def encrypts(settings: Mapping[str, Any]) -> bool:
    """Whether Pomni itself speaks https, with the owner's certificate or one of its own; else it speaks http."""
    if settings["POMNI_CERTIFICATE"]:
        return True
    is_http_meant = settings["POMNI_HTTPS"] == "off" or settings["POMNI_ADDRESS"].startswith("http://")
    return settings["POMNI_LISTEN"] == "network" and not is_http_meant


def is_typed_as_https(settings: Mapping[str, Any]) -> bool:
    """Whether the address that people type begins with https: cookies are then never sent without encryption."""
    if settings["POMNI_ADDRESS"]:
        return settings["POMNI_ADDRESS"].startswith("https://")
    return encrypts(settings)


def _value(setting: Setting, text: str) -> Any:
    try:
        return setting.read(text)
    except ValueError as wrong:
        raise WrongSetting(
            setting.name, _("The value “%(text)s” cannot be used.") % {"text": text}, str(wrong)
        ) from None


def from_file(home: Home) -> dict[str, str]:
    """The settings that `pomni.env` of a data folder makes, unchecked."""
    if not home.env_file.exists():
        return {}
    lines = [line.strip() for line in home.env_file.read_text().splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name.strip(): value.strip().strip("\"'") for name, _equals, value in pairs}


def postgres(url: str) -> dict[str, Any]:
    """Django's database settings for a PostgreSQL address. Raises WrongSetting where it is not one."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise WrongSetting(
            "DATABASE_URL",
            _("This is not the address of a PostgreSQL database."),
            _("Write postgresql://user:password@host:5432/name."),
        )
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    told: dict[str, Any] = {
        key: unquote(value) for key, value in options.items() if key not in ("host", "port")
    }
    if "prepare_threshold" in told:  # "none" where a pooler hands a connection on after each transaction
        often = told["prepare_threshold"]
        told["prepare_threshold"] = int(often) if often.isdecimal() else None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.get("host", parts.hostname or "")),
        "PORT": str(parts.port or options.get("port", "")),
        "OPTIONS": told,
    }


def hosts(settings: Mapping[str, Any]) -> list[str]:
    """The host names under which this Pomni answers: a request that names another is refused."""
    names = {"localhost", "127.0.0.1", "[::1]"}
    if settings["POMNI_ADDRESS"]:
        names.add(urlsplit(settings["POMNI_ADDRESS"]).hostname or "")
    if settings["POMNI_LISTEN"] == "network":
        from pomni.config.network import own_names

        names |= own_names()
    return sorted(names - {""})


def mailers(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Django's MAILERS for `POMNI_SMTP_URL`; none where it is not set. Raises WrongSetting for another address."""
    url = settings["POMNI_SMTP_URL"]
    if not url:
        return {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise WrongSetting(
            "POMNI_SMTP_URL",
            _("This is not the address of a mail server."),
            _("Write smtp://user:password@host:587."),
        )
    if "@" not in settings["POMNI_MAIL_FROM"]:
        raise WrongSetting(
            "POMNI_MAIL_FROM",
            _("Letters need a sender, and none is set."),
            _("Write the address that letters come from, e.g. Salon <hello@example.org>."),
        )
    options = {
        "host": parts.hostname,
        "port": parts.port or ports[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 20,
    }
    return {"default": {"BACKEND": "pomni.post.smtp.EmailBackend", "OPTIONS": options}}
