"""`python -m pomni.jobs`: a worker, until SIGTERM."""

import os

import django


def main() -> None:
    """Set Django up and work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
    django.setup()
    from pomni.jobs.worker import run_until_told  # needs the models

    run_until_told()


if __name__ == "__main__":
    main()
