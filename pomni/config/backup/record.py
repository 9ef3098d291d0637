"""Keeping, for the status page, how making and proving a backup came out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pomni.config.backup.report import Report
from pomni.config.backup.restore import verify_backup
from pomni.config.status import kept
from pomni.kit.errors import Refused


@contextmanager
def troubles_kept() -> Iterator[None]:
    """Whatever keeps a backup from being made inside is kept, and goes on."""
    try:
        yield
    except Refused as no:
        kept.keep_trouble(str(no))
        raise
    except Exception as error:
        kept.keep_trouble(type(error).__name__)
        raise


def proved(file: Path, key: Path | None = None) -> Report:
    """As `verify_backup`; how it came out is kept."""
    try:
        report = verify_backup(file, key)
    except Refused as no:
        kept.keep_proof(file.name, is_good=False, why=str(no))
        raise
    more = {"rows": report.rows, "files": report.files, "seconds": round(report.seconds, 1)}
    kept.keep_proof(file.name, is_good=True, **more)
    return report
