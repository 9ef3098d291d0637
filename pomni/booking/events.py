"""What happens to online booking itself. What is booked there is a visit, and told as one."""

from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.memory.events import Edits, Event, Kept

OURS = Kept("how the company lets itself be booked is its own")


class BookingSetUp(
    Edits, Event, says=_("set up online booking: %(fields)s"), about="booking.BookingPage", icon="globe"
):
    labels: ClassVar[dict[str, Any]] = {
        "is_on": pgettext_lazy("of online booking", "on or off"),
        "locations": _("{locations}"),
        "shows_prices": _("Show prices"),
        "shows_people": _("Let {clients} choose a {specialist}"),
        "greeting": _("Greeting"),
        "phone": _("Phone for questions"),
        "consent": _("Consent"),
        "consent_url": _("Address of your rules"),
        "code_by": _("Ask for a code"),
        "sites": pgettext_lazy("of online booking", "sites"),
        "questions": pgettext_lazy("of online booking", "questions"),
        "refused": pgettext_lazy("of online booking", "whom it asks to call"),
    }

    bookingpage_id: int
    changes: Annotated[dict[str, list[Any]], OURS]
