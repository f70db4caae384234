"""The studio itself, as a maintainer starts it, on a clone of the project; and its page as they use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from playwright.sync_api import Locator, Page, expect

from bot.content.loading import content_digest
from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import DECLARATIONS
from tests.support.clone import Clone
from tests.support.copies import copy_models
from tests.support.server import until

_STARTING_MILLISECONDS = 300_000


class Studio:
    """`aiguilleur studio` on a clone of the project, with a trained model, on a free port."""

    def __init__(self, clone: Clone, models: Path, *arguments: str, port: int = 0) -> None:
        self.clone, self.root = clone, root = clone, clone.root
        copy_models(models, root / "var")
        self._log = root / "log"
        self._stopped = False
        command = [sys.executable, "-u", "-m", "bot.cli.main", "studio", "--port", str(port), "--sans-navigateur"]
        command += arguments
        environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONWARNINGS": "ignore", "AIGUILLEUR_DATA": "var"}
        environment["PYTHONFAULTHANDLER"] = "1"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
        until(lambda: self.process.poll() is not None or "http://" in self.log(), 120, "the studio says its address")
        assert self.process.poll() is None, self.log()
        self.url = next(word for word in self.log().split() if word.startswith("http://"))

    def log(self) -> str:
        return self._log.read_text()

    def file(self, path: str) -> Path:
        return self.root / path

    def wait_until_taken_up(self) -> None:
        """Until it answers with the files as they are."""
        content = content_digest(ProjectFiles(self.root), DECLARATIONS)
        until(lambda: content in httpx.get(self.url).text, 180, f"content {content} is taken up")

    def stop(self) -> int:
        """Press Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        self._stopped = True
        return self.process.wait(30)

    def kill(self) -> None:
        """End it, at the end of its tests.

        Raises:
            AssertionError: it has ended by itself; says what it has printed.
        """
        ended = self.process.poll()
        assert ended is None or self._stopped, f"it ended by itself with {ended}:\n{self.log()}"
        self.process.kill()
        self.process.wait()


class StudioPage:
    """The page of a studio."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.get_by_role("textbox", name="Votre question")
        self.turns = page.locator("#tours > li")
        self.understood = page.get_by_role("tabpanel", name="Ce qui a été compris")
        self.files = page.get_by_role("tabpanel", name="Fichiers")
        self.panel = page.locator("[role=tabpanel]:visible")
        self.state = page.locator("#etat")
        self.announced = page.get_by_role("log", name="Annonces")

    def wait_until_ready(self) -> None:
        expect(self.state).to_contain_text("répond", timeout=_STARTING_MILLISECONDS)

    def ask(self, text: str) -> None:
        """Asks and waits for the answer."""
        before = self.turns.count()
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.turns).to_have_count(before + 1)
        expect(self.turns.last).to_contain_text("Réponse")

    def open(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab).click()

    def tried(self, text: str) -> Locator:
        """A question that can be tried again, as it was asked at the start of a conversation."""
        return (
            self.page.get_by_role("region", name="Questions essayées")
            .get_by_role("button")
            .filter(has_text=text, has_not_text="après")
        )

    def changes(self) -> Locator:
        """What is marked as changed in the last answer."""
        return self.turns.last.get_by_role("group", name="Ce qui a changé")

    def focused(self) -> str:
        """The name of what has the focus."""
        return self.page.evaluate(
            "() => document.activeElement.ariaLabel || document.activeElement.id || document.activeElement.innerText"
        )
