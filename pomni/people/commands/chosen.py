"""Bulk acts on rows chosen in a list: one command each, on as many of them as are within reach.

Each returns what it really changed, which is all that its reverse needs.
"""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.people import changing
from pomni.people.act import ARCHIVE, CHANGE, locked
from pomni.people.words import tags_of
from pomni.team.access import command
from pomni.team.models import User


@command(CHANGE)
def hand_over_chosen(*, heirs: Mapping[int, User | None], by: User) -> dict[int, User | None]:
    """Each of these clients (their keys) is answered for by the colleague named for it from now on; None: by nobody.

    Returns who answered for each changed one before: handed in again, it is the reverse.
    """
    return changing.hand_over({pk: heirs[pk] for pk in _locked(by, CHANGE, heirs)}, by)


@command(CHANGE)
def tag_chosen(*, clients: Collection[int], tag: str, by: User) -> list[int]:
    """Give these clients a tag, coined where the company has none of this name. Returns those who had it not before.

    Raises Refused (field `tag`) for a name that is none. Who has as many tags as a client may have is passed over.
    """
    try:
        named = tags_of([tag])
    except Refused as no:
        raise Refused(str(no), field="tag") from None
    if not named:
        raise Refused(_("Name the tag."), field="tag")
    return list(changing.put_tag(_locked(by, CHANGE, clients), tag, by))


@command(CHANGE)
def untag_chosen(*, clients: Collection[int], tag: str, by: User) -> list[int]:
    """Take a tag (its name, in whatever spelling) from these clients. Returns those who had it."""
    return list(changing.take_tag(_locked(by, CHANGE, clients), tag, by))


@command(ARCHIVE)
def archive_chosen(*, clients: Collection[int], by: User) -> list[int]:
    """These clients leave the lists; their cards stay. Returns those who were not archived yet."""
    return list(changing.archive(_locked(by, ARCHIVE, clients), None, by))


@command(ARCHIVE)
def restore_chosen(*, clients: Collection[int], by: User) -> list[int]:
    """These clients stand in the lists again. Returns those who were archived."""
    return list(changing.restore(_locked(by, ARCHIVE, clients), None, by))


def _locked(by: User, capability: str, clients: Collection[int] | Mapping[int, User | None]) -> list[int]:
    return [row.pk for row in locked(by, capability, clients).only("pk")]
