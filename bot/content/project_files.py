"""The places of the maintainers' files, in this project or in another folder with the same layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ProjectFiles:
    """The folders of a project: this one, an earlier revision, or a copy.

    Attributes:
        root: the top folder.
        left_out: names of plain questions to ignore: their files may exist, but the model in service does not know
            them.
    """

    root: Path
    left_out: frozenset[str] = frozenset()

    @property
    def programme(self) -> Path:
        """The facts: sources, territories, organisations, hubs and tables."""
        return self.root / "rules" / "programme"

    @property
    def examples(self) -> Path:
        """How people ask, a file for each question."""
        return self.root / "nlu" / "examples"

    @property
    def annotated(self) -> Path:
        """Annotated messages and their labels: what messages say, and about whom."""
        return self.root / "nlu" / "annotated"

    @property
    def lexicon(self) -> Path:
        """The words for places, facts and conversation."""
        return self.root / "nlu" / "lexique"

    @property
    def stories(self) -> Path:
        """Everything the assistant says."""
        return self.root / "stories"

    @property
    def answers(self) -> Path:
        """The texts, in a folder for each language."""
        return self.stories / "answers"

    @property
    def faq(self) -> Path:
        """Plain questions, a file each with its examples and its texts."""
        return self.stories / "faq"

    @property
    def recits(self) -> Path:
        """Stories over several turns, a file for each subject."""
        return self.stories / "recits"

    @property
    def hubs(self) -> Path:
        """The hubs, a file each."""
        return self.stories / "hubs"

    @property
    def changes(self) -> Path:
        """The changes that concern advisers, a file each."""
        return self.stories / "changements"

    @property
    def masks(self) -> Path:
        """The masks for questions that are kept."""
        return self.code / "storage" / "masques.yml"

    @property
    def thresholds(self) -> Path:
        """The thresholds from which `aiguilleur check` warns."""
        return self.code / "maintenance" / "check" / "verification.yml"

    @property
    def muted(self) -> Path:
        """The questions that the maintainers' inbox no longer shows."""
        return self.code / "maintenance" / "inbox" / "sourdine.yml"

    @property
    def sentences(self) -> Path:
        """The sentences that measure understanding; none is an example."""
        return self.root / "tests" / "evaluation" / "sentences"

    @property
    def dialogues(self) -> Path:
        """The maintainers' conversation tests."""
        return self.root / "tests" / "dialogues"

    @property
    def code(self) -> Path:
        """The code folder, for files beside the code; this project's, if a copy has none."""
        beside = self.root / "bot"
        return beside if beside.is_dir() else Path(__file__).parents[1]

    def named(self, file: Path) -> str:
        """A file's path as maintainers know it: from the top of the project, or whole if it is elsewhere."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else str(file)


def held(paths: Iterable[Path]) -> tuple[bytes, ...]:
    """The bytes of files, to tell whether one has changed; empty for a file that cannot be read."""
    return tuple(map(_bytes, paths))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # A folder with a file's name, or a broken link: its reader reports it.
        return b""


PROJECT = ProjectFiles(Path(__file__).parents[2])
"""The project this process was started from."""
