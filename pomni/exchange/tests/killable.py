"""An import that a test may kill: `python -m pomni.exchange.tests.killable DATABASE MEDIA KEY`, on the test's own one."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[1], sys.argv[2]
    django.setup()
    from pomni.exchange import background

    background.run_import.call(pk=int(sys.argv[3]))


if __name__ == "__main__":
    main()
