"""Which merges a restored backup must take back before those who were erased since can be erased again."""

from collections.abc import Collection, Iterable
from uuid import UUID

from pomni.people.models import Client, Merge


def merges_between(erased: Collection[UUID]) -> list[Merge]:
    """The merges that stand between somebody who was erased and somebody who was not, in the order of taking them back.

    Whoever was erased while two cards were one was erased under both numbers, so where only one of both was erased they had
    been taken apart by then; and so had whatever was merged later, for one goes only before the other.
    """
    standing = list(Merge.objects.filter(undone_at=None).order_by("-pk"))
    number = {merge.gone_id: merge.gone_uid for merge in standing}
    kept = Client.objects.filter(pk__in={merge.kept_id for merge in standing})
    number |= dict(kept.values_list("pk", "uid"))
    # An empty journal is that of somebody who was erased with all who had become them: there is nobody to bring back.
    parts = [
        merge
        for merge in standing
        if merge.row and (merge.gone_uid in erased) != (number.get(merge.kept_id) in erased)
    ]
    wanted = {merge.pk for merge in parts}
    for merge in parts:
        wanted |= _behind(merge, standing)
    return [merge for merge in standing if merge.pk in wanted]


def _behind(merge: Merge, standing: Iterable[Merge]) -> set[int]:
    """The later merges of the card that was kept, and of those whom it became: they are taken back before this one."""
    found: set[int] = set()
    cards = {merge.kept_id}
    for later in sorted(standing, key=lambda one: one.pk):
        if later.pk > merge.pk and cards & {later.kept_id, later.gone_id}:
            found.add(later.pk)
            cards.add(later.kept_id)
    return found
