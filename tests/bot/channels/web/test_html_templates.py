"""Replies on pages without scripts: what is a list in a text is a list on the page, wherever it stands."""

from __future__ import annotations

import pytest

from bot.channels.web.html_templates import html_templates
from bot.messages import Card, Fold, Reply

TEXT = "Il faut :\n• un contrat\n• une inscription : a@exemple.fr\nLe reste est facultatif."
SHOWN = (
    '<p class="text">Il faut :</p><ul><li>un contrat</li><li>une inscription : '
    '<a href="mailto:a@exemple.fr">a@exemple.fr</a></li></ul><p class="text">Le reste est facultatif.</p>'
)


@pytest.mark.parametrize("block", [TEXT, Card("La carte", TEXT), Fold("Le pli", (TEXT,))], ids=["text", "card", "fold"])
def test_lines_that_start_with_a_bullet_are_a_list(tmp_path, block):
    template = '{% from "common/blocks.html" import blocks %}{{ blocks(reply) }}'
    (tmp_path / "page.html").write_text(template)
    page = html_templates(tmp_path).get_template("page.html").render(reply=Reply("fr", (block,)))
    assert SHOWN in page.replace("\n", "")
    assert "•" not in page
