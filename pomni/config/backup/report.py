"""What a backup, a check, a restore or an upgrade has to say when it is done."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass
class Report:
    """What was done (`says`), to which backup, what it holds, how long it took (s), what was laid aside."""

    says: str
    file: Path | None = None
    made_at: str = ""
    version: str = ""
    engine: str = ""
    tables: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    digest: str = ""
    chain: list | None = None
    seconds: float = 0.0
    kept: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(self.tables.values())

    def __str__(self) -> str:
        lines = [self.says]
        if self.made_at:
            what = {"at": self.made_at, "version": self.version, "engine": self.engine}
            lines.append(_("Made %(at)s by Pomni %(version)s on %(engine)s.") % what)
        if self.tables:
            counts = {"rows": self.rows, "tables": len(self.tables), "files": self.files, "bytes": self.bytes}
            lines.append(
                _("Tables: %(tables)s, rows: %(rows)s, files: %(files)s (bytes: %(bytes)s).") % counts
            )
        if self.digest:
            lines.append(_("Digest: %(digest)s") % {"digest": self.digest})
        lines += [_("Laid aside: %(path)s") % {"path": path} for path in self.kept]
        lines += self.notes
        return "\n".join([*lines, _("Took %(seconds)s s.") % {"seconds": number_format(self.seconds, 1)}])
