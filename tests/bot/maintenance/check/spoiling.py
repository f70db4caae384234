"""A copy of the maintainers' files, spoilt by one edit at a time and put right again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import msgspec

from bot.maintenance.check import check
from rules.errors import Finding
from rules.yaml_lines import read_document
from tests.support.copies import copy_to

TODAY = date(2026, 11, 28)
"""The day of the checks: reviews and evidence grow old."""


class Edit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One edit of a file: `remplacer` (the first such text) `par`, or `ajouter` at the end, `creer` with a content,
    `copier` another file there, `supprimer`, `renommer`; `encodage` is that of the file afterwards.
    """

    fichier: str
    remplacer: str | None = None
    par: str = ""
    ajouter: str | None = None
    creer: str | None = None
    copier: str | None = None
    supprimer: bool = False
    renommer: str | None = None
    encodage: str = "utf-8"


class Mistake(Edit, kw_only=True):
    """A mistake as the files of mistakes have it: an edit, perhaps another (`puis`), and the finding expected.

    `a_la_ligne`: a text that begins on the line that is told, in `dans` or the file itself; none is the first line.
    """

    faute: str
    dit: str
    remede: str
    puis: Edit | None = None
    a_la_ligne: str | None = None
    dans: str | None = None
    gravite: str = "error"


def mistakes() -> list[Mistake]:
    """Those of all files of mistakes."""
    folder = Path(__file__).parent
    return [
        each for path in sorted(folder.glob("*mistakes.yml")) for each in read_document(path, list[Mistake]).content
    ]


class Copy:
    """The copied files."""

    def __init__(self, root: Path) -> None:
        self.files = copy_to(root)
        self.sound = self.findings()

    def findings(self, *, mistakes_only: bool = False) -> list[Finding]:
        """The findings of the check."""
        return check(self.files, TODAY, mistakes_only=mistakes_only)

    def new_findings(self, *, mistakes_only: bool = False) -> list[Finding]:
        """The findings that the sound files do not have; without what only deserves a look, it takes half the time."""
        known = {_without_lines(finding) for finding in self.sound}
        found = self.findings(mistakes_only=mistakes_only)
        return [finding for finding in found if _without_lines(finding) not in known]

    @contextmanager
    def spoilt(self, mistake: Mistake) -> Iterator[None]:
        """The files with a mistake in them."""
        with self._edited(mistake), self._edited(mistake.puis) if mistake.puis else nullcontext():
            yield

    @contextmanager
    def _edited(self, edit: Edit) -> Iterator[None]:
        path = self.files.root / edit.fichier
        before = path.read_bytes() if path.exists() else None
        written = (before or b"").decode("utf-8")
        created = path
        try:
            if edit.remplacer is not None:
                assert edit.remplacer in written, f"« {edit.remplacer} » n'est plus dans {edit.fichier}"
                path.write_bytes(written.replace(edit.remplacer, edit.par, 1).encode(edit.encodage, "replace"))
            elif edit.ajouter is not None:
                path.write_text(written + edit.ajouter, encoding="utf-8")
            elif edit.creer is not None or edit.copier is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                copied = (self.files.root / edit.copier).read_text(encoding="utf-8") if edit.copier else edit.creer
                path.write_text(copied or "", encoding="utf-8")
            elif edit.supprimer:
                path.unlink()
            elif edit.renommer is not None:
                created = self.files.root / edit.renommer
                path.rename(created)
            yield
        finally:
            created.unlink(missing_ok=True)
            if before is not None:
                path.write_bytes(before)
            elif not any(path.parent.iterdir()):
                path.parent.rmdir()

    def line(self, mistake: Mistake) -> int:
        """The line that the finding has to name."""
        if mistake.a_la_ligne is None:
            return 1
        file = mistake.dans or mistake.renommer or mistake.fichier
        text = (self.files.root / file).read_bytes().decode(mistake.encodage if file == mistake.fichier else "utf-8")
        return text[: text.index(mistake.a_la_ligne)].count("\n") + 1


def _without_lines(finding: Finding) -> tuple[Path, str]:
    """A finding that stays the same when lines move."""
    return finding.place.file, "".join(sign for sign in finding.problem if not sign.isdigit())
