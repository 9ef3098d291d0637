"""Pomni's own settings, with one address more: the bare view."""

from pathlib import Path

from pomni.config.settings import *  # noqa: F403 (a settings module takes over all names)
from pomni.config.settings import TEMPLATES

ROOT_URLCONF = "benchmark.addresses"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
