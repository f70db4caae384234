"""The path in words: its stages with their details, as blocks for a page and as the lines of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.answers.explanations import cited
from bot.answers.notices import notice_text
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts
from nlu.dialogue.decisions import Part
from rules.decision import Answer, FactValue, Unknown
from rules.ids import FactId
from rules.model import Link, Organisation, Programme
from rules.path import StageOnPath, StageStatus, TrainingPath, training_path

_WHO: Final = "qui"
_WHOM_TO_ASK: Final = "a_qui_demander"
"""Also the label of the organisations where the programme does not say which one it is, only whom to ask."""


@dataclass(frozen=True)
class RenderedStage:
    """A stage in words: its line, what is told of it, what newer sources say, and links to act on."""

    status: StageStatus
    line: str
    details: tuple[str, ...]
    notices: tuple[str, ...]
    links: tuple[tuple[Organisation, Link], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class RenderedPath:
    """A path in words; `missing` is the fact to ask for."""

    stages: tuple[RenderedStage, ...]
    missing: str | None = None

    @property
    def next(self) -> RenderedStage | None:
        """The stage that comes next."""
        return next((stage for stage in self.stages if stage.status == StageStatus.NEXT), None)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all stages, each once."""
        return tuple(dict.fromkeys(source for stage in self.stages for source in stage.sources))

    @property
    def text(self) -> str:
        """The path as lines: every stage, and what is told of the next one under it."""
        lines = []
        for stage in self.stages:
            lines.append(stage.line)
            if stage.status == StageStatus.NEXT:
                lines += [f"    {detail}" for detail in stage.details]
        return "\n".join(lines)


def path_of(programme: Programme, part: Part) -> TrainingPath:
    """The path of the adviser that a part of a reply is for."""
    facts: dict[str, FactValue] = dict(part.facts)
    if part.codes:
        facts[FactId.PLACE] = part.codes[0] if len(part.codes) == 1 else frozenset(part.codes)
    return training_path(programme, facts, on=part.decision.trace.on)


def render_path(path: TrainingPath, texts: AnswerTexts) -> RenderedPath:
    """A path in words. What is done needs no details; optional stages have no number."""
    numbered = iter(range(1, len(path.stages) + 1))
    return RenderedPath(
        tuple(
            _stage(stage, None if stage.status == StageStatus.OPTIONAL else next(numbered), texts)
            for stage in path.stages
        ),
        path.missing,
    )


def _stage(stage: StageOnPath, number: int | None, texts: AnswerTexts) -> RenderedStage:
    words = texts.path
    line = texts.fill(words.lignes[stage.status], {"numero": number or "", "titre": words.etapes[stage.id]})
    if stage.status == StageStatus.DONE:
        return RenderedStage(stage.status, line, (), (), (), ())
    decisions = tuple(stage.details.values())
    notices = tuple({notice.wording: notice for decision in decisions for notice in decision.notices}.values())
    links = [link for outcome in (*decisions, *notices) for link in outcome.links]
    sources = [
        texts.fill(texts.interface[InterfaceText.SOURCE], cited(decision.citation, texts)) for decision in decisions
    ]
    return RenderedStage(
        stage.status,
        line,
        tuple(_detail(detail, decision, texts) for detail, decision in stage.details.items()),
        tuple(notice_text(notice, dict(notice.figures), texts) for notice in notices),
        tuple(dict.fromkeys(links)),
        tuple(dict.fromkeys(sources)),
    )


def _detail(detail: str, decision: Answer | Unknown, texts: AnswerTexts) -> str:
    words = texts.path
    names = texts.enumeration(
        [organisation.name.in_language(texts.language) for organisation in decision.organisations]
    )
    label = _WHOM_TO_ASK if detail == _WHO and isinstance(decision, Unknown) else detail
    # Organisations are named as they are, unless the answer has a short form that says which one is for whom.
    brief = (
        words.brefs.get(decision.wording, "{organismes}")
        if label in (_WHO, _WHOM_TO_ASK)
        else words.brefs[decision.wording]
    )
    return texts.fill(
        words.details[label], {"texte": texts.fill(brief, {**dict(decision.figures), "organismes": names})}
    )
