"""Clients, what was written down about them, and the figures that follow."""

from pomni.people.models.clients import Client, ClientQuerySet, ContactPoint, Holding, Tag
from pomni.people.models.figures import ClientFigures, Touch
from pomni.people.models.found import NAMES, POINTS
from pomni.people.models.written import Interaction, Note, OfClientQuerySet

__all__ = [
    "NAMES",
    "POINTS",
    "Client",
    "ClientFigures",
    "ClientQuerySet",
    "ContactPoint",
    "Holding",
    "Interaction",
    "Note",
    "OfClientQuerySet",
    "Tag",
    "Touch",
]
