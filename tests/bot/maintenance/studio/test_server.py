"""The studio starts where it can, beside whatever runs already, and ends on a signal."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import httpx

from tests.bot.maintenance.studio.studio import Studio
from tests.support.clone import Clone


def test_a_port_that_is_taken_is_left_alone_and_ctrl_c_ends_the_studio(tmp_path, models):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        studio = Studio(Clone(tmp_path), models, port=taken)
        try:
            assert urlsplit(studio.url).port != taken
            assert "Aperçu" in httpx.get(studio.url).text
            assert studio.stop() == 0
        finally:
            studio.kill()
    assert "Traceback" not in studio.log()
