"""Puts the `pomni` command and the path of this checkout into the environment: an editable install without a build."""

import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
(Path(sysconfig.get_path("purelib")) / "pomni.pth").write_text(f"{HERE}\n")
command = Path(sys.executable).with_name("pomni")
command.write_text(f"#!{sys.executable}\nfrom pomni.config.cli import main\n\nmain()\n")
command.chmod(0o755)
