"""Pages of sales and payments."""

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.billing import commands, queries
from pomni.billing.forms import LimitsForm, PrepaymentForm, ReverseForm, SalePaymentForm, SellForm
from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.people import queries as people
from pomni.people.queries import client_chosen_by
from pomni.team.access import door
from pomni.team.queries import locations
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, TAKE = "billing.sale.see", "billing.payment.take"
MAKE, REVERSE = "billing.sale.make", "billing.sale.reverse"
DAY = timedelta(days=1)


@door(SEE)
@require_GET
def day(request):
    """The sales of the day `on` at the location `at`; by default today, at the first of one's places."""
    here = _place_of(request, SEE)
    on = _day_of(request.GET.get("on", "")) or today(ZoneInfo(here.zone) if here else None)
    return page(
        request,
        "billing/day.html",
        location=here,
        places=list(locations()),
        may_sell=request.user.may(MAKE),
        day=on,
        found=queries.day_of_sales(request.user, here, on) if here else None,
        currency=request.company.currency,
        before=_address(here, on - DAY),
        after=_address(here, on + DAY),
    )


def _day_of(told):
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    return found if 1900 < found.year < 3000 else None


def _address(here, on):
    return f"{reverse('billing:day')}?{urlencode({'at': here.uid if here else '', 'on': on.isoformat()})}"


@door(MAKE)
@require_http_methods(["GET", "POST"])
def sell(request):
    """Sell something beside visits at the location `at`, to `client`."""
    here = _place_of(request)
    if here is None:
        return redirect("billing:day")
    told = {"location": here, "viewer": request.user, "currency": request.company.currency}
    form = SellForm(request.POST or None, **told, initial=_known_of(request))
    is_counting = form.is_bound and "count" in request.POST
    if form.is_bound and not is_counting and _sold(request, form):
        toast(request, _("It is sold."))
        return redirect("billing:sale", form.result.uid)
    return page(
        request,
        "billing/sell.html",
        part="counted",
        status=422 if form.is_bound and not is_counting else 200,
        form=form,
        counted=_counted(form) if is_counting else None,
        limit=queries.discount_limit(request.user),
        places=list(locations()),
        back=_address(here, form.day),
        **told,
    )


def _place_of(request, capability=MAKE):
    places = list(locations())
    asked = as_uuid(request.GET.get("at", ""))
    mine = request.user.reach(capability).locations
    near = [one for one in places if one.pk in mine] or places
    return next((one for one in places if one.uid == asked), near[0] if near else None)


def _known_of(request):
    uid = request.GET.get("client", "")
    return {"client": client_chosen_by(request.user)(uid, "")} if uid else {}


def _sold(request, form):
    if not form.is_valid():
        return False
    client = form.cleaned_data["client"]
    return form.carries_out(
        commands.make_sale, *([client] if client else []), location=form.location, by=request.user
    )


def _counted(form):
    return (
        queries.counted(form.sold(), form.cleaned_data.get("discount") or Decimal(0), form.covered())
        if form.is_valid()
        else None
    )


@door("catalog.service.see")
@require_GET
def things(request):
    """What can be sold and answers to what was typed, or to a barcode that was scanned."""
    typed = request.GET.get("q", "").strip()
    found = queries.things_answering(request.user, typed) if typed else []
    return page(request, "billing/_things.html", things=found)


@door(SEE)
@require_GET
def sale(request, uid):
    one = queries.sale(request.user, uid)
    counter = queries.counter_of(one)
    owed = queries.owed_of(one)
    stands = counter is None and one.reverses_id is None
    may_take = request.user.may(TAKE)
    return page(
        request,
        "billing/sale.html",
        sale=one,
        client=people.clients_by_id(request.user, [one.client_id]).get(one.client_id)
        if one.client_id
        else None,
        lines=queries.lines_of(one),
        payments=queries.payments_of(one),
        held=queries.sold_to_use(one),
        owed=owed,
        counter=counter,
        currency=request.company.currency,
        may_take=may_take and stands and owed > 0,
        may_give_back=may_take and stands,
        may_reverse=stands and request.user.may(REVERSE),
        back=_address(one.location, one.day),
    )


@door(TAKE)
@require_http_methods(["GET", "POST"])
def take_payment(request, uid):
    one = queries.sale(request.user, uid)
    form = SalePaymentForm(
        request.POST or None,
        currency=request.company.currency,
        on_balance=queries.free_balance(one.client) > 0,
        initial={"amount": queries.owed_of(one)},
    )
    if form.is_bound and form.carries_out(commands.take_payment, one, by=request.user):
        toast(request, _("The payment is taken."))
        return redirect("billing:sale", one.uid)
    told = {"form": form, "sale": one, "owed": queries.owed_of(one), "currency": request.company.currency}
    return page(request, "billing/take_payment.html", status=422 if form.is_bound else 200, **told)


@door(REVERSE)
@require_http_methods(["GET", "POST"])
def reverse_sale(request, uid):
    one = queries.sale(request.user, uid)
    form = ReverseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.carries_out(commands.reverse_sale, one, by=request.user):
        toast(request, _("The sale is reversed."))
        return redirect("billing:sale", one.uid)
    told = {"form": form, "sale": one, "currency": request.company.currency}
    return page(request, "billing/reverse_sale.html", status=422 if form.is_bound else 200, **told)


@door(TAKE)
@require_POST
def give_back(request, uid):
    one = queries.payment(request.user, uid)
    try:
        commands.give_back(one, by=request.user)
    except Refused as no:
        toast(request, str(no))
    else:
        toast(request, _("The payment is given back."))
    if one.sale:
        return redirect("billing:sale", one.sale.uid)
    return redirect("billing:of_client", one.client.uid) if one.client else redirect("billing:day")


@door(SEE)
@require_GET
def of_client(request, uid):
    """All sales, payments, packages and certificates of a client."""
    client = people.client(request.user, uid)
    sales = queries.sales_page(request.user, client=client, after=request.GET.get("after"))
    return page(
        request,
        "billing/of_client.html",
        client=client,
        sales=sales.items,
        more=sales.next,
        payments=queries.payments_page(request.user, client=client).items,
        holdings=queries.holdings_of(client),
        balance=queries.standing(client).balance,
        currency=request.company.currency,
        may_take=request.user.may(TAKE) and not client.forgotten_at,
        may_sell=request.user.may(MAKE) and not client.forgotten_at,
    )


@door(TAKE)
@require_http_methods(["GET", "POST"])
def take_prepayment(request, uid):
    client = people.client(request.user, uid)
    form = PrepaymentForm(request.POST or None, currency=request.company.currency, places=list(locations()))
    if form.is_bound and form.carries_out(commands.take_prepayment, client, by=request.user):
        toast(request, _("The payment is taken."))
        return redirect("billing:of_client", client.uid)
    return page(
        request,
        "billing/take_prepayment.html",
        status=422 if form.is_bound else 200,
        form=form,
        client=client,
    )


@door("billing.limit.change")
@require_http_methods(["GET", "POST"])
def limits(request):
    """How much off each role may give."""
    form = LimitsForm(request.POST if request.method == "POST" else None, limits=queries.limits())
    if form.is_bound and form.is_valid():
        for role, per_cent in form.told():
            commands.set_discount_limit(role, per_cent=per_cent, by=request.user)
        toast(request, _("Saved."))
        return redirect("billing:limits")
    return page(request, "billing/limits.html", status=422 if form.is_bound else 200, form=form)
