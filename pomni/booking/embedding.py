"""The script for other sites: one lasting address, whatever the version of Pomni."""

from pathlib import Path

SCRIPT = (Path(__file__).parent / "static" / "booking" / "embed.js").read_text()
