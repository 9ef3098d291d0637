"""Stage: how soon `pomni serve` answers, and how much memory a web worker takes when it is warm."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmark.size import Size


def measure(size: Size) -> dict[str, Any]:
    """Seconds to the first page, the best of two starts (the first one finds a cold disk); MiB of each web worker."""
    starts: list[float] = []
    for number in range(size.repeats):
        with _served() as (port, process, began):
            _wait(port, process)
            starts.append(time.monotonic() - began)
            memory = (
                _memory_when_warm(port, process, min(size.rounds, 15)) if number == size.repeats - 1 else {}
            )
    return {"start": min(starts), "starts": starts, **memory}


@contextlib.contextmanager
def _served() -> Any:
    port = _free_port()
    environ = os.environ | {"POMNI_PORT": str(port), "DJANGO_SETTINGS_MODULE": "pomni.config.settings"}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pomni.config.cli", "serve"], env=environ, stdout=subprocess.DEVNULL
    )
    try:
        yield port, process, began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            _ask(port, "/account/login/")
            return
        time.sleep(0.02)
    raise RuntimeError("pomni serve did not answer")


def _memory_when_warm(port: int, process: subprocess.Popen, rounds: int) -> dict[str, Any]:
    from benchmark.asking import Asker
    from benchmark.parts import offered

    for case in offered("CASES"):
        asker = Asker(case.readers[0])
        path = case.path(asker.user)
        cookie = f"pomni={asker.cookies[asker.settings.SESSION_COOKIE_NAME]}"
        for _ in range(rounds):
            _ask(port, path, {"Cookie": cookie})
    workers = _web_workers(process.pid)
    return {
        "rss": max(_rss(pid) for pid in workers),
        "pss": max(_pss(pid) for pid in workers),
        "workers": len(workers),
    }


def _ask(port: int, path: str, headers: dict[str, str] | None = None) -> None:
    call = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    call.request("GET", path, headers={"Host": "localhost", **(headers or {})})
    answer = call.getresponse()
    answer.read()
    call.close()
    if answer.status not in {200, 204}:
        raise RuntimeError(f"{path} was answered with {answer.status}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _web_workers(supervisor: int) -> list[int]:
    """Under the supervisor stands granian, under granian its workers."""
    granian = next(pid for pid in _children(supervisor) if "granian" in _command(pid))
    return [pid for pid in _children(granian) if "resource_tracker" not in _command(pid)]


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def _rss(pid: int) -> float:
    return _kib(f"/proc/{pid}/status", "VmRSS:") / 1024


def _pss(pid: int) -> float:
    return _kib(f"/proc/{pid}/smaps_rollup", "Pss:") / 1024


def _kib(file: str, name: str) -> int:
    return next(int(line.split()[1]) for line in Path(file).read_text().splitlines() if line.startswith(name))
