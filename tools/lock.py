"""Writes the hash-locked requirements from the `.in` files. The locks carry no addresses."""

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
UV = Path(sys.executable).with_name("uv")

for name in ("tools", "run", "test"):
    subprocess.run(
        [UV, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url",
         "--no-emit-find-links", "--custom-compile-command", "make lock", "--python-version", "3.12",
         f"{name}.in", "-o", f"{name}.txt"],
        cwd=REQUIREMENTS,
        check=True,
    )  # fmt: skip
