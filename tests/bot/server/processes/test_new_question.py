"""A new plain question, from its file to its answer, by a server that is never restarted; and the way back."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.bot.server.edits import LANDES, begin_with
from tests.support.clone import Clone
from tests.support.copies import copy_models, thin_examples
from tests.support.new_question import FILE, TICKETS
from tests.support.server import Server, ready

ASKED = "mes tickets restaurant pendant la formation ?"
KEPT = "Les tickets restaurant sont maintenus"


def test_new_question_waits_is_learnt_goes_into_service_and_back(tmp_path, models):
    clone = Clone(tmp_path / "clone")
    thin_examples(clone.root)
    data = tmp_path / "data"
    data.mkdir()
    copy_models(models, data)
    environment = {**os.environ, "AIGUILLEUR_DATA": str(data), "PYTHONPATH": str(clone.root)}
    train = [sys.executable, "-m", "bot.cli.main", "train"]
    subprocess.run(train, cwd=clone.root, env=environment, check=True)
    with ready(Server(data, models, root=clone.root)) as server:
        pid = server.process.pid
        (clone.root / FILE).write_text(TICKETS, encoding="utf-8")
        begin_with(clone, "Désormais")
        waiting = server.command("reload")
        assert waiting.returncode == 0, waiting.stderr
        assert "stories/faq/tickets.yml:1 — cette question est nouvelle" in waiting.stdout
        assert server.say("a", LANDES).startswith("Désormais")
        assert KEPT not in server.say("b", ASKED)
        trained = server.command("train")
        assert trained.returncode == 0, trained.stderr
        assert "aiguilleur reload" in trained.stdout
        assert KEPT not in server.say("c", ASKED)
        taken = server.command("reload")
        assert (taken.returncode, taken.stderr) == (0, "")
        assert "avec le modèle" in taken.stdout
        assert "En attente" not in taken.stdout
        assert KEPT in server.say("d", ASKED)
        # Back: the question is unknown again, what was written since stays.
        assert "cette question est nouvelle" in server.command("model", "restore").stdout
        assert KEPT not in server.say("e", ASKED)
        assert server.say("f", LANDES).startswith("Désormais")
        assert server.command("model", "restore").returncode == 0
        assert KEPT in server.say("g", ASKED)
        assert server.process.pid == pid
        assert server.process.poll() is None
