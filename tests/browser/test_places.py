"""Where Pomni may lie: on plain http in a local network, and behind a proxy under a path, sent on or left out."""

import http.client
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import Running, running_with, set_up, sign_in

LAN = "127.0.0.2"  # another address of this computer: to a browser as little its own as one of the network
HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "date", "server"}


class Proxy(BaseHTTPRequestHandler):
    """Sends everything under /pomni on to Pomni, with the path or without; all else is another program's."""

    port, strips = 0, True

    def _pass_on(self):
        if not self.path.startswith("/pomni"):
            return self._answer(200, [], f"another program; cookies: {self.headers['Cookie']}".encode())
        path = self.path.removeprefix("/pomni") or "/" if self.strips else self.path
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        told = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
        call = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        call.request(self.command, path, body, told | {"X-Forwarded-For": self.client_address[0]})
        answer = call.getresponse()
        return self._answer(answer.status, answer.getheaders(), answer.read())

    def _answer(self, status, headers, body):
        self.send_response(status)
        for name, text in headers:
            if name.lower() not in HOP:
                self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _pass_on

    def log_message(self, *_words):
        pass


@pytest.fixture(params=["left out", "sent on"])
def behind_a_proxy(request, tmp_path):
    """A Pomni under /pomni of a proxy; the address that people type."""
    handler = type("Told", (Proxy,), {"strips": request.param == "left out"})
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    address = f"http://localhost:{proxy.server_port}"
    running = Running(tmp_path / "data", POMNI_PATH="/pomni", POMNI_ADDRESS=address)
    handler.port = running.port
    running.start()
    yield running, address
    running.stop()
    proxy.shutdown()


@pytest.fixture
def in_the_network(tmp_path, seeded_folder):
    """A Pomni that speaks plain http to the network."""
    told = {"POMNI_LISTEN": "network", "POMNI_HTTPS": "off", "POMNI_ADDRESS": f"http://{LAN}:{{port}}"}
    yield from running_with(seeded_folder, tmp_path / "data", **told)


def files_that_failed(page):
    """Watches a page; the list grows with whatever it asks for and does not get."""
    failed = []
    page.on("response", lambda r: failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    return failed


def test_on_plain_http_in_the_network_one_signs_in_and_works(in_the_network, person):
    said = "".join(in_the_network.lines)
    assert "may read along" in said
    page = person(f"http://{LAN}:{in_the_network.port}")
    failed = files_that_failed(page)
    sign_in(page, "director")
    cookies = {cookie["name"]: cookie["secure"] for cookie in page.context.cookies()}
    assert not any(cookies.values()), "such a cookie would never come back"
    for path in ("/", "/clients/", "/team/invite/", "/me/second-step/"):
        assert page.goto(path).status == 200
    assert page.locator("[href$='/webauthn/add/']").count() == 0, "no passkey where the browser makes none"
    page.goto("/clients/add/")
    page.locator("input[name=name]").fill("Of the network")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    assert failed == []


def test_behind_a_path_everything_stays_below_it(behind_a_proxy, person):
    running, address = behind_a_proxy
    assert running.first_link.startswith(f"{address}/pomni/start/")
    page = person(f"{address}/pomni/")
    failed = files_that_failed(page)
    page.goto(f"{address}/pomni/")
    assert page.url == f"{address}/pomni/start/", "redirects know the path"
    set_up(page, running.first_link, "vera", "behind a path of a proxy")
    for path in ("", "clients/", "team/", "settings/recovery-sheet/"):
        assert page.goto(f"{address}/pomni/{path}").status == 200
    hrefs = page.eval_on_selector_all(
        "a[href], form[action]", "all => all.map(one => one.href || one.action)"
    )
    assert [href for href in hrefs if not href.startswith(f"{address}/pomni/")] == []
    page.goto(f"{address}/pomni/team/invite/")
    page.locator("input[name=name]").fill("Mark")
    page.get_by_role("group", name="Salesperson").get_by_role("checkbox").first.check()
    page.locator("main form.form button.primary").click()
    link = page.locator("#id_link").input_value()
    assert link.startswith(f"{address}/pomni/invited/"), "links that are handed on know it too"
    assert failed == []
    page.goto(f"{address}/elsewhere/")
    assert "pomni" not in page.content().split("cookies:")[1], "another program of that name gets no cookie"
