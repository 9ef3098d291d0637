"""What may be asked of clients about what is known of them beside their own facts: consents, ties, days, contacts."""

from datetime import timedelta
from functools import cache, partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.facts.queries import (
    Among,
    Asker,
    Choices,
    Fact,
    Kind,
    Known,
    Records,
    Test,
    Worked,
    midnight,
)
from pomni.people.known import MOMENTS, tie_choices, tie_label, turned
from pomni.people.models import (
    Client,
    Consent,
    DuplicatePair,
    ImportantDate,
    Interaction,
    Peculiarity,
    Tie,
    Touch,
)

CONSENTS, KNOWN, BETWEEN = _("Consents"), _("Known of them"), _("Between them and us")
ANSWERS = Choices(
    (
        ("given", pgettext_lazy("a consent", "Given")),
        ("withdrawn", pgettext_lazy("a consent", "Taken back")),
    ),
    {"given": True, "withdrawn": False},
)
PERIODS = {
    30: _("Contacts in the last 30 days"),
    90: _("Contacts in the last 90 days"),
    365: _("Contacts in the last 365 days"),
}
_labelled = lazy(tie_label, str)


@cache
def of_clients() -> tuple[Fact, ...]:
    """All that is offered here."""
    return *_of_consents(), *_of_known(), *_of_contacts()


# --- Consents --------------------------------------------------------------------------------------------------------


def _of_consents() -> list[Fact]:
    """Each consent with its latest answer; of the marketing one an answer for each channel."""
    told: list[Fact] = []
    for kind in Consent.Kind:
        if kind != Consent.Kind.MARKETING:
            told.append(_consent(f"people.consent_{kind}", kind.label, kind))
            continue
        for channel in Consent.Channel:
            title = format_lazy("{}: {}", kind.label, channel.label)
            told.append(_consent(f"people.consent_{kind}_{channel}", title, kind, channel))
    return told


def _consent(key: str, title: Any, kind: str, channel: str = "") -> Fact:
    source = Worked(partial(_answered, kind, channel))
    return Fact(key, title, Kind.CHOICE, source, CONSENTS, choices=ANSWERS)


def _answered(kind: str, channel: str, asking: Asker, test: Test) -> Q:
    """The latest day counts, of one day what was told last, as `people.consents.standing` folds it."""
    said = Consent.objects.filter(kind=kind)
    if channel:
        said = said.filter(Q(channels="") | Q(channels__contains=channel))
    if isinstance(test, Among):
        later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
        overtaken = Exists(said.filter(later, client=OuterRef("client")))
        said = said.filter(~overtaken, is_given__in=test.values)
    return _have(asking, said)


# --- Ties, peculiarities, days ---------------------------------------------------------------------------------------


def _of_known() -> list[Fact]:
    kinds = [(one, label) for one, label in Peculiarity.Kind.choices if one not in MOMENTS]
    moments = [(one, label) for one, label in Peculiarity.Kind.choices if one in MOMENTS]
    return [
        Fact("people.ties", _("Ties"), Kind.TAG, Worked(_tied), KNOWN, choices=_ties()),
        Fact(
            "people.peculiarities",
            _("Peculiarities"),
            Kind.TAG,
            Records(partial(_peculiar, False), value="kind", is_text=True),
            KNOWN,
            choices=Choices(kinds),
        ),
        Fact(
            "people.moments",
            _("Good and bad moments"),
            Kind.TAG,
            Records(partial(_peculiar, True), value="kind", is_text=True),
            KNOWN,
            field="people.client.relation",
            choices=Choices(moments),
        ),
        Fact(
            "people.dates",
            _("Yearly day to remember"),
            Kind.YEARLY,
            Records(_yearly, value="day", is_text=True),
            KNOWN,
        ),
        Fact(
            "people.likely_double",
            _("Likely duplicate"),
            Kind.YES_NO,
            Worked(_doubled),
            KNOWN,
            needs=(DuplicatePair.see,),
            yes=_("Looks like a duplicate"),
            no=_("Does not look like a duplicate"),
        ),
    ]


def _ties() -> Choices:
    """What somebody can be to a client, from either side."""
    return Choices([(kind, _labelled(kind)) for kind, _label in tie_choices()])


def _tied(asking: Asker, test: Test) -> Q:
    """Told once, a tie shows on both cards; who is out of the viewer's reach is not tied, as on the card."""
    here = Client.objects.visible_to(asking.viewer).filter(forgotten_at=None)
    ties = Tie.objects.filter(withdrawn_at=None)
    mine, theirs = ties.filter(Q(other=None) | Q(other__in=here)), ties.filter(client__in=here)
    if isinstance(test, Among):
        mine = mine.filter(kind__in=test.values)
        theirs = theirs.filter(kind__in=[turned(kind) for kind in test.values])
    return _have(asking, mine) | _have(asking, theirs, of="other")


def _peculiar(of_moments: bool, _asking: Asker) -> QuerySet[Peculiarity]:
    told = Peculiarity.objects.filter(withdrawn_at=None)
    return told.filter(kind__in=MOMENTS) if of_moments else told.exclude(kind__in=MOMENTS)


def _yearly(_asking: Asker) -> QuerySet[ImportantDate]:
    return ImportantDate.objects.filter(withdrawn_at=None, is_yearly=True)


def _doubled(asking: Asker, _test: Test) -> Q:
    """Those of a pair that waits to be looked at, both of which the viewer may merge."""
    pairs = DuplicatePair.objects.visible_to(asking.viewer).filter(state=DuplicatePair.State.OPEN)
    return _have(asking, pairs, of="left") | _have(asking, pairs, of="right")


# --- Contacts --------------------------------------------------------------------------------------------------------


def _of_contacts() -> list[Fact]:
    visits = partial(_written, Interaction.How.VISIT)
    needs = (Interaction.see,)
    return [
        *(
            Fact(
                f"people.contacts_{days}",
                title,
                Kind.COUNT,
                Records(partial(_lately, days), pick="count"),
                BETWEEN,
                needs=needs,
                covers=True,
            )
            for days, title in PERIODS.items()
        ),
        Fact("people.visits", _("Visits"), Kind.COUNT, Records(visits, pick="count"), BETWEEN, needs=needs),
        Fact(
            "people.last_visit",
            _("Last visit"),
            Kind.INSTANT,
            Records(visits, value="at", pick="last"),
            BETWEEN,
            needs=needs,
        ),
    ]


def _lately(days: int, asking: Asker) -> QuerySet[Touch]:
    """Contacts from so many days ago until now, as "within the last … days" has it."""
    return Touch.objects.filter(at__gte=midnight(asking.today - timedelta(days=days), asking.zone))


def _written(how: str, asking: Asker) -> QuerySet[Interaction]:
    return Interaction.objects.visible_to(asking.viewer).filter(how=how, withdrawn_at=None)


def _have(asking: Asker, rows: QuerySet[Any], of: str = "client") -> Q:
    return Records(lambda _asker: rows, of=of).holds(asking, Known())
