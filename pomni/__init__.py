"""Pomni: the memory and daily workplace of a small business."""

__version__ = "0.1.0"
