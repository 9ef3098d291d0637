"""What happens to what is offered. Nothing of it is about a client."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

OURS = Kept("what the company offers is its own")


class ServiceAdded(Event, says=_("added the service %(name)s"), about="catalog.Service", icon="book-open"):
    service_id: int
    name: Annotated[str, OURS]


class ServiceEdited(Event, says=_("changed the service %(name)s"), about="catalog.Service", icon="book-open"):
    service_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class ServiceArchived(
    Event, says=_("archived the service %(name)s"), about="catalog.Service", icon="book-open"
):
    service_id: int
    name: Annotated[str, OURS]


class ServiceRestored(
    Event, says=_("restored the service %(name)s from the archive"), about="catalog.Service", icon="book-open"
):
    service_id: int
    name: Annotated[str, OURS]


class PerformersSet(Event, says=_("said who performs %(name)s"), about="catalog.Service", icon="book-open"):
    service_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class CategoryRenamed(
    Event, says=_("renamed the category %(before)s to %(name)s"), about="catalog.Category", icon="book-open"
):
    category_id: int
    before: Annotated[str, OURS]
    name: Annotated[str, OURS]


# --- Taxes, goods, packages, certificates ------------------------------------------------------------------------------


class TaxRateAdded(Event, says=_("added the tax rate %(name)s"), about="catalog.TaxRate", icon="percent"):
    taxrate_id: int
    name: Annotated[str, OURS]
    steps: Annotated[list[list[str | None]], OURS]


class TaxRateEdited(Event, says=_("changed the tax rate %(name)s"), about="catalog.TaxRate", icon="percent"):
    taxrate_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class TaxRateArchived(
    Event, says=_("archived the tax rate %(name)s"), about="catalog.TaxRate", icon="percent"
):
    taxrate_id: int
    name: Annotated[str, OURS]


class TaxRateRestored(
    Event,
    says=_("restored the tax rate %(name)s from the archive"),
    about="catalog.TaxRate",
    icon="percent",
):
    taxrate_id: int
    name: Annotated[str, OURS]


class GoodAdded(Event, says=_("added the good %(name)s"), about="catalog.Good", icon="shopping-bag"):
    good_id: int
    name: Annotated[str, OURS]


class GoodEdited(Event, says=_("changed the good %(name)s"), about="catalog.Good", icon="shopping-bag"):
    good_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class GoodArchived(Event, says=_("archived the good %(name)s"), about="catalog.Good", icon="shopping-bag"):
    good_id: int
    name: Annotated[str, OURS]


class GoodRestored(
    Event, says=_("restored the good %(name)s from the archive"), about="catalog.Good", icon="shopping-bag"
):
    good_id: int
    name: Annotated[str, OURS]


class PackageAdded(Event, says=_("added the package %(name)s"), about="catalog.Package", icon="ticket"):
    package_id: int
    name: Annotated[str, OURS]


class PackageEdited(Event, says=_("changed the package %(name)s"), about="catalog.Package", icon="ticket"):
    package_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class PackageArchived(Event, says=_("archived the package %(name)s"), about="catalog.Package", icon="ticket"):
    package_id: int
    name: Annotated[str, OURS]


class PackageRestored(
    Event,
    says=_("restored the package %(name)s from the archive"),
    about="catalog.Package",
    icon="ticket",
):
    package_id: int
    name: Annotated[str, OURS]


class CertificateAdded(
    Event, says=_("added the gift certificate %(name)s"), about="catalog.Certificate", icon="gift"
):
    certificate_id: int
    name: Annotated[str, OURS]


class CertificateEdited(
    Event, says=_("changed the gift certificate %(name)s"), about="catalog.Certificate", icon="gift"
):
    certificate_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class CertificateArchived(
    Event, says=_("archived the gift certificate %(name)s"), about="catalog.Certificate", icon="gift"
):
    certificate_id: int
    name: Annotated[str, OURS]


class CertificateRestored(
    Event,
    says=_("restored the gift certificate %(name)s from the archive"),
    about="catalog.Certificate",
    icon="gift",
):
    certificate_id: int
    name: Annotated[str, OURS]


class PriceListAdded(
    Event, says=_("added the price list %(name)s"), about="catalog.PriceList", icon="scroll-text"
):
    pricelist_id: int
    name: Annotated[str, OURS]


class PriceListEdited(
    Event, says=_("changed the price list %(name)s"), about="catalog.PriceList", icon="scroll-text"
):
    pricelist_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class PricesSet(
    Event, says=_("changed prices in the price list %(name)s"), about="catalog.PriceList", icon="scroll-text"
):
    pricelist_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class PriceListArchived(
    Event, says=_("archived the price list %(name)s"), about="catalog.PriceList", icon="scroll-text"
):
    pricelist_id: int
    name: Annotated[str, OURS]


class PriceListRestored(
    Event,
    says=_("restored the price list %(name)s from the archive"),
    about="catalog.PriceList",
    icon="scroll-text",
):
    pricelist_id: int
    name: Annotated[str, OURS]
