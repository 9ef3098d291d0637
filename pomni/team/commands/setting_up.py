"""The first day: the company says what it is, its first director comes in, and the recovery sheet is put away."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team import company, events, queries
from pomni.team.access import ANYBODY, command
from pomni.team.commands.coming import take_invitation, withdraw_invitation
from pomni.team.company_words import check_words, normal_numbers
from pomni.team.models import Company, Invitation, User
from pomni.team.models.company import THE_ONE


@command("team.company.change")
def set_up_company(*, by: User, tax_ids: dict[str, str] | None = None, **words: Any) -> Company:
    """Say what the company is: fields of Company that a person can write, and tax numbers by their keys.

    Refused where that was said already: then each is changed by itself.
    """
    made, _is_new = Company.objects.select_for_update().get_or_create(pk=THE_ONE)
    if made.set_up_at:
        raise Refused(_("The company is set up already. What it is can be changed in the settings."))
    check_words(words, words)
    numbers = normal_numbers(words["country"], tax_ids or {})
    words["tax_ids"] = {key: number for key, number in numbers.items() if number}
    for name, value in words.items():
        setattr(made, name, value)
    made.set_up_at = now()
    made.save(update_fields=[*words, "set_up_at"])
    company.changed()
    told = {"name": made.name, "trade": made.trade, "country": made.country, "currency": made.currency}
    remember(events.CompanySetUp(company_id=made.pk, zone=made.zone, **told), by=by)
    return made


@command(ANYBODY)
def open_company(
    invitation: Invitation,
    *,
    username: str,
    password: str,
    name: str,
    by: User,
    email: str = "",
    language: str = "",
    company: dict[str, Any],
) -> User:
    """By the link of the first start: the company is set up, and whoever holds the link is its first director.

    `company`: fields of Company. Both are done or neither. Refused where somebody was faster.
    """
    if queries.anybody_can_sign_in():
        raise Refused(_("The company was set up already. Sign in, or ask whoever did it for an invitation."))
    Invitation.objects.filter(pk=invitation.pk, taken_by=None).update(
        name=name, email=email, language=language or invitation.language
    )
    director = take_invitation(invitation, username=username, password=password, by=by)
    set_up_company(**company, by=director)
    # Each start of an empty company printed a link: none of them may make one more director later.
    for other in Invitation.objects.filter(taken_by=None, withdrawn_at=None):
        withdraw_invitation(other, by=director)
    return director


@command("team.recovery_sheet.see")
def note_recovery_sheet_shown(*, by: User) -> None:
    """Remember that somebody saw the sheet, with which every backup can be opened."""
    remember(events.RecoverySheetShown(company_id=THE_ONE), by=by)


@command("team.recovery_sheet.see")
def note_recovery_sheet_kept(*, by: User) -> Company:
    """Somebody says that the sheet is in a safe place."""
    kept, _is_new = Company.objects.update_or_create(pk=THE_ONE, defaults={"recovery_sheet_at": now()})
    company.changed()
    remember(events.RecoverySheetKept(company_id=THE_ONE), by=by)
    return kept
