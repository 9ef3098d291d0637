"""The pages of price lists."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.catalog import commands, queries
from pomni.catalog.forms import AddPriceListForm, EditPriceListForm, PricesForm
from pomni.catalog.views.offered import CHANGE, SEE, acts_on, is_archive, status_of, told_to
from pomni.kit.clock import today
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door(SEE)
@require_GET
def price_lists(request):
    archived = is_archive(request)
    found = queries.price_lists(request.user, archived=archived)
    told = {"lists": found, "archived": archived, "today": today(), "acts": acts_on(request, "price_actions")}
    return page(request, "catalog/price_lists.html", **told, **told_to(request))


@door(SEE)
@require_GET
def price_list(request, uid):
    one = queries.price_list(request.user, uid)
    prices = queries.prices_in(one)
    return page(request, "catalog/price_list.html", one=one, prices=prices, **told_to(request))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_price_list(request):
    form = AddPriceListForm(request.POST or None)
    if form.is_bound and form.carries_out(commands.add_price_list, by=request.user):
        return redirect("catalog:set_prices", form.result.uid)
    return _form(request, form, _("New price list"), "catalog:price_lists")


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_price_list(request, uid):
    one = queries.price_list(request.user, uid)
    was = {name: getattr(one, name) for name in ("name", "starts_on", "ends_on")}
    form = EditPriceListForm(request.POST or None, was=was, chosen=one)
    if form.is_bound and form.carries_out(commands.edit_price_list, one, by=request.user):
        return redirect("catalog:price_list", uid)
    return _form(request, form, one.name, "catalog:price_list", uid)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_prices(request, uid):
    """What costs how much by a list; with words, only what answers to them is shown."""
    one, words = queries.price_list(request.user, uid), request.GET.get("q", "").strip()[:200]
    rows = queries.to_price(request.user, one, words=words)
    form = PricesForm(request.POST or None, rows=rows, currency=request.company.currency)
    if request.method == "POST" and form.carries_out(commands.set_prices, one, by=request.user):
        toast(request, _("The prices are written down."))
        return redirect("catalog:price_list", uid)
    told = {"one": one, "form": form, "q": words}
    return page(request, "catalog/set_prices.html", status=status_of(form), **told, **told_to(request))


@door(CHANGE)
@require_POST
def archive_price_list(request, uid):
    one = commands.archive_price_list(queries.price_list(request.user, uid), by=request.user)
    toast(request, _("The price list is archived."), undo=("catalog:restore_price_list", [one.uid], {}))
    return redirect("catalog:price_lists")


@door(CHANGE)
@require_POST
def restore_price_list(request, uid):
    one = commands.restore_price_list(queries.price_list(request.user, uid), by=request.user)
    return redirect("catalog:price_list", one.uid)


def _form(request, form, title, *back):
    here = "catalog:price_lists"
    told = {"form": form, "title": title, "back": back, "part_url": here, "part_title": _("Price lists")}
    return page(request, "catalog/form.html", status=status_of(form), **told)
