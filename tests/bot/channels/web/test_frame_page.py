"""The window of a hub as a page that its own sites may frame, where its file says so."""

from __future__ import annotations

import html
import re

from tests.support.tables import each_row


async def test_only_the_hubs_own_sites_may_frame_it(http):
    response = await http.get("/fenetre/exemple")
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert policy.endswith("frame-ancestors http://127.0.0.1:* http://localhost:*")
    assert "script-src 'self'" in policy
    assert "x-frame-options" not in response.headers


@each_row("hub", ["bretagne", "neutre", "inconnu"])
async def test_a_hub_whose_file_does_not_say_so_has_none(http, hub):
    response = await http.get(f"/fenetre/{hub}")
    assert response.status_code == 404
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


async def test_the_attributes_of_the_line_are_parameters_of_the_frame(http):
    asked = {"theme": "dark", "language": "xx", "department": "40", "question": 'Qui "paie" ?', "hub": "bretagne"}
    response = await http.get("/fenetre/exemple", params=asked)
    (line,) = re.findall(r'<script src="/widget.js"(.*) defer>', response.text)
    assert html.unescape(line) == (
        ' data-hub="exemple" data-theme="dark" data-department="40" data-question="Qui "paie" ?"'
        ' data-mode="inline" data-target="#assistant"'
    )
