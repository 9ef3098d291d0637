"""What colleagues are told about changes of many clients at once."""

from django.utils.translation import gettext_lazy as _

from pomni.team.notices import Kind


class BulkDone(
    Kind,
    says=_("The change of many {clients} is done. Changed: %(changed)s, left as they are: %(passed)s"),
    icon="list-checks",
    tone="success",
):
    """To whoever started it. Facts: counts."""


class BulkHalted(
    Kind,
    says=_("The change of many {clients} was stopped. Its page says why."),
    icon="list-checks",
    tone="danger",
):
    """To whoever started it, or to the directors where that colleague may not do it any more."""


class BulkTakenBack(
    Kind,
    says=_("The change of many {clients} is taken back. Given back: %(undone)s, left as they are: %(kept)s"),
    icon="undo-2",
):
    """To whoever took it back. Facts: counts."""


class ClientsToErase(
    Kind,
    says=_(
        "{Clients} without contact for longer than they are kept: %(count)s. Decide whether they are to be erased."
    ),
    icon="hourglass",
):
    """To whoever may erase clients, once a month. Fact: `count`."""


class SegmentErased(
    Kind,
    says=_("A segment of yours was archived: it named somebody who was erased."),
    icon="filter",
    tone="warning",
):
    """To whose segment it is."""
