"""Clients, what was written down about them, and the figures that follow."""

from pomni.people.models.bulk import BulkChange, BulkRow
from pomni.people.models.clients import Client, ClientQuerySet, ContactPoint, Holding, Tag
from pomni.people.models.duplicates import DuplicatePair, FormerNumber, Merge, Uncompared
from pomni.people.models.figures import Away, ClientFigures, Touch
from pomni.people.models.found import NAMES, POINTS
from pomni.people.models.known import Address, Consent, ImportantDate, Peculiarity, Tie
from pomni.people.models.outside import OutsideId
from pomni.people.models.own import OwnValue
from pomni.people.models.pins import Pin
from pomni.people.models.segments import Segment, SegmentQuerySet
from pomni.people.models.written import Interaction, Note, OfClientQuerySet

__all__ = [
    "NAMES",
    "POINTS",
    "Address",
    "Away",
    "BulkChange",
    "BulkRow",
    "Client",
    "ClientFigures",
    "ClientQuerySet",
    "Consent",
    "ContactPoint",
    "DuplicatePair",
    "FormerNumber",
    "Holding",
    "ImportantDate",
    "Interaction",
    "Merge",
    "Note",
    "OfClientQuerySet",
    "OutsideId",
    "OwnValue",
    "Peculiarity",
    "Pin",
    "Segment",
    "SegmentQuerySet",
    "Tag",
    "Tie",
    "Touch",
    "Uncompared",
]
