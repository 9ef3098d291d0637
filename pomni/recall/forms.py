"""Forms of inviting again."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pomni.kit.forms import Form
from pomni.recall.wording import usual_texts
from pomni.ui.widgets import DayField


class PutOffForm(Form):
    """Until when somebody is left alone, and why."""

    until = DayField(label=_("Not before"))
    why = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It stands in the list and in the story of the {client}.")
    )


class InviteForm(Form):
    """What is written, in each language; and whether the others are to be called."""

    takes_focus = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        usual = usual_texts()
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                required=False,
                max_length=2000,
                initial=usual[code],
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )
        self.fields["call"] = forms.BooleanField(
            label=_("Set a task to call those who cannot be written to"), required=False, initial=True
        )

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = dict(super().words())
        texts = {code: told.pop(f"text_{code}", "") for code, _name in settings.LANGUAGES}
        return told | {"texts": texts}
