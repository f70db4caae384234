"""A summary of a report in French sentences, the same for terminal, comment and page."""

from __future__ import annotations

from bot.maintenance.diff.intent_changes import Hint
from bot.maintenance.diff.phrases import joined
from bot.maintenance.diff.report import Report

_MOST_NAMED = 5
"""English texts named, of those whose French text alone changes."""


def summary(report: Report) -> list[str]:
    """A few sentences: what changes, where that is repeated, what to read again, what was not compared."""
    sentences = []
    if report.empty:
        sentences.append(f"Depuis {report.revision}, rien ne change pour les conseillers.")
    else:
        sentences.append(f"Depuis {report.revision} : {joined(_parts(report))}.")
    if report.in_path:
        sentences.append(f"« Mon parcours » reprend en bref ce qui change à : {joined(report.in_path)}.")
    if report.twins:
        named = [f"« {twin.name} » ({twin.place})" for twin in report.twins[:_MOST_NAMED]]
        more = len(report.twins) - len(named)
        rest = [counted(more, "autre", "autres")] if more else []
        sentences.append(f"L’anglais n’a pas changé, à relire : {joined([*named, *rest])}.")
    if report.understanding is None:
        sentences.append("Ce que l’assistant comprend n’a pas été comparé.")
    return sentences


def counted(number: int, singular: str, several: str) -> str:
    """A number with its noun: « 1 réponse change », « 13 réponses changent »."""
    return f"{number:,}".replace(",", "\u202f") + f" {several if number > 1 else singular}"


def hint(what: Hint) -> str:
    """What a sentence is taken for: « Qui paie la formation (83 %) »."""
    sure = f"« {what.title} » ({what.confidence:.0%})".replace("%", "\u00a0%")
    return sure if what.sure else f"pas sûr, peut-être {sure}"


def _parts(report: Report) -> list[str]:
    found = []
    if report.answers:
        kinds = counted(len(report.answers), "réponse change", "réponses changent")
        found.append(f"{kinds} ({counted(report.combinations, 'cas', 'cas')} en tout)")
    if report.explanations:
        found.append(counted(len(report.explanations), "« Pourquoi ? » change seul", "« Pourquoi ? » changent seuls"))
    if report.added:
        found.append(counted(len(report.added), "question s’ajoute", "questions s’ajoutent"))
    if report.removed:
        found.append(counted(len(report.removed), "question disparaît", "questions disparaissent"))
    if report.texts:
        found.append(counted(len(report.texts), "autre texte change", "autres textes changent"))
    if report.understanding and not report.understanding.empty:
        understood = report.understanding
        every = len(understood.entities) + len(understood.intents) + understood.secret
        worse = sum(change.turn == "worse" for change in understood.intents) + understood.secret_worse
        sentences = counted(every, "phrase est comprise autrement", "phrases sont comprises autrement")
        found.append(sentences + (f", dont {worse} moins bien" if worse else ""))
    return found
