"""The columns of an export of visits. Days and hours are by the clock of the place."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.exchange.writing.columns import Column
from pomni.schedule.queries import VisitRow

SOMEBODY = _("Somebody else's {client}")


def _there(row: VisitRow, at: datetime | None) -> datetime | None:
    """Wall time without a zone: a spreadsheet knows no zones."""
    told = at and at.astimezone(ZoneInfo(row.visit.zone))
    return told.replace(tzinfo=None, microsecond=0) if told else None


def _client(row: VisitRow) -> str:
    return row.name or (str(SOMEBODY) if row.visit.client_id else "")


def _ends(row: VisitRow) -> str:
    return f"{row.visit.ends_at.astimezone(ZoneInfo(row.visit.zone)):%H:%M}"


VISIT_COLUMNS: tuple[Column, ...] = (
    Column("day", pgettext_lazy("of a visit", "Day"), lambda row: row.visit.day),
    Column("begins", pgettext_lazy("of a visit", "From"), lambda row: f"{row.visit.begins:%H:%M}"),
    Column("ends", pgettext_lazy("the end of a visit", "Until"), _ends),
    Column("client", _("{Client}"), _client),
    Column("phone", _("Phone"), lambda row: row.phone, "people.client.phone"),
    Column("services", _("Services"), lambda row: ", ".join(row.services)),
    Column("by", _("By whom"), lambda row: ", ".join(row.people)),
    Column("things", _("Rooms and devices"), lambda row: ", ".join(row.things)),
    Column("location", _("{Location}"), lambda row: row.visit.location.name),
    Column("state", pgettext_lazy("of a visit", "State"), lambda row: row.visit.get_status_display()),
    Column("price", _("Price"), lambda row: row.price),
    Column("source", pgettext_lazy("of a visit", "Booked how"), lambda row: row.visit.get_source_display()),
    Column(
        "booked", pgettext_lazy("of a visit", "Booked when"), lambda row: _there(row, row.visit.booked_at)
    ),
    Column("arrived", pgettext_lazy("of a visit", "Arrived"), lambda row: _there(row, row.visit.arrived_at)),
    Column(
        "completed",
        pgettext_lazy("of a visit", "Completed"),
        lambda row: _there(row, row.visit.completed_at),
    ),
    Column("why_cancelled", pgettext_lazy("a visit", "Why cancelled"), lambda row: row.visit.ended_as),
    Column("comment", pgettext_lazy("of a visit", "Comment"), lambda row: row.visit.comment),
    Column("address", _("Address"), lambda row: row.visit.address),
)


def visit_columns() -> dict[str, Any]:
    """All of them by their keys."""
    return {column.key: column for column in VISIT_COLUMNS}
