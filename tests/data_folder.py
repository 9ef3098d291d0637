"""A plugin of pytest that is loaded before Django's settings are read: tests keep their data in a fresh folder.

They never touch the company's own, and no setting of the developer's reaches them.
"""

import os
import tempfile

KEPT = {"POMNI_TEST_DATABASE_URL", "POMNI_CHROMIUM"}

for name in [name for name in os.environ if name.startswith("POMNI_") and name not in KEPT]:
    del os.environ[name]
os.environ["POMNI_DATA"] = tempfile.mkdtemp(prefix="pomni-test-")
