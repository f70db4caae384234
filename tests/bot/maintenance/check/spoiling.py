"""A copy of the maintainers' files, spoilt by one edit at a time and put right again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec

from bot.maintenance.check import check
from rules.errors import Finding
from tests.support.copies import copy_to

TODAY = date(2026, 11, 28)
"""The day of the checks: reviews and evidence grow old."""


class Mistake(msgspec.Struct, forbid_unknown_fields=True):
    """A mistake as `mistakes.yml` has it: one edit, and the finding expected.

    `remplacer` (the first such text) `par`, or `ajouter` at the end, `creer` with a content, `supprimer`, `renommer`.
    `a_la_ligne`: a text that begins on the line that is told, in `dans` or the file itself; none is the first line.
    """

    faute: str
    fichier: str
    dit: str
    remede: str
    remplacer: str | None = None
    par: str = ""
    ajouter: str | None = None
    creer: str | None = None
    supprimer: bool = False
    renommer: str | None = None
    a_la_ligne: str | None = None
    dans: str | None = None
    gravite: str = "error"


class Copy:
    """The copied files."""

    def __init__(self, root: Path) -> None:
        self.files = copy_to(root)
        self.sound = self.findings()

    def findings(self) -> list[Finding]:
        """The findings of the check."""
        return check(self.files, TODAY)

    def new_findings(self) -> list[Finding]:
        """The findings that the sound files do not have."""
        known = {_without_lines(finding) for finding in self.sound}
        return [finding for finding in self.findings() if _without_lines(finding) not in known]

    @contextmanager
    def spoilt(self, mistake: Mistake) -> Iterator[None]:
        """The files with a mistake in them."""
        path = self.files.root / mistake.fichier
        before = path.read_text(encoding="utf-8") if path.exists() else None
        created = path
        try:
            if mistake.remplacer is not None:
                assert before is not None
                assert mistake.remplacer in before, f"« {mistake.remplacer} » n'est plus dans {mistake.fichier}"
                path.write_text(before.replace(mistake.remplacer, mistake.par, 1), encoding="utf-8")
            elif mistake.ajouter is not None:
                path.write_text((before or "") + mistake.ajouter, encoding="utf-8")
            elif mistake.creer is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(mistake.creer, encoding="utf-8")
            elif mistake.supprimer:
                path.unlink()
            elif mistake.renommer is not None:
                created = self.files.root / mistake.renommer
                path.rename(created)
            yield
        finally:
            created.unlink(missing_ok=True)
            if before is not None:
                path.write_text(before, encoding="utf-8")
            elif not any(path.parent.iterdir()):
                path.parent.rmdir()

    def line(self, mistake: Mistake) -> int:
        """The line that the finding has to name."""
        if mistake.a_la_ligne is None:
            return 1
        file = mistake.dans or mistake.renommer or mistake.fichier
        text = (self.files.root / file).read_text(encoding="utf-8")
        return text[: text.index(mistake.a_la_ligne)].count("\n") + 1


def _without_lines(finding: Finding) -> tuple[Path, str]:
    """A finding that stays the same when lines move."""
    return finding.place.file, "".join(sign for sign in finding.problem if not sign.isdigit())
