"""The data folder: everything that a company owns on this machine, and where in it each thing lies.

data/
  pomni.sqlite3     the database (absent where DATABASE_URL names a PostgreSQL)
  media/            files
  backups/          encrypted backups
  secret.key        signs sessions and links
  backup.key        opens the backups; also on the recovery sheet, never in the database or in a backup
  erasures.log      who was erased, replayed after every restore
  status.json       what this computer keeps of itself: proofs of backups, checks, room on the disk
  pomni.env         optional settings, one NAME=value a line; the environment wins over it
  demo/             a data folder of its own, of the demo company
  demo.json         says that this very folder is a demo company's
  demo.wish, leave.wish   somebody asked in the browser to go to the demo, or to leave it
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path


class Home:
    """One data folder. Nothing is created before `create()`."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).expanduser().resolve()
        self.database = self.folder / "pomni.sqlite3"
        self.media = self.folder / "media"
        self.backups = self.folder / "backups"
        self.secret_file = self.folder / "secret.key"
        self.backup_key_file = self.folder / "backup.key"
        self.erasures = self.folder / "erasures.log"
        self.env_file = self.folder / "pomni.env"
        self.demo = self.folder / "demo"
        self.demo_marker = self.folder / "demo.json"
        self.demo_wish = self.folder / "demo.wish"
        self.leave_wish = self.folder / "leave.wish"

    def create(self) -> None:
        """Make the folder and what must be in it. What is there already is left as it is."""
        for folder in (self.folder, self.media, self.backups):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_once(self.secret_file, [secrets.token_urlsafe(64)])

    def secret(self) -> str:
        """The key that signs sessions and links; made on the first call."""
        if not self.secret_file.exists():
            self.create()
        return self.secret_file.read_text().strip()


def write_once(path: Path, lines: Iterable[str]) -> bool:
    """Write a file that only its owner can read, unless it is there already; two processes at once make one file.

    Returns whether this call made it.
    """
    whole = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        whole.touch(mode=0o600)
        whole.write_text("".join(f"{line}\n" for line in lines))
        os.link(whole, path)
    except FileExistsError:
        return False
    finally:
        whole.unlink(missing_ok=True)
    return True
