"""A receiver on this computer that the outbox may call by leave, and the steps of a moment's way to it."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings


class Receiver(ThreadingHTTPServer):
    """Keeps what it was sent; answers with `status`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls, self.status = [], 200
        self.url = f"http://127.0.0.1:{self.server_port}/hook"

    def bodies(self):
        return [json.loads(body) for _headers, body in self.calls]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_told):
        pass


@pytest.fixture
def receiver(monkeypatch):
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    monkeypatch.setitem(settings.POMNI, "POMNI_OUTGOING_ALLOW", f"127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def hook(vera, receiver):
    """A webhook of the director's, which is told everything."""
    from pomni.automation.commands import add_webhook

    return add_webhook(name="Shop", url=receiver.url, by=vera)


@pytest.fixture
def heard(db):
    """Lets the listeners hear what was remembered so far."""
    from pomni.memory.listening import tell_all
    from pomni.memory.sealer import seal

    def hear():
        seal()
        tell_all()

    hear()
    return hear


@pytest.fixture
def send(heard):
    """Lets the listeners hear, then has every call attempted that is due."""
    from pomni.automation.calls import CARRIER
    from pomni.jobs.declare import GiveUp, RetryAt
    from pomni.post.delivery import deliver
    from pomni.post.models import Outgoing

    def go():
        heard()
        for row in Outgoing.objects.unfinished().order_by("pk"):
            if row.payload.get("carrier") == CARRIER:
                with contextlib.suppress(RetryAt, GiveUp):
                    deliver.func(str(row.uid))

    return go
