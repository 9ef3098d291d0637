"""The roles that every company begins with. What each may is told beside each capability, in its module's `apps.py`."""

from django.utils.translation import gettext_lazy as _

from pomni.kit.module import offered
from pomni.team.grants import Scope

PRESETS = {
    "director": _("{Director}"),
    "front_desk": _("Front desk"),
    "specialist": _("{Specialist}"),
    "salesperson": _("Salesperson"),
    "head_of_sales": _("Head of sales"),
    "marketer": _("Marketer"),
    "accountant": _("Accountant"),
    "product_manager": _("Product manager"),
    "configurator": _("Configurator"),
}


def role_name(told: str) -> str:
    """The name of a role as events tell it (`Role.told`), in the language in force."""
    return str(PRESETS.get(told, told))


def grants_of_preset(preset: str) -> dict[str, int]:
    """How far a preset role reaches with each capability of the house: {"people.client.see": 4}."""
    told = {c.name: c.presets.get(preset) for c in offered("capabilities")}
    return {name: int(Scope[scope.upper()]) for name, scope in told.items() if scope}


def fields_of_preset(preset: str) -> dict[str, str]:
    """Which fields a preset role is kept from: {"people.client.phone": "mask"}."""
    return {f.name: f.presets[preset] for f in offered("fields") if preset in f.presets}
