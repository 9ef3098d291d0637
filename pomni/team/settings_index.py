"""What there is among the settings for a person, and finding one setting by its words."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.module import SettingsPage, function_named, open_to
from pomni.kit.spelling import matches

# In this order; a section that a module names beside these stands behind them.
SECTIONS = (
    _("Company"),
    _("People"),
    _("Connections"),
    _("Machine"),
    pgettext_lazy("settings of one's own", "Mine"),
)


@dataclass(frozen=True)
class Setting:
    """One setting of a page, found by its words."""

    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """A page of settings; `settings` are those of its settings that were searched for."""

    title: str
    says: str
    url: str
    icon: str
    current: bool
    settings: tuple[Setting, ...] = ()


@dataclass
class Section:
    """Pages of one kind."""

    title: str
    lines: list[Line] = field(default_factory=list)


def sections(user: Any, *, typed: str = "", here: str = "") -> list[Section]:
    """The settings pages that the person may open, by section; with `typed` only what these words find.

    `here` is the address of the page that is shown.
    """
    found = {str(title): Section(str(title)) for title in SECTIONS}
    pages = open_to(user, "settings_pages")
    shown = max(
        (url for page in pages if here.startswith(url := reverse(page.url_name))), key=len, default=""
    )
    for page in pages:
        if line := _line(page, typed.strip(), shown):
            title = str(page.section)
            found.setdefault(title, Section(title)).lines.append(line)
    return [section for section in found.values() if section.lines]


def _line(page: SettingsPage, typed: str, shown: str) -> Line | None:
    """The page as it is shown; None where nothing in it is found."""
    title, says, url = str(page.title), str(page.says), reverse(page.url_name)
    is_found = matches(typed, f"{page.section} {title} {says}")
    hits = tuple(
        Setting(label, f"{url}#{at}")
        for label, about, at in (_settings_of(page) if typed else ())
        if matches(typed, label if is_found else f"{title} {label} {about}")
    )
    if typed and not is_found and not hits:
        return None
    return Line(title, says, url, page.icon, url == shown, hits)


def _settings_of(page: SettingsPage) -> list[tuple[str, str, str]]:
    """Label, explanation and place of every setting of the page's forms."""
    return [
        (str(one.label), f"{one.help_text} {_answers(one)}", f"id_{name}")
        for path in page.forms
        for name, one in function_named(path).base_fields.items()  # type: ignore[attr-defined]  # of a form
        if one.label
    ]


def _answers(one: Any) -> str:
    """The answers among which one chooses, where they are few: somebody may look for one of them."""
    choices = list(getattr(one, "choices", ()))
    return " ".join(str(label) for _value, label in choices) if len(choices) <= 10 else ""
