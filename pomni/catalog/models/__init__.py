"""What the company offers: services, goods, packages and gift certificates, and the tax in their prices."""

from pomni.catalog.models.goods import Good, Unit
from pomni.catalog.models.offered import OfferedQuerySet
from pomni.catalog.models.packages import Certificate, Package, PackageRow
from pomni.catalog.models.prices import ListedPrice, PriceList
from pomni.catalog.models.serving import Category, Performer, Service
from pomni.catalog.models.sought import INDEXES
from pomni.catalog.models.taxes import TaxRate

__all__ = [
    "INDEXES",
    "Category",
    "Certificate",
    "Good",
    "ListedPrice",
    "OfferedQuerySet",
    "Package",
    "PackageRow",
    "Performer",
    "PriceList",
    "Service",
    "TaxRate",
    "Unit",
]
