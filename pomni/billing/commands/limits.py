"""How much off each role may give."""

from decimal import Decimal

from django.utils.translation import gettext as _

from pomni.billing import events
from pomni.billing.models import DiscountLimit
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import Role, User


@command("billing.limit.change")
def set_discount_limit(role: Role, *, per_cent: Decimal | None, by: User) -> Role:
    """Say how much off this role may give at most, in per cent; None: without a limit. Raises Refused."""
    if per_cent is not None and not 0 <= per_cent <= 100:
        raise Refused(_("A discount is between 0 and 100 per cent."), field="per_cent")
    before = DiscountLimit.objects.select_for_update().filter(role=role).first()
    if (before.per_cent if before else None) == per_cent:
        return role
    if per_cent is None:
        DiscountLimit.objects.filter(role=role).delete()
    else:
        DiscountLimit.objects.update_or_create(role=role, defaults={"per_cent": per_cent})
    remember(events.DiscountLimitSet(role_id=role.pk, name=role.told, per_cent=per_cent), by=by)
    return role
