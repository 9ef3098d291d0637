"""Choosing one record out of very many: typed and chosen from a list that the server draws; typed alone does too."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class OneOfMany(forms.TextInput):
    """Type to find a record: sends its uid, and beside it what was typed, which is all there is without scripts."""

    template_name = "ui/_one_of_many.html"
    src = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """(uid, what was typed)."""
        return data.get(name, ""), data.get(f"{name}-typed", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Either will do."""
        return name not in data and f"{name}-typed" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds where to ask, the chosen record's uid and what is shown of it."""
        uid, shown = value if isinstance(value, tuple) else (getattr(value, "uid", ""), str(value or ""))
        told = super().get_context(name, "", attrs)
        return told | {"src": reverse(self.src), "uid": uid, "shown": shown}


class OneOfManyField(forms.Field):
    """One record, or None where it may stay empty (`required`: it may not). `find` is given the uid and what was typed; it is
    set by the form, which knows who looks.
    """

    widget = OneOfMany
    find: Callable[[str, str], Any] = staticmethod(lambda uid, typed: None)
    known: Callable[[], Any] = staticmethod(tuple)  # records that a dispute may be about
    default_error_messages = {"unknown": _("Choose one from the list that opens while you type.")}

    def __init__(
        self, src: str, *, required: bool = False, always_answered: bool = False, **more: Any
    ) -> None:
        super().__init__(required=required, **more)
        self.widget.src = src
        self.always_answered = always_answered  # empty means oneself, so "optional" would say nothing

    @property
    def choices(self) -> list[tuple[str, str]]:
        """How each is called: asked for only where two values are shown side by side."""
        return [(str(one.uid), str(one)) for one in self.known()]

    def clean(self, value: Any) -> Any:
        """The record."""
        uid, typed = value if isinstance(value, tuple) else ("", "")
        if not (uid or typed.strip()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if (found := self.find(uid, typed.strip())) is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return found


def looks_among(field: Any, find: Callable[[str, str], Any], known: Callable[[], Any] = tuple) -> None:
    """Only the form knows who looks, and so what may be found."""
    field.find, field.known = find, known
