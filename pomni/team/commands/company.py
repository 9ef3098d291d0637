"""What the company says of itself, how it looks, and which rules it keeps for signing in and for letters."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.post import mail_server
from pomni.post.commands import send_held
from pomni.post.models import MailServer
from pomni.team import company, events
from pomni.team.access import command
from pomni.team.company_words import TAX, check_words, normal_numbers
from pomni.team.models import User
from pomni.team.models.company import THE_ONE, Company

BRAND = "brand"  # the folder of logos below the media folder
SAYS = {
    "name",
    "trade",
    "country",
    "currency",
    "phone_region",
    "week_start",
    "zone",
    "language",
    "name_order",
}
RULES = {"second_factor", "lock_after", "session_days"}
LONGEST_LOCK = 480  # minutes
SESSION_DAYS = (1, 7, 14, 30)  # none outlasts the cookie


@command("team.company.change")
def edit_company(*, by: User, seen: dict[str, str] | None = None, **changes: Any) -> Company:
    """Change what the company says of itself: a field of `SAYS`, or a tax number as `tax_<key>`.

    `seen`: what each field was when the person began; Conflict where it no longer is.
    """
    row = _row()
    _known(changes, SAYS)
    check_words({**{name: getattr(row, name) for name in SAYS}, **changes}, changes)
    for name in [name for name in changes if name.startswith(TAX)]:  # for comparing
        setattr(row, name, row.tax_ids.get(name.removeprefix(TAX), ""))
    check_seen(row, changes, seen or {})
    numbers = {name.removeprefix(TAX): changes.pop(name) for name in list(changes) if name.startswith(TAX)}
    if numbers:
        merged = row.tax_ids | normal_numbers(changes.get("country", row.country), numbers)
        changes["tax_ids"] = {key: number for key, number in merged.items() if number}
    if diff := apply_changes(row, changes):
        company.changed()
        remember(events.CompanyChanged(company_id=row.pk, changes=diff), by=by)
    return row


@command("team.company.change")
def choose_look(
    *,
    by: User,
    hue: int | None = None,
    logo: bytes | None = None,
    removes_logo: bool = False,
    seen: dict[str, str] | None = None,
) -> Company:
    """Choose the company's hue, and its logo: a PNG that `kit.pictures` drew. The old file goes once this is committed."""
    row = _row()
    changes: dict[str, Any] = {}
    if hue is not None:
        if not 0 <= hue <= 359:
            raise Refused(_("Choose a colour from 0 to 359."), field="hue")
        changes["hue"] = hue
        check_seen(row, changes, seen or {})
    old = row.logo
    with _picture(logo) as kept:
        if logo or removes_logo:
            changes["logo"] = kept
        if diff := apply_changes(row, changes):
            company.changed()
            remember(events.LookChosen(company_id=row.pk, changes=diff), by=by)
    if "logo" in diff and old:
        transaction.on_commit(lambda: default_storage.delete(f"{BRAND}/{old}"))
    return row


@command("team.security.change")
def set_policy(*, by: User, seen: dict[str, str] | None = None, **changes: Any) -> Company:
    """Set the rules of security: a field of `RULES`. They hold for everybody from their next request on."""
    row = _row()
    _known(changes, RULES)
    check_seen(row, changes, seen or {})
    if changes.get("second_factor", row.second_factor) not in Company.SecondFactor.values:
        raise Refused(_("Choose one of the answers."), field="second_factor")
    if not 0 <= changes.get("lock_after", row.lock_after) <= LONGEST_LOCK:
        raise Refused(_("Write minutes from 0 to 480; with 0 the screen stays open."), field="lock_after")
    if changes.get("session_days", row.session_days) not in SESSION_DAYS:
        raise Refused(_("Choose one of the answers."), field="session_days")
    if diff := apply_changes(row, changes):
        company.changed()
        remember(events.PolicySet(company_id=row.pk, changes=diff), by=by)
    return row


@command("team.security.change")
def set_mail_server(
    *, by: User, password: str = "", seen: dict[str, str] | None = None, **changes: Any
) -> MailServer:
    """Set up the mail server, where the machine names none: a field of `mail_server.FIELDS`.

    An empty password leaves the one that is kept. Letters that wait leave as soon as this is committed.
    """
    if mail_server.is_of_the_machine():
        raise Refused(_("The mail server is named in the settings of this computer, and those come first."))
    _known(changes, mail_server.FIELDS)
    row = _row()  # first, so that two who do this at once wait for each other
    if diff := mail_server.write(password=password, seen=seen, **changes):
        server = mail_server.name()
        remember(events.MailServerSet(company_id=row.pk, server=server, changes=diff), by=by)
        send_held()
    return mail_server.present()


# --- Inside ----------------------------------------------------------------------------------------------------------


def _row() -> Company:
    Company.objects.get_or_create(pk=THE_ONE)
    return Company.objects.select_for_update().get(pk=THE_ONE)


def _known(changes: dict[str, Any], names: set[str]) -> None:
    unknown = [name for name in changes if name not in names and not (name.startswith(TAX) and names is SAYS)]
    if unknown:
        raise TypeError(f"the company has no {', '.join(unknown)}")


@contextmanager
def _picture(picture: bytes | None) -> Iterator[str]:
    """Write the file and give its name, "" for none; where the block fails, the file goes again."""
    if not picture:
        yield ""
        return
    path = default_storage.save(f"{BRAND}/{secrets.token_hex(16)}.png", ContentFile(picture))
    try:
        yield path.rpartition("/")[2]
    except BaseException:
        default_storage.delete(path)
        raise
