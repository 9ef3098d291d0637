"""What the recovery sheet says, done word by word with the real command: a company comes back on an empty computer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.durability


def pomni(folder: Path, *words: str) -> str:
    """Run the command on this data folder, on SQLite."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("POMNI_", "DATABASE_URL"))
    }
    command = [sys.executable, "-m", "pomni.config.cli", *words]
    environ = kept | {"POMNI_DATA": str(folder), "LC_ALL": "C"}
    run = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_a_company_comes_back_on_a_computer_that_has_none(tmp_path):
    old, new, backup = tmp_path / "old", tmp_path / "new", tmp_path / "saved.pomni-backup"
    pomni(old, "upgrade")
    pomni(old, "seed", "--password", "correct horse battery")
    pomni(old, "backup", "--to", str(backup))
    key = next(line for line in (old / "backup.key").read_text().splitlines() if line.startswith("AGE-"))

    pomni(new, "restore", str(backup), "--key", key)

    assert pomni(new, "digest").split()[-1] == pomni(old, "digest").split()[-1]
    assert [path.name for path in new.iterdir() if ".before-" in path.name] == []
    assert "faults: 0" in pomni(new, "audit", "verify")
