"""The page of tax rates."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.catalog import commands, queries
from pomni.catalog.forms import AddRateForm, PercentForm, RenameRateForm, UsualRatesForm
from pomni.catalog.views.offered import CHANGE, SEE, is_archive, status_of, told_to
from pomni.catalog.words import percent_told, steps_told
from pomni.kit.clock import today
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door(SEE)
@require_GET
def tax_rates(request):
    return _rates(request, _usual(request))


@door(CHANGE)
@require_POST
def take_usual_rates(request):
    form = _usual(request, request.POST)
    if form.carries_out(commands.take_usual_rates, by=request.user):
        return redirect("catalog:tax_rates")
    return _rates(request, form)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_tax_rate(request):
    form = AddRateForm(request.POST or None)
    if form.is_bound and form.carries_out(commands.add_tax_rate, by=request.user):
        return redirect("catalog:tax_rates")
    return _form(request, form, _("New tax rate"))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_tax_rate(request, uid):
    one = queries.tax_rate(request.user, uid)
    form = RenameRateForm(request.POST or None, initial={"name": one.name})
    if form.is_bound and form.carries_out(commands.edit_tax_rate, one, by=request.user):
        return redirect("catalog:tax_rates")
    return _form(request, form, one.name)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_tax_percent(request, uid):
    one = queries.tax_rate(request.user, uid)
    form = PercentForm(request.POST or None, initial={"starts_on": today()})
    if form.is_bound and form.carries_out(commands.set_tax_percent, one, by=request.user):
        return redirect("catalog:tax_rates")
    return _form(request, form, one.name)


@door(CHANGE)
@require_POST
def archive_tax_rate(request, uid):
    one = commands.archive_tax_rate(queries.tax_rate(request.user, uid), by=request.user)
    toast(request, _("The tax rate is archived."), undo=("catalog:restore_tax_rate", [one.uid], {}))
    return redirect("catalog:tax_rates")


@door(CHANGE)
@require_POST
def restore_tax_rate(request, uid):
    commands.restore_tax_rate(queries.tax_rate(request.user, uid), by=request.user)
    return redirect("catalog:tax_rates")


def _usual(request, data=None):
    usual = [(name, f"{name}: {steps_told(steps)}") for name, steps in queries.lacking_rates(request.user)]
    return UsualRatesForm(data, usual=usual)


def _rates(request, usual):
    archived, day = is_archive(request), today()
    rates = [
        (one, percent_told(one.steps, day), steps_told(one.steps))
        for one in queries.tax_rates(request.user, archived=archived)
    ]
    told = {"rates": rates, "archived": archived, "usual": usual if usual.fields["names"].choices else None}
    return page(request, "catalog/tax_rates.html", status=status_of(usual), **told, **told_to(request))


def _form(request, form, title):
    told = {"form": form, "title": title, "back": ["catalog:tax_rates"], "part_url": "catalog:tax_rates"}
    return page(request, "catalog/form.html", status=status_of(form), part_title=_("Tax rates"), **told)
