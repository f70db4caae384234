"""Where the maintainers' files are: in this project, or in another folder with the same rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ProjectFiles:
    """The rooms of one folder: this project's, those of an earlier revision, or of a copy.

    Attributes:
        root: the folder.
        left_out: names of plain questions that no content is built of: files of them may be there, but the model in
            service does not know what they answer.
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
        """What messages say, and of whom: annotated messages and their labels."""
        return self.root / "nlu" / "annotated"

    @property
    def lexicon(self) -> Path:
        """The words for places, facts and conversation."""
        return self.root / "nlu" / "lexique"

    @property
    def stories(self) -> Path:
        """Everything that is said."""
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
        """What happens over several turns, a file for each subject."""
        return self.stories / "recits"

    @property
    def hubs(self) -> Path:
        """The hubs, a file each."""
        return self.stories / "hubs"

    @property
    def changes(self) -> Path:
        """What has changed for advisers, a file each."""
        return self.stories / "changements"

    @property
    def masks(self) -> Path:
        """What is masked in a question before it is kept."""
        return self.code / "storage" / "masques.yml"

    @property
    def thresholds(self) -> Path:
        """From when on `aiguilleur check` warns."""
        return self.code / "maintenance" / "check" / "verification.yml"

    @property
    def muted(self) -> Path:
        """What the maintainers' inbox shows no more."""
        return self.code / "maintenance" / "inbox" / "sourdine.yml"

    @property
    def sentences(self) -> Path:
        """The sentences that measure what is understood; none is an example."""
        return self.root / "tests" / "evaluation" / "sentences"

    @property
    def dialogues(self) -> Path:
        """The maintainers' conversation tests."""
        return self.root / "tests" / "dialogues"

    @property
    def code(self) -> Path:
        """Where files stand beside the code; a copy of the other rooms alone takes this project's."""
        beside = self.root / "bot"
        return beside if beside.is_dir() else Path(__file__).parents[1]

    def named(self, file: Path) -> str:
        """A file as maintainers name it: from the top of the project, or whole where it stands elsewhere."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else str(file)


def held(paths: Iterable[Path]) -> tuple[bytes, ...]:
    """What files hold, by which to tell whether one has changed; nothing where one cannot be read."""
    return tuple(map(_bytes, paths))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # A folder with the name of a file, a link to nothing: its reader reports it.
        return b""


PROJECT = ProjectFiles(Path(__file__).parents[2])
"""The files that this process was started with."""
