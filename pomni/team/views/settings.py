"""The settings: what there is, and the company's own pages. Each block of a page is saved by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit import pictures, places
from pomni.kit.errors import Refused
from pomni.kit.terms import TRADES, nouns_of
from pomni.post import mail, mail_server
from pomni.team import commands, policy, queries
from pomni.team.access import ANYBODY, PUBLIC, door
from pomni.team.forms.company import (
    TAX,
    CountryForm,
    HueForm,
    LogoForm,
    MailServerForm,
    NameForm,
    PolicyForm,
    SettingsForm,
    TestLetterForm,
    TimeForm,
)
from pomni.team.settings_index import sections
from pomni.team.signin import asks_who_is_there
from pomni.ui.html import page

YEAR = 365 * 24 * 3600
LOCKS = (0, 1, 2, 5, 10, 15, 30, 60)
LONGEST_LOGO = 512  # pixels


@dataclass
class Block:
    """A part of a page that is saved by itself; `form_of` makes its form, of what was sent or of nothing.

    `changes_all`: saved, the whole page is drawn anew, for what surrounds the block changes, too.
    """

    title: Any
    form_of: Callable[..., SettingsForm]
    act: Any
    template: str = "team/_settings_form.html"
    changes_all: bool = False
    saved: bool = False
    form: Any = None

    @property
    def key(self) -> str:
        """How the block is called in addresses."""
        return str(self.form.key)


@door(ANYBODY)
@require_GET
def settings(request):
    typed = request.GET.get("q", "")[:100]
    told = {"sections": sections(request.user, typed=typed), "typed": typed.strip()}
    if request.htmx and "beside" in request.GET:
        here = request.htmx.current_url_abs_path or ""
        told["sections"] = sections(request.user, typed=typed, here=here)
        return page(request, "team/_settings_lines.html", is_beside=True, **told)
    return page(request, "team/settings.html", part="found", **told)


# --- Company ---------------------------------------------------------------------------------------------------------


@door("team.company.change")
@require_http_methods(["GET", "POST"])
def company(request):
    if request.htmx and request.GET.get("trade") in TRADES:
        return page(request, "team/_trade_words.html", words=_words(request.GET["trade"]))
    if request.htmx and "country" in request.GET:
        return page(request, "team/_country_rest.html", form=_suggesting(request))
    words = _words(request.company.trade)
    return _blocks(request, "team/company.html", lambda: _company_blocks(request), words=words)


@door("team.company.change")
@require_http_methods(["GET", "POST"])
def look(request):
    if request.POST.get("block") == "logo":
        return _choose_logo(request)
    row = queries.company(request.user)
    told = {"logo": row.has_logo and row.logo_url, "logo_form": LogoForm()}
    return _blocks(request, "team/look.html", lambda: [_hue_block(row)], **told)


@door("team.company.change")
@require_POST
def remove_logo(request):
    commands.choose_look(removes_logo=True, by=request.user)
    return redirect(f"{reverse('team:look')}?saved=logo#logo")


@door(PUBLIC)
@require_GET
def logo(request, name):
    """The company's picture, which the sign-in page shows to everybody. Its name changes with it."""
    if name != request.company.logo or not request.company.has_logo:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable", "X-Content-Type-Options": "nosniff"}
    file = default_storage.open(f"{commands.BRAND}/{name}")
    return FileResponse(file, content_type="image/png", headers=headers)


# --- Mail and security -----------------------------------------------------------------------------------------------


@door("team.security.change")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@asks_who_is_there
def mail_settings(request):
    if request.POST.get("block") == "test":
        return _send_test_letter(request)
    return _mail_page(request, TestLetterForm(initial={"to": request.user.email}))


@door("team.security.change")
@require_http_methods(["GET", "POST"])
@asks_who_is_there
def security(request):
    row = queries.company(request.user)
    was = {"second_factor": row.second_factor, "lock_after": row.lock_after, "session_days": row.session_days}
    told = {
        "minutes": sorted({*LOCKS, row.lock_after}),
        "days": sorted({*commands.SESSION_DAYS, row.session_days}),
    }
    title, act = _("Rules of signing in"), commands.set_policy
    rules = Block(title, lambda *a: PolicyForm(*a, was=was, **told), act, changes_all=True)
    has_step = policy.has_second_step(request.user)
    return _blocks(request, "team/security.html", lambda: [rules], has_step=has_step)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _blocks(request: Any, template: str, blocks_of: Callable[[], list[Block]], **told: Any) -> HttpResponse:
    """Show a page of blocks, or save the one that was sent: what was typed into the others stays."""
    blocks, status = blocks_of(), 200
    sent = None
    for block in blocks:
        block.form = block.form_of()
        block.saved = request.GET.get("saved") == block.key
        if request.method == "POST" and request.POST.get("block") == block.key:
            sent = block
    if sent:
        sent.form = sent.form_of(request.POST)
        if sent.form.carries_out(sent.act, by=request.user):
            return _saved(request, sent.key, blocks_of, **told)
        status = 409 if sent.form.conflicts else 422
        if request.htmx:
            return page(request, "team/_settings_block.html", status=status, block=sent, **told)
    return page(request, template, status=status, blocks=blocks, **told)


def _saved(request: Any, key: str, blocks_of: Callable[[], list[Block]], **told: Any) -> HttpResponse:
    if not request.htmx:
        return redirect(f"{request.path}?saved={key}#block-{key}")
    for block in blocks_of():
        block.form, block.saved = block.form_of(), True
        if block.key == key:
            return page(request, "team/_settings_block.html", block=block, **told)
    raise Http404


def _company_blocks(request: Any) -> list[Block]:
    row = queries.company(request.user)
    of_country = ("country", "currency", "phone_region", "week_start")
    names = ("name", "trade", *of_country, "zone", "language", "name_order")
    was = {name: getattr(row, name) for name in names}
    was |= {f"{TAX}{key}": number for key, number in row.tax_ids.items()}
    country = request.POST.get("country", row.country)
    told = country if country in dict(places.countries()) else ""
    act = commands.edit_company
    return [
        Block(_("Name and trade"), lambda *a: NameForm(*a, was=was), act, "team/_name_form.html", True),
        Block(
            _("Country, money, numbers"),
            lambda *a: CountryForm(*a, was=was, country=told),
            act,
            "team/_country_form.html",
        ),
        Block(_("Time and language"), lambda *a: TimeForm(*a, was=was), act, changes_all=True),
    ]


def _choose_logo(request: Any) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            logo = pictures.drawn_anew(form.cleaned_data["logo"], longest=LONGEST_LOGO, field="logo")
            commands.choose_look(logo=logo, by=request.user)
            return redirect(f"{reverse('team:look')}?saved=logo#logo")
        except Refused as no:
            form.add_error("logo", str(no))
    row = queries.company(request.user)
    hue = _hue_block(row)
    hue.form = hue.form_of()
    told: dict[str, Any] = {"logo": row.has_logo and row.logo_url, "logo_form": form}
    return page(request, "team/look.html", status=422, blocks=[hue], **told)


def _hue_block(row: Any) -> Block:
    def form_of(*sent: Any) -> HueForm:
        return HueForm(*sent, was={"hue": row.hue})

    return Block(
        _("The company's colour"), form_of, commands.choose_look, "team/_hue_form.html", changes_all=True
    )


def _suggesting(request: Any) -> CountryForm:
    """The form with what is usual in the country that was just chosen; nothing is saved by that."""
    row = queries.company(request.user)
    was = {name: getattr(row, name) for name in ("country", "currency", "phone_region", "week_start")}
    was |= {f"{TAX}{key}": number for key, number in row.tax_ids.items()}
    try:
        facts = places.country_facts(request.GET["country"])
    except KeyError:
        return CountryForm(was=was)
    told = {"currency": facts.currency, "phone_region": facts.code, "week_start": facts.week_start}
    return CountryForm(was=was, country=facts.code, suggested={"country": facts.code, **told})


def _words(trade: str) -> list[str]:
    return [word[:1].upper() + word[1:] for word in nouns_of(trade).values()]


def _send_test_letter(request: Any) -> HttpResponse:
    form = TestLetterForm(request.POST)
    if not form.is_valid():
        return _mail_page(request, form, status=422)
    try:
        mail.send_test_letter(form.cleaned_data["to"])
    except Refused as no:
        return _mail_page(request, form, status=422, trouble=str(no))
    sent = _("The server took the letter. Look whether it arrives; it may lie among unwanted mail.")
    return _mail_page(request, form, sent=sent)


def _mail_page(request: Any, letter: TestLetterForm, status: int = 200, **told: Any) -> HttpResponse:
    if mail_server.is_of_the_machine():
        told |= {"server": mail_server.name(), "sender": mail_server.sender()}
        return page(request, "team/mail_of_the_machine.html", status=status, letter=letter, **told)
    row = mail_server.present()
    was = {name: getattr(row, name) for name in mail_server.FIELDS} if row.host else {}

    def form_of(*sent: Any) -> MailServerForm:
        return MailServerForm(*sent, was=was, has_password=bool(row.password))

    act = commands.set_mail_server
    block = Block(_("Mail server"), form_of, act, "team/_mail_form.html", changes_all=True)
    told |= {"letter": letter, "is_set_up": bool(row.host), "presets": mail_server.PRESETS}
    told["is_open"] = row.security == "none"
    if status != 200 or told.keys() & {"sent", "trouble"}:
        block.form = form_of()
        return page(request, "team/mail.html", status=status, blocks=[block], **told)
    return _blocks(request, "team/mail.html", lambda: [block], **told)
