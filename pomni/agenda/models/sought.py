"""What is found by the words of its title."""

from typing import Any, ClassVar

from django.db import models

from pomni.kit.search import Index
from pomni.kit.spelling import found_by

INDEXES = [
    Index(f"{table}_found", table, "found_by")
    for table in ("agenda_task", "agenda_promise", "agenda_meeting")
]


class Sought(models.Model):
    """A record whose `found_by` follows its title whenever it is saved; whoever writes titles in bulk writes both."""

    titled_by: ClassVar[str] = "title"

    # By `spelling.found_by`: what a search looks through.
    found_by = models.TextField(default="", editable=False)

    class Meta:
        abstract = True

    def save(self, **told: Any) -> None:
        """As Django does, with what follows the title."""
        only = told.get("update_fields")
        if only is None or self.titled_by in only:
            self.found_by = found_by(getattr(self, self.titled_by))
            told |= {"update_fields": [*only, "found_by"]} if only is not None else {}
        super().save(**told)
