"""/parcours: the path as a page, from what its address says, with nothing stored."""

from __future__ import annotations

import re

import httpx
from sqlalchemy import func, select

from bot.storage.schema import conversations
from tests.support.tables import each_row


def lines(page: str) -> list[str]:
    """The lines of the stages, as they are read."""
    found = re.findall(r'<p class="line">(.*?)</p>', page.replace("\u00a0", " "))
    return [re.sub(r"<.*?>", "", line) for line in found]


async def test_page_without_parameters_shows_the_whole_path_and_keeps_nothing(http: httpx.AsyncClient, server) -> None:
    response = await http.get("/parcours")
    assert response.status_code == 200
    assert '<html lang="fr">' in response.text
    assert len(lines(response.text)) == 6
    assert re.findall(r"<strong>(.*?)</strong>", response.text.replace("\u00a0", " ")) == [
        "1. S’inscrire à la formation initiale (prochaine étape)"
    ]
    await http.get("/parcours?situation=recrute&territoire=40")
    with server.state.assistant.stores.database.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(conversations)).scalar() == 0


async def test_page_ticks_what_is_done_and_tells_whom_to_contact(http: httpx.AsyncClient) -> None:
    page = (await http.get("/parcours?situation=en_initiale&territoire=974")).text.replace("\u00a0", " ")
    assert lines(page)[0].startswith("✓ 1.")
    assert lines(page)[1].endswith("(en cours)")
    assert "<li>Qui : POP School</li>" in page
    # La Fabrik is nobody's contact overseas: only the notice of the hours, the same everywhere, names it.
    assert page.count("La Fabrik") == page.count("par La Fabrik ou, outre-mer, par Francil’IN") == 1
    assert "fabrikmediationnumerique" not in page
    assert "En pratique, depuis octobre 2024, c’est Francil’IN qui coordonne" in page


@each_row("query", ["situation=perdu", "territoire=<script>", "statut=recrute", "langue=xx"])
async def test_unknown_values_count_as_not_said(http: httpx.AsyncClient, query: str) -> None:
    response = await http.get(f"/parcours?{query}")
    assert response.status_code == 200
    assert lines(response.text) == lines((await http.get("/parcours")).text)
    assert "<script>" not in response.text
