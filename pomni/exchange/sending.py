"""The file of an export as it goes out, to a page and to a program alike."""

from django.core.files.storage import default_storage
from django.http import FileResponse

from pomni.exchange.models import Export


def sent(export: Export) -> FileResponse:
    """Its file, named by its day and its mark. Call `fetch_export` first: it says whether it may go out."""
    name = f"clients-{export.added_at:%Y-%m-%d}-{export.mark}.{export.format}"
    answer = FileResponse(default_storage.open(export.stored), as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
