"""The site of all answers, as the studio makes it."""

from __future__ import annotations

from types import SimpleNamespace

from bot.content.project_files import ProjectFiles
from bot.maintenance.site.output import Site
from bot.maintenance.studio import panels


async def test_the_site_is_made_again_where_a_file_was_saved_meanwhile_and_taken_back(tmp_path, monkeypatch):
    made = [Site(1, "saved meanwhile"), Site(1, "in service")]

    async def make(*_):
        return made.pop(0)

    monkeypatch.setattr(panels, "in_process", make)
    site, service = panels._Site(ProjectFiles(tmp_path)), SimpleNamespace(content=SimpleNamespace(digest="in service"))
    for _ in range(3):
        await site.of(service)
    assert made == [], "once for what was saved, once for what is in service"
