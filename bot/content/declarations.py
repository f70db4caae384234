"""Declarations: the maintainers' files that a part of the product needs, and what is built of them.

The answers, each channel and the site declare their files. The loader builds and checks them all together, and keeps
the result of each declaration: `content.of(TELEGRAM_TEXTS)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from bot.content.project_files import ProjectFiles
from rules.errors import Finding, ProgrammeError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class UnreadablePartError(Exception):
    """A part needed by another one has mistakes; they are among its own findings."""


@dataclass(frozen=True, eq=False)
class Declaration(Generic[T_co]):
    """Files, and how a part is built of them.

    Attributes:
        name: the part's unique name.
        paths: its files and folders in a project; none if it is built of other parts alone.
        build: builds it. Raises ProgrammeError with every finding of its files.
    """

    name: str
    paths: Callable[[ProjectFiles], tuple[Path, ...]]
    build: Callable[[Parts], T_co]


Declarations = tuple[Declaration[Any], ...]


class Parts:
    """The parts of a project, each built once, on first use.

    `findings` are those of all parts built so far; the first one at each place is kept.
    """

    def __init__(self, files: ProjectFiles, findings: Iterable[Finding] = ()) -> None:
        self.files = files
        self.findings = [*findings]
        self.built: dict[str, object] = {}

    def get(self, declaration: Declaration[T]) -> T | None:
        """A part; None if its files, or those of a part it needs, have mistakes."""
        if declaration.name not in self.built:
            self.built[declaration.name] = self._build(declaration)
        return cast("T | None", self.built[declaration.name])

    def of(self, declaration: Declaration[T]) -> T:
        """A part.

        Raises:
            UnreadablePartError: its files, or those of a part it needs, have mistakes.
        """
        part = self.get(declaration)
        if part is None:
            raise UnreadablePartError(declaration.name)
        return part

    def _build(self, declaration: Declaration[T]) -> T | None:
        try:
            return declaration.build(self)
        except UnreadablePartError:
            return None
        except ProgrammeError as error:
            places = {finding.place for finding in self.findings}
            self.findings += [finding for finding in error.findings if finding.place not in places]
            return None


def load_part(declaration: Declaration[T], files: ProjectFiles) -> T:
    """One part of a project by itself.

    Raises:
        ProgrammeError: with every finding of its files and of the parts it needs.
    """
    parts = Parts(files)
    try:
        return parts.of(declaration)
    except UnreadablePartError as error:
        raise ProgrammeError(parts.findings) from error
