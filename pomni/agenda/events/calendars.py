"""What happens to the addresses at which calendar programs read."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

OURS = Kept("names of colleagues are the company's own")


class CalendarOpened(
    Event, says=_("made an address for their calendar"), about="team.User", icon="calendar-days"
):
    user_id: int
    name: Annotated[str, OURS]


class CalendarClosed(
    Event, says=_("withdrew the address of their calendar"), about="team.User", icon="calendar-days"
):
    user_id: int
    name: Annotated[str, OURS]
