"""Whether visits of a file could be booked: against what is booked, and against each other. Nothing is written."""

from datetime import date

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.schedule import rules
from pomni.schedule.going import go_to
from pomni.schedule.imports.rows import Brought
from pomni.schedule.laying import check_offered
from pomni.schedule.models import Taken, Visit
from pomni.schedule.putting import laid_out, put
from pomni.schedule.queries.choosing import Choosing
from pomni.schedule.taking import would_take


class Trying:
    """Keeps what the rows before would take."""

    def __init__(self) -> None:
        self.taken: dict[date, list[Taken]] = {}

    def check(self, one: Brought) -> None:
        """Raises Refused where the visit could not be booked, in the words of booking; of what is past nothing is asked."""
        if one.is_past:
            return
        if one.client and one.client.pk and one.client.archived_at:
            raise Refused(_("This {client} is in the archive. Restore them first."), field="client")
        visit = Visit(location=one.location)
        go_to(visit, one.address, (0, 0))
        check_offered(one.lines, one.day)
        put(visit, one.day, one.begins, None)
        by_somebody = Choosing(one.lines, one.location, one.day, one.day).at(visit.begins_at)
        laid = laid_out(visit, by_somebody)
        days = [visit.begins_at.date() + number * rules.DAY for number in (-1, 0, 1)]
        besides = [row for day in days for row in self.taken.get(day, ())]
        for row in would_take(visit, laid, besides):
            self.taken.setdefault(row.begins_at.date(), []).append(row)
