"""What the worker does for the house itself."""

from pomni.config.backup.nightly import nightly

__all__ = ["nightly"]
