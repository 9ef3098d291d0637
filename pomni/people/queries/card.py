"""The client whose card is opened."""

from typing import Any

from django.db.models import OuterRef, QuerySet, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from pomni.people.models import Client
from pomni.people.queries.clients import one_of
from pomni.people.queries.own import own_told
from pomni.team.models import User


def card_of(viewer: User, uid: Any) -> Client:
    """One client, with the names of its tags in `tags_told`, a line each, and what stands in the company's own fields in
    `own_told`. Raises Http404 where there is none within reach.
    """

    def compose(uid: Any) -> QuerySet[Client]:
        tags: Any = Client.tags.through.objects.filter(client=OuterRef("pk")).order_by().values("client")
        told = tags.annotate(told=StringAgg("tag__name", Value("\n"))).values("told")
        found = (
            Client.objects.visible_to(viewer)
            .select_related("responsible", "location", "works_at", "figures")
            .filter(uid=uid)
        )
        return found.annotate(
            tags_told=Coalesce(Subquery(told), Value(""), output_field=TextField()), own_told=own_told()
        )

    return one_of("card", viewer, compose, uid)
