"""Pomni's own settings, with one address more: the bare view."""

from pomni.config.settings import *  # noqa: F403 (a settings module takes over all names)

ROOT_URLCONF = "benchmark.addresses"
