"""How long things are kept."""

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team import events
from pomni.team.access import command
from pomni.team.keeping import FOR_EVER, numbers, retentions
from pomni.team.models import Keeping, User
from pomni.team.models.company import THE_ONE


@command("team.keeping.change")
def set_keeping(*, by: User, **told: int) -> dict[str, int]:
    """For how many units each is kept from now on, by key; 0: for ever. What goes by that goes in the next night.

    Returns those that changed.
    """
    kinds = {one.key: one for one in retentions()}
    before = numbers()
    changed = {key: number for key, number in told.items() if before[key] != number}
    for key, number in changed.items():
        kind = kinds[key]
        if number == FOR_EVER and not kind.may_be_for_ever:
            raise Refused(_("This cannot be kept for ever. Write a number."), field=key)
        if number != FOR_EVER and not kind.least <= number <= kind.most:
            limits = {"least": kind.least, "most": kind.most}
            raise Refused(_("Write a number from %(least)s to %(most)s.") % limits, field=key)
    for key, number in changed.items():
        Keeping.objects.update_or_create(key=key, defaults={"number": number})
    if changed:
        changes = {key: [before[key], number] for key, number in changed.items()}
        remember(events.KeepingSet(company_id=THE_ONE, changes=changes), by=by)
    return changed
