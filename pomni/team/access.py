"""The three locks. Rows: `visible_to`. Acts: `@command`. Doors: `@door` here, and who keeps them in `doors`."""

import hashlib
import json
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.locks import tried_again
from pomni.kit.prepared import records_of, rows_of

ANYBODY = ""  # the capability of acts that everyone may do to themselves: their own language, their own key
PUBLIC = "public"  # the door of pages that need no sign-in

# While somebody looks at Pomni as a colleague sees it: nothing at all is written.
read_only: ContextVar[bool] = ContextVar("only looking", default=False)
_inside: ContextVar[bool] = ContextVar("inside a command", default=False)
Row = TypeVar("Row", bound=models.Model)


# --- Rows ----------------------------------------------------------------------------------------------------------


class VisibleQuerySet(models.QuerySet[Row]):
    """Rows that a person may reach. The roles say how far; the model says what own, of the team, and at a location mean."""

    def own(self, user: Any) -> models.Q:
        """Which rows are the user's own."""
        raise ImproperlyConfigured(f"{self.model.__name__} does not say which rows are somebody's own")

    def of_team(self, user: Any) -> models.Q:
        """Which rows belong to the user's team; where a model knows no teams, none but the own."""
        return self.own(user)

    def at_locations(self, locations: frozenset[int]) -> models.Q:
        """Which rows belong to these locations; where a model knows no locations, none."""
        return models.Q(pk__in=())

    def because(self, how: str, user: Any, record: Any) -> str:
        """Why the user sees this record, in words: "all", "own", "team" and "place" are the four ways to reach one.

        A model that can say it more exactly does.
        """
        told = {
            "all": _("sees all of them"),
            "own": _("this is their own"),
            "team": _("this belongs to their team"),
            "place": _("this belongs to a {location} where they work"),
        }
        return told[how]

    def visible_to(self, user: Any, capability: str = "") -> "VisibleQuerySet[Row]":
        """The rows that the user reaches with the capability (by default: that of seeing the model)."""
        reach = user.reach(capability or self.model.see)  # type: ignore[attr-defined]  # every visible model names it
        if reach.all:
            return self
        if not reach:
            return self.none()
        within = self.own(user)
        if reach.team:
            within |= self.of_team(user)
        if reach.locations:
            within |= self.at_locations(reach.locations)
        return self.filter(within)


class HangingQuerySet(VisibleQuerySet[Row]):
    """Rows that hang on another record, `hangs_on`: they are reached as far as that one is.

    That record has a responsible colleague, one who entered it, and a location.
    """

    hangs_on = "client"

    def own(self, user: Any) -> models.Q:
        """Those of the user's own records."""
        on = self.hangs_on
        return models.Q(**{f"{on}__responsible": user}) | models.Q(**{f"{on}__entered_by": user})

    def of_team(self, user: Any) -> models.Q:
        """Those of the records that somebody of the user's team answers for."""
        return models.Q(**{f"{self.hangs_on}__responsible__in": user.grants.teammates})

    def at_locations(self, locations: frozenset[int]) -> models.Q:
        """Those of the records that belong to one of the locations, or to none yet."""
        place = f"{self.hangs_on}__location"
        return models.Q(**{f"{place}__in": locations}) | models.Q(**{place: None})


class MadeOnce(models.Model):
    """A record that remembers by which request it was made, so that the same request sent twice makes it once."""

    made_key = models.CharField(max_length=160, null=True, unique=True, editable=False)
    made_of = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True


class KeyReused(Refused):
    """The idempotency key was used before, for a request with other contents. The API answers 409."""


# --- Acts ----------------------------------------------------------------------------------------------------------


def command(capability: str, *, makes: type[MadeOnce] | None = None, quiet: str = "") -> Callable[[Any], Any]:
    """Make a function a command: one act, one transaction, by somebody who reaches this far, on records within reach.

    Records are positional, words go by keyword, `by` is the one who acts. Raises NotAllowed where `by` lacks the
    capability or a record is out of reach. What follows from a command is the house's own doing: a command called by a
    command is not asked again.

    `makes` names the model of the record that is made: such a command also takes `key`, and the same key with the same
    words gives the same record again; with other words it raises KeyReused. `quiet` says why nothing is remembered.
    """

    def decorate(function: Any) -> Any:
        @wraps(function)
        def run(*records: models.Model, by: Any, key: str = "", **words: Any) -> Any:
            if read_only.get():
                raise NotAllowed(_("You see Pomni as a colleague does: nothing can be changed."))
            is_called_by_one = _inside.get()
            if not is_called_by_one:
                allow(by, capability, records)
            token = _inside.set(True)

            def act() -> Any:
                if key and makes:
                    return _once(function, makes, key, records, by, words)
                # What only keeps figures stands or falls with the command that calls it.
                with transaction.atomic(savepoint=not (quiet and is_called_by_one)):
                    return function(*records, by=by, **words)

            try:
                return tried_again(act)
            finally:
                _inside.reset(token)

        run.is_command, run.capability, run.quiet = True, capability, quiet  # type: ignore[attr-defined]  # for tests
        return run

    return decorate


def allow(by: Any, capability: str, records: tuple[models.Model, ...] = ()) -> None:
    """Raise NotAllowed unless `by` has the capability and each record is within its reach.

    A record of another area must at least be visible. With `ANYBODY` the one record must be the person themselves.
    """
    if capability == ANYBODY:
        if not by.is_robot and any(not _is_own(record, by) for record in records):
            raise NotAllowed(_("Only the person themselves can do this."))
        return
    if not by.reach(capability):
        raise NotAllowed(_("Your role does not allow this."), capability=capability)
    for record in records:
        _allow_record(by, capability, record)


def _is_own(record: models.Model, by: Any) -> bool:
    return record == by or getattr(record, "user_id", None) == by.pk


def _allow_record(by: Any, capability: str, record: models.Model) -> None:
    if not (see := getattr(record, "see", "")):
        return
    rows = type(record)._default_manager.all()
    if not isinstance(rows, VisibleQuerySet):  # a thing of the whole company: a role, a location
        return
    act = capability if record._meta.app_label == capability.split(".")[0] else see
    if by.reach(act).all:
        return
    key = ("within reach", rows.model, act, by.pk, by.access_stamp)
    if not rows_of(key, lambda pk: rows.visible_to(by, act).filter(pk=pk).values_list("pk"), record.pk):
        raise NotAllowed(_("Your role does not allow this for this record."), capability=act)


def _once(
    function: Any, model: type[MadeOnce], key: str, records: Any, by: Any, words: dict[str, Any]
) -> Any:
    whole_key = f"{by.pk}:{function.__name__}:{hashlib.sha256(key.encode()).hexdigest()}"
    told = json.dumps([[r.pk for r in records], words], sort_keys=True, default=_plain)
    digest = hashlib.sha256(told.encode()).hexdigest()
    for last_try in (False, True):
        if made := _made(model, whole_key):
            if made.made_of != digest:
                raise KeyReused(_("This key was already used for another request. Send a new one."))
            return made
        try:
            with transaction.atomic():
                made = function(*records, by=by, **words)
                _keep_key(made, whole_key, digest)
                return made
        except IntegrityError:
            if last_try or not _made(model, whole_key):
                raise
    return None


def _made(model: type[MadeOnce], whole_key: str) -> MadeOnce | None:
    found = records_of(
        ("made", model), lambda key: model._default_manager.filter(made_key=key)[:1], whole_key
    )
    return found[0] if found else None


def _keep_key(made: MadeOnce, whole_key: str, digest: str) -> None:
    """Written out: composing this update took five times as long as running it."""
    table = connection.ops.quote_name(made._meta.db_table)
    at = connection.ops.adapt_datetimefield_value(now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET made_key = %s, made_of = %s, made_at = %s WHERE id = %s",  # noqa: S608 (a table of ours)
            [whole_key, digest, at, made.pk],
        )


def _plain(value: Any) -> str:
    """A word of a request as text: a record by its number, for two may have one name, and a name one in each language."""
    return f"{value._meta.label_lower} {value.pk}" if isinstance(value, models.Model) else str(value)


# --- Doors ---------------------------------------------------------------------------------------------------------


def door(capability: str) -> Callable[[Any], Any]:
    """Say who may enter a view: a capability, `ANYBODY` who is signed in, or `PUBLIC` for everyone."""

    def mark(view: Any) -> Any:
        view.door = capability
        if capability == PUBLIC:
            view.login_required = False
        return view

    return mark
