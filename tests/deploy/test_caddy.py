"""deploy/Caddyfile with a real Caddy: what visitors leave in its log, slow requests, https."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import httpx
import pytest

from tests.support.redis_server import free_port
from tests.support.server import ROUTE, Caddy, status, until

VISITOR = "127.0.0.77"
SECRETS = (VISITOR, "203.0.113.9", "un-nom-dans-la-requete", "un-mot-dans-le-corps")


class Host(BaseHTTPRequestHandler):
    """Says what it got; with `hangs`, it ends the connection in the middle of an answer."""

    protocol_version = "HTTP/1.1"
    hangs = False

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer()

    def answer(self):
        self.send_response(200)
        self.send_header("Content-Length", "100" if self.hangs else "2")
        self.end_headers()
        self.wfile.write(b"ok")
        self.close_connection = self.hangs

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    """Serves on a socket by a double of a server of ours."""
    servers = []

    def start(listener):
        server = ThreadingHTTPServer(listener.getsockname(), type("OwnHost", (Host,), {}), bind_and_activate=False)
        server.socket = listener
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def host(serve):
    return serve(socket.create_server(("127.0.0.1", free_port())))


@pytest.fixture
def caddy(tmp_path):
    """Starts Caddy before hosts on some ports."""
    started = []

    def start(*ports, **settings):
        started.append(Caddy(tmp_path, *(SimpleNamespace(port=port) for port in ports), **settings))
        if not settings:
            started[-1].wait_until_ready()
        return started[-1]

    yield start
    for server in started:
        server.stop()


def visit(caddy, **more):
    """A message from an address of its own, with what else may tell who sent it."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=VISITOR), timeout=60) as client:
        return client.post(
            f"{caddy.url}{ROUTE}?nom={SECRETS[2]}",
            content=SECRETS[3],
            headers={"X-Forwarded-For": SECRETS[1], "Referer": f"https://exemple.fr/{SECRETS[2]}"},
            **more,
        )


@pytest.mark.parametrize("logged", ["error", "abort"], ids=["no server is there", "an answer breaks off"])
def test_no_visitor_stands_in_the_log(caddy, host, logged):
    started = caddy(free_port() if logged == "error" else host.server_address[1])
    host.RequestHandlerClass.hangs = True
    with suppress(httpx.RemoteProtocolError):
        assert visit(started).status_code in (502, 503)
    until(lambda: logged in started.log.read_text(), what="Caddy logged nothing")
    assert not [secret for secret in SECRETS if secret in started.log.read_text()]


@pytest.mark.parametrize(
    ("begun", "seconds"),
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: ", 10, id="headers"),
        pytest.param(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\nabc", 15, id="body"),
    ],
)
def test_a_request_that_does_not_come_to_its_end_is_cut_off(caddy, host, begun, seconds):
    started = caddy(host.server_address[1])
    address = httpx.URL(started.url)
    began = time.monotonic()
    with socket.create_connection((address.host, address.port), timeout=30) as slow:
        slow.sendall(begun)
        while slow.recv(1000):
            pass
    assert seconds - 1 < time.monotonic() - began < seconds + 5


def test_a_message_of_more_than_100_kilobytes_is_refused(caddy, host):
    started = caddy(host.server_address[1])
    assert httpx.post(started.url + ROUTE, content=b"a" * 100_000).status_code == 200
    assert httpx.post(started.url + ROUTE, content=b"a" * 100_001).status_code in (413, 502)


def test_a_page_waits_for_the_server_that_starts_anew(caddy, serve):
    port = free_port()
    started = caddy(port)
    time.sleep(2)  # Caddy asks each server every second
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(httpx.get, started.url + "/chat", timeout=30)
        time.sleep(6)
        assert not waiting.done()
        serve(socket.create_server(("127.0.0.1", port)))
        assert waiting.result().status_code == 200


def test_http_leads_to_https_which_browsers_then_keep_to(caddy, host, tmp_path):
    plain, encrypted = free_port(), free_port()
    caddy(host.server_address[1], SITE="localhost", HTTP_PORT=str(plain), HTTPS_PORT=str(encrypted))
    authority = tmp_path / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    until(authority.exists, what="Caddy made no certificate")
    context = ssl.create_default_context(cafile=str(authority))
    # It listens before it has made the certificate, and then breaks connections off.
    until(lambda: status(f"https://localhost:{encrypted}/chat", context), what="Caddy has no certificate")
    led = httpx.get(f"http://localhost:{plain}/chat")
    # Without the port: the router has other ones.
    assert (led.status_code, led.headers["Location"]) == (308, "https://localhost/chat")
    for path in ("/chat", "/metrics"):
        answer = httpx.get(f"https://localhost:{encrypted}{path}", verify=context)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
