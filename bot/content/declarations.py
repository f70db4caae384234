"""Declarations: what a part of the product has maintainers write, and what is built of it.

The answers, a channel, the site each declare their files. The loader builds and checks all of them together, and keeps
what they built by declaration: `content.of(TELEGRAM_TEXTS)`.
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
    """A part that another one needs has mistakes; they are among its own findings."""


@dataclass(frozen=True, eq=False)
class Declaration(Generic[T_co]):
    """Files, and what is built of them.

    Attributes:
        name: names the part; no two declarations share it.
        paths: the files and folders of a project that it is built of; none where it is built of other parts alone.
        build: builds it. Raises ProgrammeError with every finding of its files.
    """

    name: str
    paths: Callable[[ProjectFiles], tuple[Path, ...]]
    build: Callable[[Parts], T_co]


Declarations = tuple[Declaration[Any], ...]


class Parts:
    """The parts of a project, each built once, when it is first asked for; `findings` are those of all built so far.

    Of several findings at one place the first is kept.
    """

    def __init__(self, files: ProjectFiles, findings: Iterable[Finding] = ()) -> None:
        self.files = files
        self.findings = [*findings]
        self.built: dict[str, object] = {}

    def get(self, declaration: Declaration[T]) -> T | None:
        """A part; None where its files, or those of a part that it needs, have mistakes."""
        if declaration.name not in self.built:
            self.built[declaration.name] = self._build(declaration)
        return cast("T | None", self.built[declaration.name])

    def of(self, declaration: Declaration[T]) -> T:
        """A part.

        Raises:
            UnreadablePartError: its files, or those of a part that it needs, have mistakes.
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
        ProgrammeError: with every finding of its files and of the parts that it needs.
    """
    parts = Parts(files)
    try:
        return parts.of(declaration)
    except UnreadablePartError as error:
        raise ProgrammeError(parts.findings) from error
