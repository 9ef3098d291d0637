"""What money shows on a client's card."""

from django.template.loader import render_to_string

from pomni.billing import queries
from pomni.kit import figures


def balance(request, client):
    """The balance for the strip of the card; "" where it is nothing."""
    known = getattr(client, "figures", None)
    if known is None or not known.balance:
        return ""
    return figures.money(known.balance, request.company.currency)


def of_client(request, client):
    """The newest sales, what the client holds, and what is owed or lies on the balance; "" where there is nothing."""
    sales = queries.last_sales(request.user, client)
    holdings = queries.holdings_of(client)
    may_take = request.user.may("billing.payment.take") and not client.forgotten_at
    if not (sales or holdings or may_take):
        return ""
    known = getattr(client, "figures", None)
    told = {
        "client": client,
        "sales": sales,
        "holdings": holdings,
        "balance": known.balance if known else 0,
        "debt": -known.balance if known and known.balance < 0 else 0,
        "currency": request.company.currency,
        "may_take": may_take,
    }
    return render_to_string("billing/_panel.html", told, request)
