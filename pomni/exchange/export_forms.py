"""What is asked of somebody who exports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pomni.exchange.models import Export
from pomni.kit.forms import OnceForm
from pomni.ui.widgets import Picks, picks

MEANINGS = (
    (Export.Format.XLSX, "XLSX", _("For Excel and other spreadsheets."), "file-spreadsheet"),
    (Export.Format.CSV, "CSV", _("For other programs, and for coming in again here."), "file-text"),
    (Export.Format.VCARD, "vCard", _("For the address book of a phone or a computer."), "contact"),
)


class ColumnsWidget(forms.CheckboxSelectMultiple):
    """Columns side by side, as many as fit."""

    template_name = "exchange/_columns.html"


class AskExportForm(OnceForm):
    """The format, and which columns. The list's filters come along hidden."""

    takes_focus = False
    format = forms.ChoiceField(label=_("Format"), initial=Export.Format.XLSX, widget=Picks)
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=ColumnsWidget)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args, columns, formats, query="", **more):
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["format"].choices = list(picks(*(one for one in MEANINGS if one[0] in formats)))
        fields["columns"].choices = [(column.key, column.title) for column in columns]
        fields["columns"].initial = [column.key for column in columns]
        fields["query"].initial = query
