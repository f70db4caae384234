"""A clone of the project, as a maintainer has it, with the model that is trained already and a server that runs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.maintenance.walkthroughs.steps import Append, Ask, Replace, Run, Step, Write, recipes
from tests.support.copies import copy_models, thin_examples
from tests.support.packages import installed
from tests.support.server import ROOT, Server

STEPS = recipes(ROOT / "docs" / "recettes")
_TYPED = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})


class Clone:
    """A clone where the steps of a recipe are carried out."""

    def __init__(self, root: Path, models: Path, *, thin: bool = False) -> None:
        self.root = root
        self.data = root / "var"
        listed = subprocess.run(
            [installed("git", "git"), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).exists():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, root / name)
        if thin:
            thin_examples(root)
        copy_models(models, self.data)
        (root / ".venv").symlink_to(Path(sys.prefix))
        for command in ("git init -q", "git add -A", "git -c user.name=m -c user.email=m@exemple.fr commit -qm copie"):
            self.run(command)
        self.server: Server | None = None

    def serve(self) -> Server:
        """The server of the clone, restarted where the documentation asks for it."""
        self.stop()
        self.server = Server(self.data, self.data / "models", root=self.root)
        self.server.wait_until_ready()
        return self.server

    def stop(self) -> None:
        """Stop the server, if it runs."""
        if self.server:
            self.server.stop()

    def run(self, command: str) -> str:
        """What a command of the document prints; it ends well."""
        done = subprocess.run(
            shlex.split(command), cwd=self.root, capture_output=True, text=True, env=self._environment(), check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def follow(self, steps: list[Step]) -> None:
        """Carry steps out, one after the other; questions are asked in one conversation."""
        for step in steps:
            if isinstance(step, Run):
                self.run(step.command)
            elif isinstance(step, Ask):
                self._ask(step)
            else:
                self._edit(step)

    def undo(self) -> None:
        """The clone as it was at first."""
        self.run("git restore .")
        self.run("git clean -fdq rules stories nlu")

    def _edit(self, step: Replace | Write | Append) -> None:
        path = self.root / step.path
        if isinstance(step, Write):
            path.write_text(step.text, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        if isinstance(step, Append):
            path.write_text(before + step.text, encoding="utf-8")
        else:
            assert before.count(step.old) == 1, f"{step.path} does not say once:\n{step.old}"
            path.write_text(before.replace(step.old, step.new), encoding="utf-8")

    def _ask(self, step: Ask) -> None:
        assert self.server
        reply = self.server.reply("maintainer", step.message)
        shown = f"{reply['text']} {reply.get('buttons', '')}".translate(_TYPED)
        for text in step.expected:
            assert text.translate(_TYPED) in shown, f"{step.message}: {shown}"

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "AIGUILLEUR_DATA": str(self.data), "PYTHONPATH": str(self.root)}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Clone]:
    clone = Clone(tmp_path_factory.mktemp("clone"), models)
    yield clone
    clone.stop()


@pytest.fixture
def thin_clone(tmp_path: Path, models: Path) -> Iterator[Clone]:
    """A clone with few examples, which trains in seconds."""
    clone = Clone(tmp_path, models, thin=True)
    yield clone
    clone.stop()
