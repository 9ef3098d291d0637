from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pomni.documents.models import File
from pomni.kit.forms import Form, OnceForm, fields_from


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; each is checked by whoever keeps it."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [one for one in data or [] if one]


class AddFilesForm(OnceForm):
    takes_focus = False
    files = FilesField(  # type: ignore[assignment]  # Django takes the field out of the class
        label=_("Files"), widget=ManyFiles, required=False
    )


class RenameFileForm(Form):
    takes_focus = False
    (name,) = fields_from(File, "name")
