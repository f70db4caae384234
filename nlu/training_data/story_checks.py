"""Checks of stories against the questions, the answers and one another: findings, before any training.

Rasa would refuse some of these with a message about its own rules; others it takes, and then forgets in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz.process import extractOne

from nlu.intents import WITHOUT_EXAMPLES, YES_NO
from nlu.training_data.stories import RESTART, Story, StoryReply, StoryStep, rules
from rules.errors import Finding
from rules.model import Place

_RESERVED = frozenset({"restart", "back", "session_start", "default"})
"""Names that mean something of its own to Rasa, as a question or as an answer."""

_NAME = re.compile(r"[a-z0-9_]+")
_TEXT = "le texte « {} » dans stories/answers/fr/dialogue.yml et dans stories/answers/en/dialogue.yml"
_SIMILAR = 60
"""How alike (of 100) a known name must be to be proposed."""


@dataclass(frozen=True)
class Answers:
    """The answers that exist.

    `texts`: by name, the words in braces that nothing fills unless the programme decides. `decided`: the questions
    whose answer depends on what was asked: it answers only them.
    """

    texts: Mapping[str, Collection[str]]
    decided: Collection[str]


def story_findings(stories: Sequence[Story], questions: Mapping[str, Place], answers: Answers) -> Iterator[Finding]:
    """All that is wrong with the stories, and with the questions that they leave without an answer.

    Args:
        stories: as read, so they have the form.
        questions: those with examples, and where each is written.
        answers: the answers that exist.
    """
    known = (*questions, *WITHOUT_EXAMPLES)
    ruled = rules(stories, known)
    steps = list(chain.from_iterable(story.steps for story in stories))
    yield from _twice(stories)
    yield from chain.from_iterable(_unknown(step, known, answers) for step in steps)
    yield from _misnamed(questions)
    yield from _unanswered(questions, ruled, answers)
    yield from _openings(stories, answers)
    yield from _middles(stories, ruled)
    yield from _continuations(stories, ruled)


def _twice(stories: Sequence[Story]) -> Iterator[Finding]:
    by_name: dict[str, Story] = {}
    by_steps: dict[tuple[tuple[str, StoryReply], ...], Story] = {}
    for story in stories:
        other = by_name.setdefault(story.name, story)
        if other is not story:
            yield Finding(
                story.place,
                f"un autre récit s’appelle « {story.name} » ({other.place})",
                "donner à l’un des deux un nom qui dise en quoi il diffère",
            )
        same = by_steps.setdefault(tuple((step.question, step.reply) for step in story.steps), story)
        if same is not story:
            yield Finding(
                story.place,
                f"le récit « {story.name} » a les mêmes étapes que « {same.name} » ({same.place})",
                "retirer l’un des deux",
            )


def _unknown(step: StoryStep, questions: Collection[str], answers: Answers) -> Iterator[Finding]:
    answer, question = step.reply.answer, step.question
    if question not in questions:
        yield Finding(
            step.place,
            f"la question « {question} » n’existe pas",
            _instead(question, questions, "les questions sont dans nlu/examples et stories/faq"),
        )
    if answer == question and question not in YES_NO:
        return  # whether a question has an answer of its own is a finding of its own, not of each step
    if answer in answers.decided:
        yield Finding(
            step.answer_place,
            f"la réponse « {answer} » dépend de ce qui est demandé : elle ne répond qu’à la question « {answer} »",
            f"mettre « question: {answer} », ou un texte de stories/answers/fr/dialogue.yml",
        )
    elif answer not in answers.texts or answer in _RESERVED:
        yield Finding(
            step.answer_place,
            f"la réponse « {answer} » n’existe pas",
            _instead(answer, answers.texts, f"écrire {_TEXT.format(answer)}"),
        )
    elif answers.texts[answer]:
        yield _unfilled(step.answer_place, answer, answers.texts[answer])


def _unfilled(place: Place, answer: str, blanks: Iterable[str]) -> Finding:
    words = " et ".join(f"{{{blank}}}" for blank in sorted(blanks))
    return Finding(
        place,
        f"le texte « {answer} » contient {words}, que rien ne remplit ici",
        "choisir un texte sans mot entre accolades, ou retirer ces mots du texte",
    )


def _instead(name: str, known: Iterable[str], otherwise: str) -> str:
    """The remedy for a name that does not exist."""
    similar = extractOne(name, sorted(known), score_cutoff=_SIMILAR)
    return f"vouliez-vous écrire « {similar[0]} » ? Sinon : {otherwise}" if similar else otherwise


def _misnamed(questions: Mapping[str, Place]) -> Iterator[Finding]:
    for question, place in questions.items():
        if question in _RESERVED or not _NAME.fullmatch(question):
            yield Finding(
                place,
                f"une question ne peut pas s’appeler « {question} »",
                "choisir un autre nom, en minuscules sans accent, chiffres et traits bas (_)",
            )


def _unanswered(questions: Mapping[str, Place], ruled: Mapping[str, StoryReply], answers: Answers) -> Iterator[Finding]:
    """Questions that no story begins with, and that have nothing to be answered with."""
    for question, place in questions.items():
        if question in answers.decided or question not in ruled or ruled[question].answer != question:
            continue
        if question not in answers.texts:
            yield Finding(
                place,
                f"la question « {question} » n’a pas de réponse",
                f"écrire {_TEXT.format(question)}, ou une table dans rules/programme/tables, ou un récit qui commence "
                "par cette question",
            )
        elif answers.texts[question]:
            yield _unfilled(place, question, answers.texts[question])


def _openings(stories: Sequence[Story], answers: Answers) -> Iterator[Finding]:
    """Replies to a question that begins stories: the same in all of them, and never in place of the programme."""
    first: dict[str, Story] = {}
    for story in stories:
        opening = story.opening
        other = first.setdefault(opening.question, story)
        if opening.reply != other.opening.reply:
            yield Finding(
                opening.answer_place,
                f"ce récit répond {_shown(opening.reply)} à « {opening.question} » ; le récit « {other.name} », qui "
                f"commence par la même question, répond {_shown(other.opening.reply)} ({other.opening.answer_place})",
                "donner la même première étape aux deux récits",
            )
        if opening.question in answers.decided and opening.reply.answer != opening.question:
            yield Finding(
                opening.answer_place,
                f"ce récit prend la place de la réponse à « {opening.question} », qui ne serait plus jamais donnée",
                f"mettre « reponse: {opening.question} », ou commencer par une autre question",
            )


def _middles(stories: Sequence[Story], ruled: Mapping[str, StoryReply]) -> Iterator[Finding]:
    """Steps that answer otherwise than the question is answered everywhere."""
    openings = {story.opening.question: story for story in reversed(stories)}
    for step in chain.from_iterable(story.steps[1:] for story in stories):
        reply = ruled.get(step.question, step.reply)
        if reply == step.reply:
            continue
        opener = openings.get(step.question)
        reason = (
            f"le récit « {opener.name} », qui commence par cette question, répond {_shown(reply)} "
            f"({opener.opening.answer_place})"
            if opener
            else f"partout ailleurs, la réponse est {_shown(reply)}"
        )
        yield Finding(
            step.answer_place,
            f"cette étape répond {_shown(step.reply)} à « {step.question} » ; {reason}",
            f"mettre {_written(reply)} ; dans la suite d’un récit, seules les questions « oui » et « non » reçoivent "
            "la réponse que l’on veut",
        )


def _continuations(stories: Sequence[Story], ruled: Mapping[str, StoryReply]) -> Iterator[Finding]:
    """Steps that Rasa cannot tell apart by what it remembers (`max_history: 2`): the step before, and the question."""
    after: dict[tuple[str, str, str], tuple[Story, int]] = {}
    restarting: dict[tuple[str, str], tuple[Story, StoryStep]] = {}
    for story in stories:
        for number, step in enumerate(story.steps[1:], start=1):
            if step.question in ruled:
                continue
            before = story.steps[number - 1]
            other, at = after.setdefault((before.question, before.reply.answer, step.question), (story, number))
            same = other.steps[at]
            if same.reply != step.reply:
                yield _undecided(story, number, other, at)
                continue
            other, same = restarting.setdefault((step.question, step.reply.answer), (story, step))
            if same.reply != step.reply:
                yield Finding(
                    step.answer_place,
                    f"après cette réponse à « {step.question} », un récit fait tout oublier et l’autre non : "
                    f"le récit « {other.name} » ({same.answer_place})",
                    f"mettre « puis: {RESTART} » aux deux étapes ou à aucune, ou changer l’une des réponses",
                )


def _undecided(story: Story, number: int, other: Story, at: int) -> Finding:
    step, same = story.steps[number], other.steps[at]
    answers = f"ici {_shown(step.reply)}, là {_shown(same.reply)} ({same.answer_place})"
    if _beginning(story, number) == _beginning(other, at):
        return Finding(
            step.answer_place,
            f"le récit « {story.name} » commence comme « {other.name} » et répond ensuite autrement à "
            f"« {step.question} » : {answers}",
            "donner la même réponse aux deux récits, ou les faire commencer autrement",
        )
    return Finding(
        step.answer_place,
        f"l’assistant ne se souvient que de l’étape d’avant, qui est la même dans le récit « {other.name} » : il ne "
        f"saurait pas quoi répondre à « {step.question} » : {answers}",
        "donner la même réponse à ces deux étapes, ou des réponses différentes aux étapes juste avant",
    )


def _beginning(story: Story, number: int) -> list[tuple[str, StoryReply]]:
    return [(step.question, step.reply) for step in story.steps[:number]]


def _shown(reply: StoryReply) -> str:
    return f"« {reply.answer} »" + (", puis oublie tout" if reply.restarts else "")


def _written(reply: StoryReply) -> str:
    return f"« reponse: {reply.answer} »" + (f" et « puis: {RESTART} »" if reply.restarts else "")
