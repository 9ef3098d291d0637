"""What a client types, and how the company sets its booking up."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.booking import rules
from pomni.booking.models import BookingPage
from pomni.booking.rules import Person
from pomni.kit.errors import Refused
from pomni.kit.forms import Form, fields_from
from pomni.kit.phones import normal_email, normal_phone
from pomni.team import company

YES_NO = (("", "–"), ("yes", pgettext_lazy("an answer", "Yes")), ("no", pgettext_lazy("an answer", "No")))
QUESTION_KINDS = (
    ("text", pgettext_lazy("of a question", "in words")),
    ("choice", pgettext_lazy("of a question", "one of a list")),
    ("yes_no", pgettext_lazy("of a question", "yes or no")),
)
MOST_REFUSED = 500


class ContactsForm(Form):
    """Who books: name and phone, an address, what the company asks, and consent where it wants one."""

    takes_focus = False
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, page: BookingPage, code_by: str = "", **more: Any) -> None:
        """`code_by`: the channel by which a code will go; "" for none."""
        super().__init__(*args, **more)
        self.page = page
        self.fields["email"].required = code_by == rules.EMAIL
        for number, asked in enumerate(page.questions):
            self.fields[f"q{number}"] = _answer(asked)
        if page.consent:
            self.fields["agrees"] = forms.BooleanField(
                label=page.consent,
                error_messages={"required": _("Without this we may not keep your details.")},
            )

    def clean_phone(self) -> str:
        """The phone in its normal form."""
        try:
            return normal_phone(self.cleaned_data["phone"], company.current().phone_region)
        except Refused as no:
            raise ValidationError(str(no)) from None

    def clean_email(self) -> str:
        """The address in its normal form."""
        return normal_email(self.cleaned_data["email"])

    def clean_name(self) -> str:
        """The name on one line. What is none, such as a link, is refused: letters would carry it on."""
        told = " ".join(self.cleaned_data["name"].split())
        if "://" in told or "www." in told.casefold():
            raise ValidationError(gettext("Write your name only."))
        return told

    def person(self, language: str) -> Person:
        """Who books, with the answers as lines of a comment."""
        told = self.cleaned_data
        answers = [
            (asked["text"], told.get(f"q{number}")) for number, asked in enumerate(self.page.questions)
        ]
        words = dict(YES_NO)
        said = [f"{text} {words.get(answer, answer)}" for text, answer in answers if answer]
        return Person(
            told["name"],
            told["phone"],
            told["email"],
            "\n".join(said)[:2000],
            language,
            bool(told.get("agrees")),
        )


def _answer(asked: dict[str, Any]) -> forms.Field:
    words: dict[str, Any] = {"label": asked["text"], "required": bool(asked.get("is_required"))}
    words["error_messages"] = {"required": _("Fill this in.")}
    if asked["kind"] == "yes_no":
        return forms.ChoiceField(choices=YES_NO, **words)
    if asked["kind"] == "choice":
        return forms.ChoiceField(choices=[("", "–"), *((one, one) for one in asked["choices"])], **words)
    return forms.CharField(max_length=500, **words)


class WaitForm(ContactsForm):
    """Who waits for a time, until when, and in which part of the day."""

    days = forms.TypedChoiceField(
        label=pgettext_lazy("of waiting", "For how long"),
        coerce=int,
        choices=((7, _("a week")), (14, _("two weeks")), (30, _("a month"))),
    )
    part = forms.ChoiceField(
        label=_("Part of the day"),
        required=False,
        choices=(
            ("", pgettext_lazy("a part of the day", "any")),
            ("morning", _("Morning")),
            ("afternoon", _("Afternoon")),
            ("evening", _("Evening")),
        ),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields(["days", "part"])


class CodeForm(Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class SettingsForm(Form):
    """How online booking is set up, all on one page."""

    takes_focus = False
    (is_on,) = fields_from(BookingPage, "is_on")
    locations = forms.MultipleChoiceField(
        label=_("{Locations} that can be booked"), required=False, widget=forms.CheckboxSelectMultiple
    )
    greeting, phone = fields_from(BookingPage, "greeting", "phone")
    shows_prices, shows_people = fields_from(BookingPage, "shows_prices", "shows_people")
    code_by = forms.ChoiceField(
        label=_("Ask for a code"), choices=BookingPage.Code.choices, required=False,
        help_text=_(
            "Whoever books shows that the phone or address is theirs; only then are they taken for the {client} who has it. "
            "Without a code everybody who books is added anew, and duplicates go to the queue."
        ),
    )  # fmt: skip
    consent, consent_url = fields_from(BookingPage, "consent", "consent_url")
    sites = forms.CharField(
        label=_("Sites on which the page may stand"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as https://salon.example. On any other site no frame shows it."),
    )  # fmt: skip
    refused = forms.CharField(
        label=_("Who is asked to call instead"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Phones and e-mail addresses, one a line. They are told nothing but to call."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = {str(one.uid): one for one in places}
        self.fields["locations"].choices = [(uid, one.name) for uid, one in self.places.items()]  # type: ignore[attr-defined]
        self.fields["consent"].help_text = _(
            "In plain words; it is ticked before booking and written down with the {client}. Empty: nothing is asked."
        )
        for number in range(rules.MOST_QUESTIONS):
            self.fields |= _question(number)

    def clean_sites(self) -> list[str]:
        """The origins, each `https://host` or `https://host:port`."""
        found = []
        for line in self.cleaned_data["sites"].split():
            told = urlsplit(line if "://" in line else f"https://{line}")
            host = told.netloc.rpartition("@")[2].casefold()
            if told.scheme not in {"http", "https"} or not re.fullmatch(r"[a-z0-9.-]+(:\d{1,5})?", host):
                sentence = gettext(
                    "This is not the address of a site: %(site)s. Write it as https://salon.example."
                )
                raise ValidationError(sentence % {"site": line[:80]})
            found.append(f"{told.scheme}://{host}")
        return list(dict.fromkeys(found))[:20]

    def clean_refused(self) -> list[str]:
        """Phones and addresses in their normal form."""
        found = []
        for line in filter(None, (one.strip() for one in self.cleaned_data["refused"].splitlines())):
            try:
                region = company.current().phone_region
                found.append(normal_email(line) if "@" in line else normal_phone(line, region))
            except Refused as no:
                raise ValidationError(f"{line[:60]}: {no}") from None
        if len(found) > MOST_REFUSED:
            raise ValidationError(gettext("At most %(most)s can stand here.") % {"most": MOST_REFUSED})
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        """A question that is to be answered from a list has one."""
        told = super().clean() or self.cleaned_data
        for number in range(rules.MOST_QUESTIONS):
            choices = _lines(told.get(f"q{number}_choices", ""))
            if told.get(f"q{number}_text") and told.get(f"q{number}_kind") == "choice" and len(choices) < 2:
                self.add_error(
                    f"q{number}_choices", gettext("Write at least two answers, separated by semicolons.")
                )
        return told

    def words(self) -> dict[str, Any]:
        """What is handed to the command: the questions as one list."""
        told = {name: value for name, value in self.cleaned_data.items() if not re.match(r"q\d_", name)}
        told["locations"] = [self.places[uid] for uid in told["locations"]]
        told["questions"] = [one for number in range(rules.MOST_QUESTIONS) if (one := self._question(number))]
        return told

    def _question(self, number: int) -> dict[str, Any] | None:
        text, kind, choices, is_required = (
            self.cleaned_data[f"q{number}_{part}"] for part in ("text", "kind", "choices", "required")
        )
        if not text:
            return None
        kept = _lines(choices) if kind == "choice" else []
        return {"text": text, "kind": kind, "choices": kept, "is_required": is_required}

    @property
    def question_rows(self) -> list[list[Any]]:
        """The fields of each question."""
        return [
            [self[f"q{number}_{part}"] for part in ("text", "kind", "choices", "required")]
            for number in range(rules.MOST_QUESTIONS)
        ]


def _lines(told: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (one.strip()[:80] for one in told.split(";")))))[:20]


def _question(number: int) -> dict[str, forms.Field]:
    return {
        f"q{number}_text": forms.CharField(label=_("Question"), max_length=200, required=False),
        f"q{number}_kind": forms.ChoiceField(
            label=pgettext_lazy("of a question", "Answered"),
            choices=QUESTION_KINDS,
            required=False,
            initial="text",
        ),
        f"q{number}_choices": forms.CharField(
            label=_("Answers, separated by semicolons"), max_length=1000, required=False
        ),
        f"q{number}_required": forms.BooleanField(label=_("Must be answered"), required=False),
    }


def as_typed(page: BookingPage) -> dict[str, Any]:
    """The settings as the form shows them."""
    names = ("is_on", "greeting", "phone", "shows_prices", "shows_people")
    more = ("code_by", "consent", "consent_url")
    told: dict[str, Any] = {name: getattr(page, name) for name in (*names, *more)}
    told |= {"sites": "\n".join(page.sites), "refused": "\n".join(page.refused)}
    told["locations"] = [str(one.uid) for one in page.locations.all()] if page._state.adding is False else []
    for number, asked in enumerate(page.questions):
        told[f"q{number}_text"], told[f"q{number}_kind"] = asked["text"], asked["kind"]
        told[f"q{number}_choices"], told[f"q{number}_required"] = (
            "; ".join(asked["choices"]),
            asked["is_required"],
        )
    return told
