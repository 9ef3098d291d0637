"""kill -9 of `pomni serve` and of its parts while requests come in."""

import contextlib
import os
import random
import signal
import threading
import time

import pytest

from .house import are_gone, descendants, wait_for

pytestmark = [pytest.mark.durability, pytest.mark.engines]


class Posting:
    """Threads that add clients through the API without a pause, and note each answer."""

    def __init__(self, served, word="post", threads=3):
        self.word, self.served, self.stopping = word, served, threading.Event()
        self.added, self.statuses = [], []
        self.threads = [threading.Thread(target=self._post, args=(n,)) for n in range(threads)]

    def _post(self, who):
        number = 0
        while not self.stopping.is_set():
            name, number = f"{self.word}-{who}-{number}", number + 1
            with contextlib.suppress(OSError):
                status, _words = self.served.add(name)
                self.statuses.append(status)
                if status == 201:
                    self.added.append(name)
                continue
            time.sleep(0.02)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        wait_for(lambda: len(self.added) > 5, lambda: str(set(self.statuses)))
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def web_master(served):
    return next((pid for pid, line in served.descendants().items() if "granian" in line), None)


def web_process(served):
    """The newest of the processes that answer."""
    master = web_master(served)
    return (
        max((pid for pid, line in descendants(master).items() if "granian" in line), default=None)
        if master
        else None
    )


def worker(served):
    return next((pid for pid, line in served.descendants().items() if line.strip().endswith("worker")), None)


def all_there(house, names):
    after = house.judge()
    assert after["integrity"] == "ok"
    assert (after["faults"], after["astray"]) == ([], 0)
    assert not [name for name in names if name not in after["clients"]]
    assert {card["rows"] for card in after["clients"].values()} == {1}
    assert {card["added"] for card in after["clients"].values()} == {1}


def test_every_answer_201_survives_a_kill_of_everything_and_of_the_supervisor_alone(house, served):
    with Posting(served, "first") as posting:
        time.sleep(random.uniform(0.1, 0.5))
        everyone = [served.process.pid, *served.descendants()]
        for pid in everyone:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: are_gone(everyone[1:]))
        served.process.wait()
    assert set(posting.statuses) == {201}
    added = posting.added

    served.start()
    wait_for(lambda: worker(served), served.log.read_text)  # it comes once the pages answer
    children = served.descendants()
    assert len(children) >= 4, "granian, two web processes, the worker"
    with Posting(served, "second") as posting:
        os.kill(served.process.pid, signal.SIGKILL)
        served.process.wait()
        wait_for(lambda: are_gone(children), lambda: f"these go on without their supervisor: {children}")
    assert set(posting.statuses) == {201}, "what was begun was finished"
    all_there(house, [*added, *posting.added])


def test_whatever_part_falls_is_started_again_and_sigterm_lets_requests_finish(house, served):
    wait_for(lambda: worker(served), served.log.read_text)
    with Posting(served) as posting:
        for part in (web_master, worker, web_process):
            old, fell = part(served), time.monotonic()
            os.kill(old, signal.SIGKILL)
            wait_for(lambda: (new := part(served)) and new != old, served.log.read_text)  # noqa: B023 (waited for at once)
            wait_for(served.is_up, served.log.read_text)
            assert time.monotonic() - fell < 20
        before = len(posting.added)
        wait_for(lambda: len(posting.added) > before + 5, served.log.read_text)
        children = served.descendants()
        asked = time.monotonic()
        assert served.stop() == 0
        assert time.monotonic() - asked < 15
    assert are_gone(children)
    assert set(posting.statuses) == {201}, "nobody was told of a trouble"
    all_there(house, posting.added)
