"""What is pinned above a client's timeline, and taken off again."""

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event


class MomentPinned(
    Event, says=_("pinned a line above the timeline of the {client}"), about="people.Client", icon="pin"
):
    client_id: int
    moment_id: int

    @classmethod
    def is_small(cls) -> bool:
        return True


class MomentUnpinned(
    Event,
    says=_("took a pinned line off the timeline of the {client}"),
    about="people.Client",
    icon="pin-off",
):
    client_id: int
    moment_id: int

    @classmethod
    def is_small(cls) -> bool:
        return True
