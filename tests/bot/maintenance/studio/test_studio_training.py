"""Examples that are edited are learnt while the maintainer waits, and then answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bot.maintenance.studio.studio import Studio
from tests.support.clone import Clone
from tests.support.copies import thin_examples

pytestmark = [
    pytest.mark.xdist_group("bot/maintenance/studio, training"),  # a studio of its own
]

_LEARNT_MILLISECONDS = 400_000
"""A minute on a machine with nothing else to do."""

QUESTION = "on mange où le midi pendant la formation ?"
EXAMPLES = "nlu/examples/humain.yml"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Studio]:
    """The studio on few examples, with the model that has learnt them."""
    clone, data = Clone(tmp_path_factory.mktemp("studio")), tmp_path_factory.mktemp("learnt")
    thin_examples(clone.root)
    shutil.copytree(models.parent / "encodings", data / "encodings")
    environment = {**os.environ, "AIGUILLEUR_DATA": str(data), "PYTHONPATH": str(clone.root)}
    subprocess.run([sys.executable, "-m", "bot.cli.main", "train"], cwd=clone.root, env=environment, check=True)
    running = Studio(clone, data / "models")
    yield running
    running.kill()


def test_an_example_is_learnt_with_progress_and_then_understood(page, edit, studio):
    page.ask(QUESTION)
    expect(page.understood).not_to_contain_text("Parler à quelqu’un humain")
    line = edit(EXAMPLES, "exemples:\n  fr:\n", f"exemples:\n  fr:\n  - {QUESTION}\n  - où manger le midi ?\n")
    progress = page.page.get_by_role("progressbar")
    expect(progress).to_be_visible()
    expect(page.announced).to_contain_text("Entraînement en cours")
    # The model before answers meanwhile, and edits of texts show.
    page.ask("le score pix ?")
    expect(page.state).to_contain_text("Le modèle d’avant répond encore.")
    # One more example: it begins anew, and learns both.
    edit(EXAMPLES, "  - où manger le midi ?\n", "  - où manger le midi ?\n  - y a-t-il une cantine ?\n")
    expect(progress).to_have_attribute("value", "0")
    expect(progress).to_have_count(0, timeout=_LEARNT_MILLISECONDS)
    expect(page.tried(QUESTION)).to_contain_text("changée", timeout=_LEARNT_MILLISECONDS)
    page.turns.first.get_by_role("button", name="Pourquoi cette réponse").click()
    expect(page.understood).to_contain_text("Parler à quelqu’un humain")
    expect(page.understood).to_contain_text(f"{EXAMPLES}:{line + 2}")
    # It went on from the model of the beginning, which stays; of the trials only the last one does.
    anew, trial = sorted((studio.root / "var" / "models").glob("*.gz"))
    assert (anew.name.partition("-")[0], trial.name.partition("-")[0]) == ("aiguilleur", "essai")
