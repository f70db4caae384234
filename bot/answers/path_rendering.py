"""The path in words: its stages with their details, for a page and as a block of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.answers.explanations import cited
from bot.answers.notices import notice_text
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, PathTexts
from bot.messages import PathStep, PathSteps
from nlu.dialogue.decisions import Part
from rules.decision import Answer, Unknown
from rules.model import Link, Organisation, Programme
from rules.path import StageOnPath, StageStatus, TrainingPath, training_path

_WHO: Final = "qui"
_WHOM_TO_ASK: Final = "a_qui_demander"
"""Also the label of organisations if the programme says only whom to ask, not which one it is."""


@dataclass(frozen=True)
class RenderedStage:
    """A stage in words.

    Attributes:
        status: where the adviser stands with it.
        line: its line in the path.
        details: its details, each after its label ("Qui paie : …").
        in_practice: what newer sources change.
        notices: what newer sources say besides.
        links: links to act on, each with its organisation.
        sources: lines that cite its sources.
    """

    status: StageStatus
    line: str
    details: tuple[str, ...]
    in_practice: tuple[str, ...]
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

    def block(self, *, in_brief: bool) -> PathSteps:
        """The path as a block of a reply: every stage, with details of the next; in brief, only the next."""
        following = self.next
        return PathSteps(
            tuple(
                PathStep(stage.line, (*stage.details, *stage.in_practice), is_next=True)
                if stage is following
                else PathStep(stage.line)
                for stage in ((following,) if in_brief and following else self.stages)
            )
        )


def path_of(programme: Programme, part: Part) -> TrainingPath:
    """The path for the facts and place of a part of a reply."""
    return training_path(programme, part.facts_and_place, on=part.decision.trace.on)


def render_path(path: TrainingPath, texts: AnswerTexts) -> RenderedPath:
    """A path in words. Stages done have no details, optional stages no number."""
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
        return RenderedStage(stage.status, line, (), (), (), (), ())
    decisions = tuple(stage.details.values())
    notices = tuple({notice.wording: notice for decision in decisions for notice in decision.notices}.values())
    links = [link for outcome in (*decisions, *notices) for link in outcome.links]
    sources = [
        texts.fill(texts.interface[InterfaceText.SOURCE], cited(decision.citation, texts)) for decision in decisions
    ]

    def of_notices(*, in_practice: bool) -> tuple[str, ...]:
        return tuple(
            notice_text(notice, dict(notice.figures), texts)
            for notice in notices
            if bool(texts.answers[notice.wording].en_pratique) is in_practice
        )

    return RenderedStage(
        stage.status,
        line,
        tuple(render_detail(detail, decision, texts) for detail, decision in stage.details.items()),
        of_notices(in_practice=True),
        of_notices(in_practice=False),
        tuple(dict.fromkeys(links)),
        tuple(dict.fromkeys(sources)),
    )


def _brief(decision: Answer | Unknown, words: PathTexts) -> str:
    """The short form of an answer; the one for an unstated fact, if there is one."""
    stated = dict(decision.trace.facts)
    for fact, brefs in words.brefs_sans.items():
        if fact not in stated and decision.wording in brefs:
            return brefs[decision.wording]
    return words.brefs[decision.wording]


def render_detail(detail: str, decision: Answer | Unknown, texts: AnswerTexts) -> str:
    """A detail of a stage: its label, then a decision in a few words ("Qui paie : …")."""
    words = texts.path
    names = texts.enumeration(
        [organisation.name.in_language(texts.language) for organisation in decision.organisations]
    )
    label = _WHOM_TO_ASK if detail == _WHO and isinstance(decision, Unknown) else detail
    # Organisations are listed by name, unless the answer has a short form that says which one is for whom.
    brief = (
        words.brefs.get(decision.wording, "{organismes}") if label in (_WHO, _WHOM_TO_ASK) else _brief(decision, words)
    )
    return texts.fill(
        words.details[label], {"texte": texts.fill(brief, {**dict(decision.figures), "organismes": names})}
    )
