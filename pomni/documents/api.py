from datetime import datetime
from uuid import UUID

from ninja import File, Query, Router, Schema, Status, UploadedFile
from pydantic import ConfigDict, Field

from pomni.documents import commands, queries
from pomni.documents.serving import as_it_came
from pomni.documents.storing import refuse_too_large
from pomni.documents.taking import take_file
from pomni.kit.later import later as _
from pomni.memory import sightings
from pomni.people import queries as people
from pomni.team.doors import PageIn, key_of, operation
from pomni.team.seeing_as import who_looks

router = Router(tags=["files"])
BYTES = {"*/*": {"schema": {"type": "string", "format": "binary"}}}


class FileOut(Schema):
    uid: UUID
    client: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    pages: int
    added_by: str | None
    added_at: datetime


class FilesOut(Schema):
    items: list[FileOut]
    next: str | None


class RenameFileIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)


@router.get(
    "/clients/{uid}/files",
    response=FilesOut,
    summary=_("List the files of a {client}"),
    operation_id="list_files",
)
@operation("documents.file.see")
def files(request, uid: UUID, page: Query[PageIn]):
    client = people.client(request.user, uid)
    sightings.note_part(client, by=who_looks(request))
    found = queries.file_page(request.user, client, **page.dict())
    return {"items": [_out(file, client) for file in found.items], "next": found.next}


@router.post(
    "/clients/{uid}/files",
    response={201: FileOut},
    summary=_("Add a file to a {client}"),
    operation_id="add_file",
)
@operation("documents.file.add")
def add_file(request, uid: UUID, file: File[UploadedFile]):
    client = people.client(request.user, uid)
    refuse_too_large(file.size or 0)
    made = take_file(client, file, name=file.name or "", by=request.user, key=key_of(request))
    return Status(201, _out(made, client))


@router.get("/files/{uid}", response=FileOut, summary=_("Read about a file"), operation_id="read_file")
@operation("documents.file.see")
def file(request, uid: UUID):
    file = queries.file(request.user, uid)
    sightings.note_part(file.client, by=who_looks(request))
    return _out(file, file.client)


@router.get(
    "/files/{uid}/content",
    response={200: None},
    summary=_("Download a file"),
    operation_id="download_file",
    openapi_extra={"responses": {200: {"description": _("The file as it was sent."), "content": BYTES}}},
)
@operation("documents.file.see")
def download(request, uid: UUID):
    file = queries.file(request.user, uid)
    sightings.note(file.client, by=who_looks(request), how="opened")
    return as_it_came(queries.content(file), name=file.name, media_type=file.media_type)


@router.patch("/files/{uid}", response=FileOut, summary=_("Rename a file"), operation_id="rename_file")
@operation("documents.file.add")
def rename_file(request, uid: UUID, told: RenameFileIn):
    file = queries.file(request.user, uid)
    commands.rename_file(file, name=told.name, by=request.user)
    return _out(queries.file(request.user, uid), file.client)


@router.delete("/files/{uid}", response={204: None}, summary=_("Remove a file"), operation_id="remove_file")
@operation("documents.file.remove")
def remove_file(request, uid: UUID):
    commands.remove_file(queries.file(request.user, uid), by=request.user)
    return Status(204, None)


def _out(file, client):
    told = {name: getattr(file, name) for name in ("uid", "name", "media_type", "size", "sha256", "pages")}
    by = file.added_by.name if file.added_by else None
    return told | {"client": client.uid, "added_by": by, "added_at": file.added_at}
