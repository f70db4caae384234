"""Another site, with a strict content security policy, that embeds the widget by a line."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.server import ROOT

_DOCUMENTED = "https://bot.exemple.fr"


HOSTILE_SHEETS = (
    "* { color: #333 } body * { font-size: 40px }",
    "* { all: unset } body * { font-size: 40px }",
    "* { --text: #eee; --back: #111; direction: rtl; text-align: right; visibility: hidden }",
    "body * { position: static !important; display: none !important; opacity: 0 !important; font: 9px serif }",
)
"""What host pages do to everything in them, none of which may reach the window."""

SWAPS = {
    "turbo": "document.documentElement.replaceChild(document.createElement('body'), document.body)",
    "htmx": "document.body.replaceChildren(document.createElement('main'))",
    "a copy of before": "document.documentElement.replaceChild(document.body.cloneNode(true), document.body)",
}
"""How sites that change pages without loading take the body away."""

ADD_SHEET = """(text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
"""Adds a style sheet to a page, as the site's own, whatever its policy."""


def policy(host: str) -> str:
    """The strictest policy there is, plus what docs/integrer.md asks a site to allow."""
    text = (ROOT / "docs" / "integrer.md").read_text()
    (allowed,) = re.findall(r"^ +(script-src .*)$", text, re.MULTILINE)
    nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; trusted-types 'none'"
    return f"{nothing}; require-trusted-types-for 'script'; {allowed.replace(_DOCUMENTED, host)}"


class Site:
    """A site of an origin of its own, at any path, in French.

    `line`: what stands before the end of its body; `policy`: its content security policy.
    """

    def __init__(self, host: str) -> None:
        self.host = host
        self.line = ""
        self.policy = policy(host)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        # Not the name by which the assistant's server is called: another origin in all respects.
        self.url = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def embed(self, hub: str = "exemple", **attributes: str) -> str:
        """Put the widget's line into the pages; the address of one of them."""
        given = "".join(f' data-{name}="{value}"' for name, value in {"hub": hub, **attributes}.items())
        self.line = f'<script src="{self.host}/widget.js"{given} defer></script>'
        return f"{self.url}/page"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(site) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = (
                    "<!doctype html><html lang=fr><head><meta charset=utf-8><title>Un hub</title></head>"
                    f"<body><main><h1>Un hub</h1><div id=ici></div></main>{site.line}</body></html>"
                ).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
