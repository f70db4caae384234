"""The check: the findings of each file, then those of all files together."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from bot.content.loading import ANSWER_TEXTS, PROGRAMME, read_content
from bot.content.project_files import PROJECT, ProjectFiles, held
from bot.maintenance.check.acts import act_findings
from bot.maintenance.check.contradictions import contradiction_findings
from bot.maintenance.check.cut_texts import cut_findings
from bot.maintenance.check.dates import date_findings
from bot.maintenance.check.examples import copied_files, example_mistakes, example_warnings
from bot.maintenance.check.expressions import tried_expressions
from bot.maintenance.check.filled_gaps import gap_findings
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.lexicon_words import lexicon_findings
from bot.maintenance.check.links import label_findings, link_findings
from bot.maintenance.check.near_duplicates import near_findings
from bot.maintenance.check.path_texts import path_text_findings
from bot.maintenance.check.placeholders import figure_findings, interface_findings, placeholder_findings
from bot.maintenance.check.reach import reach_findings
from bot.maintenance.check.reading_level import reading_findings
from bot.maintenance.check.references import name_findings
from bot.maintenance.check.stray_files import file_findings
from bot.maintenance.check.style import style_findings
from bot.maintenance.check.third_person import person_findings
from bot.maintenance.check.thresholds import ExampleThresholds, load_thresholds
from bot.maintenance.check.training_examples import training_findings
from bot.maintenance.check.twins import twin_findings
from bot.maintenance.check.unused import unused_findings
from bot.maintenance.check.whom_to_ask import contact_findings
from bot.maintenance.dialogues.files import read_dialogues
from bot.maintenance.project_declarations import DECLARATIONS
from bot.rasa_adapter.story_checks import answers, check_stories
from nlu.entities.places.gazetteer import LEXICON as PLACES
from nlu.training_data.annotated import read_annotated
from nlu.training_data.distress import DISTRESS, read_distress
from nlu.training_data.examples import Example, read_examples
from nlu.training_data.meanings import MEANINGS, read_turns
from nlu.training_data.stories import read_stories
from rules.errors import Finding, ProgrammeError


def _stories(inputs: CheckInputs) -> Iterable[Finding]:
    """The findings of the stories, checked against the existing questions and answers."""
    programme, texts = inputs.content.get(PROGRAMME), inputs.content.get(ANSWER_TEXTS)
    if not (programme and texts):
        return ()
    return check_stories(inputs.files.recits, answers(programme, texts), inputs.examples)


_OF_FILES: tuple[Callable[[CheckInputs], Iterable[Finding]], ...] = (
    file_findings,
    cut_findings,
    lexicon_findings,
    style_findings,
    reading_findings,
    link_findings,
)
"""Checks of single files."""

_OF_THE_WHOLE: tuple[Callable[[CheckInputs], Iterable[Finding]], ...] = (
    name_findings,
    _stories,
    interface_findings,
    placeholder_findings,
    gap_findings,
    contradiction_findings,
    contact_findings,
    reach_findings,
    training_findings,
    act_findings,
    path_text_findings,
    person_findings,
    date_findings,
    label_findings,
)
"""Checks of all files together. They need files without mistakes: else one slip would be reported many times."""

_OF_WHAT_IS_SOUND: tuple[Callable[[CheckInputs], Iterable[Finding]], ...] = (
    twin_findings,
    figure_findings,
    unused_findings,
)
"""Checks that a mistyped name would mislead."""

_OF_STYLE = (style_findings, reading_findings, training_findings, date_findings, unused_findings)
"""Those of the checks above that find no mistakes, only what deserves a look."""


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Turn garbage collection off. Checking 23,000 sentences makes a million objects that stay, and Python's collector
    would
    walk through them again and again for a third of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_without_garbage_collection()
def check(files: ProjectFiles = PROJECT, today: date | None = None, *, mistakes_only: bool = False) -> list[Finding]:
    """Everything wrong with the maintainers' files, and what deserves a look; by file and line, each once.

    Args:
        files: the maintainers' files.
        today: the day to measure reviews and evidence by.
        mistakes_only: skip what deserves a look, which takes most of the time.
    """
    tried = tried_expressions(files)
    if tried.freezing:
        return _ordered(tried.freezing, files)  # using them would never end
    content = read_content(files, DECLARATIONS)
    findings = [*content.findings, *tried.greedy]
    try:
        thresholds = load_thresholds(files.thresholds)
    except ProgrammeError as error:
        return _ordered([*findings, *error.findings], files)
    compared_by = None if mistakes_only else thresholds.exemples
    examples, close, copies = _examples(files, compared_by, content.get(PROGRAMME) is not None, _texts(files))
    places = {finding.place for finding in findings}
    findings += [finding for finding in close if finding.severity == "warning" or finding.place not in places]
    for read in (
        partial(read_stories, files.recits),
        partial(read_dialogues, files.dialogues),
        partial(read_annotated, files.annotated),
        partial(read_distress, files.annotated / DISTRESS.name),
        partial(read_turns, files.annotated / MEANINGS.name),
    ):
        findings += _malformed(read)
    inputs = CheckInputs(files, today or date.today(), content, examples, thresholds)
    left_out = _OF_STYLE if mistakes_only else ()
    for find in _OF_FILES:
        findings += find(inputs) if find not in left_out else ()
    for whole in (_OF_THE_WHOLE, _OF_WHAT_IS_SOUND):
        if not copies and not any(finding.severity == "error" for finding in findings):
            findings += [finding for find in whole if find not in left_out for finding in find(inputs)]
    copied = {finding.place.file for finding in copies}
    findings = [*copies, *(finding for finding in findings if finding.place.file not in copied)]
    return _ordered((finding for finding in findings if not mistakes_only or finding.severity == "error"), files)


@lru_cache(maxsize=4)
def _examples(
    files: ProjectFiles, thresholds: ExampleThresholds | None, places: bool, _texts: tuple[bytes, ...]
) -> tuple[tuple[Example, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """The examples, their mistakes, and files that are copies. Cached while the files do not change, since checking
    23,000
    sentences takes half a second.

    Args:
        files: the maintainers' files.
        thresholds: None to report mistakes only.
        places: whether the territories can be read.
        _texts: the files' content, for the cache only.
    """
    copies, involved = copied_files(files)
    examples: tuple[Example, ...] = ()
    try:
        examples = tuple(read_examples(files.examples, files.faq))
    except ProgrammeError as error:
        found = [*error.findings]
    else:
        found = [*example_mistakes(files, examples)]
        if thresholds:
            found += example_warnings(files, thresholds, examples)
            found += near_findings(files, thresholds, examples, places)
    return examples, tuple(finding for finding in found if finding.place.file not in involved), copies


def _malformed(read: Callable[[], object]) -> tuple[Finding, ...]:
    try:
        read()
    except ProgrammeError as error:
        return error.findings
    return ()


def _texts(files: ProjectFiles) -> tuple[bytes, ...]:
    """The names, then the contents, of the files of examples and of those they are compared with."""
    paths = [files.masks, files.programme / "territoires.yml", files.lexicon / PLACES]
    for folder in (files.examples, files.faq, files.sentences):
        paths += sorted(folder.glob("*.yml"))
    return (*(str(path).encode() for path in paths), *held(paths))


def _ordered(findings: Iterable[Finding], files: ProjectFiles) -> list[Finding]:
    """Each finding once, by file and line, with files named as maintainers do: relative to the project."""
    root = f"{files.root}/"
    unique = dict.fromkeys(
        replace(finding, problem=finding.problem.replace(root, ""), remedy=finding.remedy.replace(root, ""))
        for finding in findings
    )
    return sorted(
        unique, key=lambda finding: (str(finding.place.file), finding.place.line, finding.severity, finding.problem)
    )
