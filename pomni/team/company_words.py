"""What a company may say of itself: checked wherever it is set up or changed."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pomni.kit import places
from pomni.kit.errors import Refused
from pomni.kit.terms import TRADES
from pomni.team.models import LANGUAGES
from pomni.team.models.company import Company

TAX = "tax_"  # before the key of a tax number, where it stands among the other words


def check_words(whole: dict[str, Any], changes: dict[str, Any]) -> None:
    """Raise Refused where a changed word cannot be."""
    possible = {
        "name": bool(whole["name"].strip()),
        "trade": whole["trade"] in TRADES,
        "country": whole["country"] in dict(places.countries()),
        "currency": whole["currency"] in dict(places.currencies()),
        "phone_region": whole["phone_region"] in dict(places.countries()),
        "week_start": whole["week_start"] in range(1, 8),
        "zone": _is_zone(whole["zone"]),
        "language": whole["language"] in {"", *dict(LANGUAGES)},
        "name_order": whole.get("name_order", "") in {"", *Company.NameOrder.values},
    }
    for name in changes:
        if not possible.get(name, True):
            raise Refused(
                _("Write the company's name.") if name == "name" else _("Choose one of the answers."),
                field=name,
            )


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # unknown, or no name at all
        return False


def normal_numbers(country: str, numbers: dict[str, str]) -> dict[str, str]:
    """Each number in its usual form; empty where it is taken away. Numbers of another country are not looked at."""
    kinds = {kind.key: kind for kind in places.country_facts(country).tax_ids} if country else {}
    normal = {}
    for key, typed in numbers.items():
        try:
            normal[key] = kinds[key].checked(typed) if key in kinds else ""
        except Refused as no:
            raise Refused(str(no), field=f"{TAX}{key}") from None
    return normal
