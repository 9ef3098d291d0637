"""The pages of the import: the file, how it is read, what its columns tell."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from typing import Any, cast

from django import forms
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pomni.exchange.reading import ENCODINGS, BadRow, Column, Reading
from pomni.exchange.sources import source_of
from pomni.kit.forms import Form, OnceForm
from pomni.people.imports import EXISTING, NOBODY, STRANGERS, Target, Wish, key_of, stand_ins
from pomni.ui.widgets import Pick, Picks

TYPES = ".csv,.tsv,.txt,.xlsx,.xlsm,.vcf,.vcard,text/csv,text/vcard"
SIGNS = {
    ";": gettext_lazy("Semicolon ;"),
    ",": gettext_lazy("Comma ,"),
    "\t": gettext_lazy("Tab"),
    "|": gettext_lazy("Bar |"),
}
ORDERS = {
    "dmy": gettext_lazy("31.12.2026: day first"),
    "mdy": gettext_lazy("12/31/2026: month first"),
    "ymd": gettext_lazy("2026-12-31: year first"),
}
EXISTING_SAY = {
    "fill": gettext_lazy("Empty fields are filled, what stands there stays; new phones and tags are added."),
    "overwrite": gettext_lazy("The file is right where it says something else."),
    "skip": gettext_lazy("Only those who are new come in."),
    "add": gettext_lazy("Nobody is looked for. The same person may then be here twice."),
}
OFFERS_SAY = {
    "fill": gettext_lazy("Empty fields are filled, what stands there stays."),
    "overwrite": gettext_lazy("The file is right where it says something else."),
    "skip": gettext_lazy("Only what is new comes in."),
}
ICONS = {"fill": "list-plus", "overwrite": "replace", "skip": "user-check", "add": "copy-plus"}
OUT = ""


class FileForm(OnceForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": TYPES}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class ReadingForm(Form):
    """How a file is read. Where it is taken apart anew, where its titles stand is found anew, too."""

    takes_focus = False
    of = forms.CharField(widget=forms.HiddenInput, required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=list(ENCODINGS.items()))
    delimiter = forms.ChoiceField(label=gettext_lazy("Between the cells"), choices=list(SIGNS.items()))
    header_row = forms.ChoiceField(label=gettext_lazy("Titles of the columns"))
    dates = forms.ChoiceField(label=gettext_lazy("Dates are written"), choices=list(ORDERS.items()))

    SHOWN = {
        "csv": ("encoding", "delimiter", "header_row", "dates"),
        "xlsx": ("sheet", "header_row", "dates"),
        "vcard": ("encoding",),
    }

    def __init__(self, data: Any = None, *, reading: Reading, **more: Any) -> None:
        super().__init__(data, **more)
        self.reading = reading
        for name in set(self.fields) - {"of", *self.SHOWN[reading.kind]}:
            del self.fields[name]
        if "sheet" in self.fields:
            choose_from(self, "sheet", [(name, name) for name in reading.sheets])
        if "header_row" in self.fields:
            # Narrowed by `shows`.
            choose_from(self, "header_row", [(str(number), str(number)) for number in range(60)])

    def asked(self) -> tuple[Reading, bool]:
        """The reading as asked for, and whether it is taken apart anew."""
        told = dict(self.cleaned_data)
        of, row = told.pop("of", ""), told.pop("header_row", None)
        reading = self.reading.changed(**told)
        if of and of != taken_apart(reading):
            return reading, True
        if row is not None:
            reading = reading.changed(header=row != "0", header_row=int(row) or 1)
        return reading, False

    def shows(self, reading: Reading, first: Sequence[tuple[int, Any]]) -> "ReadingForm":
        """A form that stands on this reading, with the first rows to choose the titles from."""
        initial = {name: getattr(reading, name) for name in self.SHOWN[reading.kind]}
        initial["of"] = taken_apart(reading)
        if "header_row" in initial and not reading.header:
            initial["header_row"] = 0
        form = type(self)(reading=reading, initial=initial)
        if "header_row" in form.fields:
            rows = [(str(number), f"{number}: {_beginning(row)}") for number, row in first[:15]]
            choose_from(form, "header_row", [("0", _("There are none")), *rows])
        return form


def choose_from(form: Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Have this field of the form offer these."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def taken_apart(reading: Reading) -> str:
    """What decides where the rows and cells of a file are."""
    return "|".join((reading.encoding, reading.delimiter.replace("\t", "tab"), reading.sheet))


def _beginning(row: Any) -> str:
    if isinstance(row, BadRow):
        return "…"
    told = " · ".join(cell for cell in row if cell)
    return told if len(told) <= 60 else f"{told[:60]}…"


class ColumnsForm(Form):
    """What each column of a file tells."""

    takes_focus = False
    columns: Sequence[Column]
    wish: Wish
    matched: dict[int, str]

    def _match(
        self, columns: Sequence[Column], wish: Wish, mapping: dict[int, str], targets: Sequence[Target]
    ) -> None:
        """A field for each column."""
        self.columns, self.wish, self.matched = columns, wish, mapping
        options = [(OUT, _("Leave out")), *((target.key, target.title) for target in targets)]
        self.drawn = _drawn(targets)
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column.title, required=False, choices=options, initial=mapping.get(number, OUT)
            )

    def mapping(self) -> dict[int, str]:
        """The columns that tell something."""
        told = self.cleaned_data
        return {n: told[f"column-{n}"] for n, _column in enumerate(self.columns) if told[f"column-{n}"]}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The columns that hold anything, each with its title, samples, and where it goes."""
        return [self._row(n, column) for n, column in enumerate(self.columns) if column.samples]

    @property
    def empty_rows(self) -> list[dict[str, Any]]:
        """The columns in which the first rows have nothing."""
        return [self._row(n, column) for n, column in enumerate(self.columns) if not column.samples]

    def _chosen(self, key: str) -> SafeString:
        """The list of targets with this one chosen."""
        value = f'value="{escape(key)}"'
        return mark_safe(self.drawn.replace(value, f"{value} selected", 1))  # noqa: S308  # made of escaped parts

    def _row(self, number: int, column: Column) -> dict[str, Any]:
        name = f"column-{number}"
        chosen = self.data.get(name, OUT) if self.is_bound else self.matched.get(number, OUT)
        return {
            "name": name,
            "title": column.title or _("Column %(number)s") % {"number": number + 1},
            "samples": [sample[:80] for sample in column.samples],
            "options": self._chosen(chosen),
            "errors": self.errors.get(name) if self.is_bound else None,
            "is_matched": bool(self.matched.get(number)) and chosen == self.matched.get(number),
        }


class OffersMappingForm(ColumnsForm):
    """What each column of a file of the catalogue tells, and what becomes of what is here already."""

    existing = forms.ChoiceField(
        label=gettext_lazy("What is here already"),
        widget=Picks,
        choices=[
            (key, Pick(EXISTING[key], OFFERS_SAY[key], ICONS[key])) for key in ("overwrite", "fill", "skip")
        ],
    )

    def __init__(
        self,
        data: Any = None,
        *,
        of: str,
        columns: Sequence[Column],
        wish: Wish,
        mapping: dict[int, str],
        targets: Sequence[Target],
        **more: Any,
    ) -> None:
        super().__init__(data, initial={"existing": wish.existing}, **more)
        self.fields["existing"].help_text = source_of(of).known_by
        self._match(columns, wish, mapping, targets)

    def words(self) -> dict[str, Any]:
        """The mapping and the wish, for the command."""
        return {"mapping": self.mapping(), "wish": replace(self.wish, existing=self.cleaned_data["existing"])}

    @property
    def rest(self) -> list[Any]:
        """The fields beside the columns."""
        return [self["existing"]]


class MappingForm(ColumnsForm):
    """What each column tells, and what holds for the whole import."""

    existing = forms.ChoiceField(
        label=gettext_lazy("Those who are here already"),
        help_text=gettext_lazy(
            "They are known by their tax number, or by a phone or an e-mail address with the same name."
        ),
        widget=Picks,
        choices=[(key, Pick(title, EXISTING_SAY[key], ICONS[key])) for key, title in EXISTING.items()],
    )
    responsible = forms.ChoiceField(
        label=gettext_lazy("Responsible"),
        required=False,
        help_text=gettext_lazy("For new {clients} whose row names nobody."),
    )
    location = forms.ChoiceField(label=gettext_lazy("{Location}"), required=False)
    strangers = forms.ChoiceField(
        label=gettext_lazy("Rows that mean nobody who is here"),
        required=False,
        choices=list(STRANGERS.items()),
    )
    program = forms.CharField(
        label=gettext_lazy("Program that the numbers come from"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "By their numbers there, a second file of that program finds the same {clients}: companies, notes, tasks."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Where new {clients} came from, such as “old program”."),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags to add"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("With commas between. They are put on everybody in the file."),
    )

    def __init__(
        self, data: Any = None, *, columns: Sequence[Column], wish: Wish, mapping: dict[int, str], **more: Any
    ) -> None:
        places, people, targets = more.pop("locations"), more.pop("colleagues"), more.pop("targets")
        strangers, me = more.pop("strangers_named", ()), more.pop("me", None)
        initial = {**wish.to_json(), "tags": ", ".join(wish.tags)}
        super().__init__(data, initial=initial, **more)
        self._match(columns, wish, mapping, targets)
        self._offer("responsible", people, _("Nobody"))
        self._offer("location", places, _("None"))
        if not places:
            del self.fields["location"]
        self._offer_people(strangers, people, me)

    def _offer(self, name: str, told: Sequence[tuple[int, str]], none: str) -> None:
        choose_from(self, name, [("", none), *((str(pk), title) for pk, title in told)])
        self.initial[name] = str(self.initial[name] or "")

    def _offer_people(
        self, strangers: Sequence[str], people: Sequence[tuple[int, str]], me: int | None
    ) -> None:
        """Who stands for each name of a colleague that the file has and Pomni has not."""
        first = [(str(pk), _("Me (%(name)s)") % {"name": name}) for pk, name in people if pk == me]
        others = [(str(pk), name) for pk, name in people if pk != me]
        offers = [("", _("These rows are set aside")), (str(NOBODY), _("Nobody")), *first, *others]
        chosen = stand_ins(self.wish.people)
        self.names = {f"person-{digest_of(key_of(name))}": name for name in strangers}
        for field, name in self.names.items():
            initial = str(chosen.get(key_of(name), ""))
            self.fields[field] = forms.ChoiceField(
                label=name, required=False, choices=offers, initial=initial
            )

    @property
    def people(self) -> list[Any]:
        """The fields of who stands for whom."""
        return [self[name] for name in self.names]

    def words(self) -> dict[str, Any]:
        """The mapping and the wish, for the command."""
        told = self.cleaned_data
        wish = Wish(
            existing=told["existing"],
            dates=self.wish.dates,
            responsible=int(told["responsible"]) if told["responsible"] else None,
            location=int(told["location"]) if told.get("location") else None,
            source=told["source"],
            tags=tuple(dict.fromkeys(filter(None, (tag.strip() for tag in told["tags"].split(","))))),
            strangers=told["strangers"] or "add",
            program=told["program"],
            thing=self.wish.thing,
            people=self._stand_ins(told),
        )
        return {"mapping": self.mapping(), "wish": wish}

    def _stand_ins(self, told: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        """Those chosen; a name that is no longer offered is forgotten."""
        return tuple((name, int(told[field])) for field, name in self.names.items() if told[field])

    @property
    def rest(self) -> list[Any]:
        """The fields beside the columns, drawn as everywhere."""
        return [
            self[name]
            for name in ("existing", "strangers", "responsible", "location", "source", "tags", "program")
            if name in self.fields
        ]


def digest_of(key: str) -> str:
    """A name as the name of a field: the same each time, whatever else is offered."""
    return sha256(key.encode()).hexdigest()[:16]


def _drawn(targets: Sequence[Target]) -> str:
    """Where a column can go, in groups; written by hand and once, for there may be two hundred such lists on a page."""
    told: list[str] = [format_html('<option value="">{}</option>', _("Leave out"))]
    for group, found in groupby(targets, key=lambda target: target.group):
        options = format_html_join(
            "", '<option value="{}">{}</option>', ((one.key, one.title) for one in found)
        )
        told.append(format_html('<optgroup label="{}">{}</optgroup>', group, options) if group else options)
    return "".join(told)
