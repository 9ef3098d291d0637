from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept, Personal

Name = Annotated[str, Personal()]
KIND = Kept("what sort of file it is says nothing of who it is about")


class FileAdded(Event, says=_("added the file %(name)s"), about="documents.File"):
    client_id: int
    file_id: int
    name: Name
    media_type: Annotated[str, KIND]
    size: int

    def sets(self) -> dict[str, Any]:
        return {"name": self.name}


class FileRenamed(Event, says=_("renamed the file %(before)s to %(after)s"), about="documents.File"):
    client_id: int
    file_id: int
    before: Name
    after: Name

    def sets(self) -> dict[str, Any]:
        return {"name": self.after}


class FileRemoved(Event, says=_("removed the file %(name)s"), about="documents.File"):
    client_id: int
    file_id: int
    name: Name


class FileRestored(Event, says=_("brought the file %(name)s back"), about="documents.File"):
    client_id: int
    file_id: int
    name: Name
