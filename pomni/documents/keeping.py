"""Files as the modules below name them: by their uids alone (`kit.module.FileKeeper`)."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from pomni.documents.models import File
from pomni.documents.queries import files_of
from pomni.documents.taking import take_file
from pomni.team.models import User

MOST = 200  # files of one card that are offered


def on_card(viewer: User, client: Any) -> list[tuple[str, str]]:
    """The newest files of a client whom the viewer reaches: uids and names."""
    found = files_of(viewer, client).select_related(None).values_list("uid", "name")[:MOST]
    return [(str(uid), name) for uid, name in found]


def named(viewer: User, uids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Of these files those within reach that were not removed: their names, and the addresses of their pages."""
    found = File.objects.visible_to(viewer).filter(uid__in=uids, removed_at=None)
    return {
        str(uid): (name, reverse("documents:file", args=[uid]))
        for uid, name in found.values_list("uid", "name")
    }


def kept(client: Any, sent: Any, by: User, key: str) -> str:
    """Put an uploaded file onto a client's card; its uid. The same key with the same file puts it there once."""
    return str(take_file(client, sent, name=sent.name or "", by=by, key=key).uid)
