"""The fields of clients that the company has defined itself, as fields that a role may be kept from."""

from django.utils.translation import gettext as _

from pomni.facts.queries import CLIENT, fields
from pomni.kit.module import Field


def of_own_fields() -> list[Field]:
    """Each of them, archived ones too: what a role was kept from stays kept from it when the field comes back."""
    return [
        Field(
            f"{CLIENT}.{one.key}",
            _("%(field)s (archived)") % {"field": one.name} if one.is_archived else one.name,
            {},
        )
        for one in fields(CLIENT, archived=True)
    ]
