"""A worker that a test may kill: `python -m pomni.jobs.tests.killable DATABASE`, the test's own one."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.INSTALLED_APPS = ["pomni.jobs"]  # comes up quicker than the whole house
    settings.TASKS["default"]["OPTIONS"] = {"lease": 1.5, "beat": 0.5, "poll": 0.1}
    django.setup()
    from pomni.jobs.declare import DECLARED, discover
    from pomni.jobs.worker import run_until_told

    discover()
    DECLARED.periodic.clear()
    run_until_told(threads=2)


if __name__ == "__main__":
    main()
