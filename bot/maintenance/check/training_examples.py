"""Trainings that examples do not name: questions about them would be taken for another question whose examples do.

A new training's conditions are asked like those of the others. But if only the examples of a plain question name it,
its name alone leads there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from bot.content.loading import FACT_FINDER, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from nlu.entities.fact_finder import FILES, FactFinder
from nlu.training_data.examples import Example
from rules.errors import Finding
from rules.ids import FactId, QuestionId
from rules.model import Programme

_MAX_LACKING: Final = 0.25
"""Largest share of the questions with an answer of their own for a training whose examples may not name it."""


def training_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Trainings that the examples of several questions about them do not name."""
    programme, finder = inputs.content.get(PROGRAMME), inputs.content.get(FACT_FINDER)
    if programme is None or finder is None:
        return
    by_intent: dict[str, list[Example]] = {}
    for example in inputs.examples:
        by_intent.setdefault(example.intent, []).append(example)
    asked = {question: _answered_in_particular(programme, question) for question in programme.tables}
    named = {
        question: _named(finder, by_intent.get(question, ()), courses)
        for question, courses in asked.items()
        if courses and question != QuestionId.CONTACT
    }
    facts = inputs.documents[inputs.files.programme / "faits.yml"]
    lexicon = inputs.documents.get(inputs.files.lexicon / FILES[0])
    words = lexicon.content.get(FactId.COURSE, {}) if lexicon else {}
    for index, course in enumerate(programme.facts[FactId.COURSE].values):
        if course not in words:
            continue  # has its own finding
        questions = [question for question in named if course in asked[question]]
        lacking = [question for question in questions if course not in named[question]]
        if len(lacking) > _MAX_LACKING * len(questions):
            problem = f"aucun exemple ne nomme la formation « {course} » dans : {', '.join(lacking)}"
            problem += _rival(programme, finder, by_intent, course)
            remedy = (
                "y écrire deux exemples qui la nomment, dans chaque langue (nlu/examples) : sans eux, ces questions-là "
                "seront prises pour une autre"
            )
            yield Finding(facts.place("faits", FactId.COURSE, "valeurs", index), problem, remedy, "warning")


def _answered_in_particular(programme: Programme, question: str) -> frozenset[str]:
    """The trainings that a table answers differently from the rest."""
    rows = programme.tables[question].rows
    conditions = [dict(row.when)[FactId.COURSE] for row in rows if FactId.COURSE in dict(row.when)]
    return frozenset(value for values in conditions for value in values) & {*programme.facts[FactId.COURSE].values}


def _named(finder: FactFinder, examples: list[Example] | tuple[()], courses: frozenset[str]) -> set[str]:
    """The trainings that some example names."""
    found: set[str] = set()
    for example in examples:
        if courses <= found:
            break
        found |= {span.value for span in finder.each(FactId.COURSE, example.text)}
    return found


def _rival(programme: Programme, finder: FactFinder, by_intent: Mapping[str, list[Example]], course: str) -> str:
    """The plain question whose examples name a training most, in words; empty if none does."""
    counts: Counter[str] = Counter()
    for intent, examples in by_intent.items():
        table = programme.tables.get(intent)
        if table and not table.reads and dict(table.about).get(FactId.COURSE) != course:
            counts[intent] = sum(
                any(span.value == course for span in finder.each(FactId.COURSE, example.text)) for example in examples
            )
    rival, count = next(iter(counts.most_common(1)), ("", 0))
    return f", et {count} de « {rival} » la nomment" if count else ""
