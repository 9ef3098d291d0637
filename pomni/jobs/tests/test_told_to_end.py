"""A worker that is told to end ends, at whatever moment it is told."""

import subprocess
import sys

AT_THE_WORST_MOMENT = """
import signal, threading
from pomni.kit.signals import set_beside

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: set_beside(stop))
with stop._cond:  # as while the main thread is about to rest on it
    signal.raise_signal(signal.SIGTERM)
print(stop.wait(10))
"""


def test_the_signal_to_end_may_come_while_the_main_thread_is_about_to_rest():
    words = [sys.executable, "-c", AT_THE_WORST_MOMENT]
    told = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "True"
