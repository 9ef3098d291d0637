"""Forms of what is offered."""

from pomni.catalog.forms.offered import (
    AddCertificateForm,
    AddGoodForm,
    AddRateForm,
    EditCertificateForm,
    EditGoodForm,
    PercentForm,
    RenameRateForm,
    UsualRatesForm,
)
from pomni.catalog.forms.packages import AddPackageForm, EditPackageForm
from pomni.catalog.forms.prices import AddPriceListForm, EditPriceListForm, PricesForm
from pomni.catalog.forms.serving import AddServiceForm, CategoryForm, EditServiceForm, PerformersForm

__all__ = [
    "AddCertificateForm",
    "AddGoodForm",
    "AddPackageForm",
    "AddPriceListForm",
    "AddRateForm",
    "AddServiceForm",
    "CategoryForm",
    "EditCertificateForm",
    "EditGoodForm",
    "EditPackageForm",
    "EditPriceListForm",
    "EditServiceForm",
    "PercentForm",
    "PerformersForm",
    "PricesForm",
    "RenameRateForm",
    "UsualRatesForm",
]
