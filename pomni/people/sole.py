"""In which tables a client stands only once with something, as these tables say it themselves."""

from dataclasses import dataclass
from dataclasses import field as field_of
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Sole:
    """The columns with which a client stands in a table only once, among the rows of `where`."""

    others: tuple[str, ...]
    where: models.Q = field_of(default_factory=models.Q)


def soles_of(model: type[models.Model], field: Any) -> list[Sole]:
    """With what a client stands in a table only once."""
    told = [Sole(tuple(names)) for names in model._meta.unique_together]
    told += [
        Sole(tuple(one.fields), one.condition or models.Q())
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint)
    ]
    return [
        Sole(tuple(name for name in one.others if name != field.name), one.where)
        for one in told
        if field.name in one.others
    ]


def is_unclear(model: type[models.Model], field: Any) -> bool:
    """Whether a table says in a way that is not understood here that a client stands in it only once."""
    unclear = [
        one
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.expressions and _names(one, field)
    ]
    return bool(field.unique or unclear)


def _names(constraint: models.UniqueConstraint, field: Any) -> bool:
    named = [*constraint.fields, *(str(one) for one in constraint.expressions)]
    return any(field.name in one for one in named)
