"""What is told of a view of the list of visits beside what it shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import OnceForm


class ViewForm(OnceForm):
    """Its name, and who sees it; `query` is what the list showed when the form was opened."""

    name = forms.CharField(label=pgettext_lazy("of a view", "Name"), max_length=80)
    is_shared = forms.BooleanField(
        label=_("Share it with all who see visits"),
        help_text=_("Each of them finds in it only the visits that they see themselves."),
        required=False,
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, may_share: bool, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_share:
            del self.fields["is_shared"]
        del self.fields["seen" if is_new else "once"]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        return dict(super().words() if "once" in self.fields else self.cleaned_data)
