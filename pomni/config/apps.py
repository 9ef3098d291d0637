from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house itself: it has no tables and no pages, only the nightly backup for the worker to find."""

    name = "pomni.config"
    label = "house"
