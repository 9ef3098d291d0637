"""Finding a Python that works, among shims that refuse and ones that are too old."""

import os
import subprocess
import sys

import pytest

from tests.house import HOUSE

FIND = HOUSE / "tools" / "find_python.sh"


@pytest.fixture
def machine(tmp_path):
    """A machine with only the programs that a test puts on it; `run` looks for a Python there."""
    for folder in ("bin", "home"):
        (tmp_path / folder).mkdir()
    for name in ("ls", "sort", "sh", "cat"):
        (tmp_path / "bin" / name).symlink_to(
            f"/bin/{name}" if os.path.exists(f"/bin/{name}") else f"/usr/bin/{name}"
        )

    def put(path, script):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    def run(**environ):
        told = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "home"), **environ}
        return subprocess.run(["/bin/sh", str(FIND)], env=told, capture_output=True, text=True, check=False)

    return put, run


REFUSES = 'echo "pyenv: python3.13: command not found" >&2; exit 127'
TOO_OLD = "exit 1"
WORKS = f'exec {sys.executable} "$@"'


def test_a_shim_that_refuses_and_an_old_python_are_passed_over(machine):
    put, run = machine
    put("bin/python3.14", REFUSES)
    put("bin/python3.13", REFUSES)
    put("bin/python3", TOO_OLD)
    put("home/.pyenv/versions/3.13.0/bin/python3", WORKS)
    found = run()
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == sys.executable


def test_the_owner_may_name_one(machine):
    put, run = machine
    put("bin/python3", TOO_OLD)
    named = put("elsewhere/python", WORKS)
    assert run(POMNI_PYTHON=str(named)).stdout.strip() == sys.executable


def test_where_there_is_none_it_says_how_to_get_one(machine):
    put, run = machine
    put("bin/python3", TOO_OLD)
    found = run()
    assert (found.returncode, found.stdout) == (1, "")
    assert "Python 3.12 or newer" in found.stderr
    assert "How to get one" in found.stderr


def test_the_locks_carry_hashes_and_no_addresses():
    for name in ("tools", "run", "test"):
        text = (HOUSE / "requirements" / f"{name}.txt").read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    assert '"resolved"' not in (HOUSE / "frontend" / "package-lock.json").read_text()
