"""A question of the inbox becomes an example: one more line in the right file, shown before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process

from bot.answers.texts import LANGUAGE_NAMES
from bot.maintenance.yaml_files.edits import Edit, addition, file_text, refusal
from bot.storage.masking import Masking
from nlu.training_data.examples import FAQ, Example, ExamplesFile, FaqQuestions, Language, intents
from rules.yaml_lines import Document, read_document


def file_examples(
    examples: Sequence[Example], question: str, language: Language, sentences: Sequence[str], mask: Masking
) -> Edit:
    """The edit that adds sentences to the examples of a question.

    Args:
        examples: the existing examples of all questions.
        question: the question that the sentences ask.
        language: the language of the sentences.
        sentences: at least one.
        mask: finds personal data.

    Raises:
        ProgrammeError: there is no such question, or a sentence is an example already or personal.
    """
    document, key = _file_of(examples, question)
    known = {example.text.casefold().strip(): example for example in examples}
    wanted = list(dict.fromkeys(" ".join(sentence.split()) for sentence in sentences))
    for sentence in wanted:
        refuse_unfit(sentence, known.get(sentence.casefold()), mask, document.file)
    return _with(document, key, language, wanted)


def _file_of(examples: Sequence[Example], question: str) -> tuple[Document[Any], str]:
    path = next((example.place.file for example in examples if example.intent == question), None)
    if path is None:
        known = intents(examples)
        near = process.extract(question, known, limit=3)
        remedy = f"vouliez-vous dire {', '.join(name for name, _, _ in near)} ? Toutes : {', '.join(known)}"
        raise refusal(examples[0].place.file.parent, f"la question « {question} » n'existe pas", remedy)
    if path.parent.name == FAQ.name:
        return read_document(path, FaqQuestions), "questions"
    return read_document(path, ExamplesFile), "exemples"


def refuse_unfit(sentence: str, known: Example | None, mask: Masking, path: Path) -> None:
    """Refuse a sentence that cannot be an example.

    Raises:
        ProgrammeError: it is empty, already an example (`known`), or personal.
    """
    if not sentence:
        raise refusal(path, "la phrase est vide", "en écrire une (--phrase)")
    if known is not None:
        problem = f"« {sentence} » est déjà un exemple de « {known.intent} » ({known.place})"
        raise refusal(path, problem, "la retirer d'abord de là, ou l'y laisser")
    masked = mask(sentence)
    if masked != sentence or "[" in sentence:
        problem = f"« {masked} » contient quelque chose de personnel, masqué ou à masquer"
        raise refusal(path, problem, "réécrire la phrase sans cela (--phrase)")


def _with(document: Document[Any], key: str, language: Language, sentences: Sequence[str]) -> Edit:
    """The file with sentences after the last ones of a language; everything else is unchanged."""
    existing = getattr(document.content, key).get(language, [])
    line = document.place(key, language, len(existing) - 1).line - 1
    if not existing or not file_text(document.file).splitlines()[line].lstrip().startswith("- "):
        raise refusal(
            document.file,
            f"il n'y a pas de liste d'exemples en {LANGUAGE_NAMES[language]} à compléter",
            f"écrire la première phrase à la main, sous « {key}: » puis « {language}: », précédée d'un tiret",
        )
    items = [yaml.safe_dump([sentence], allow_unicode=True, width=10_000) for sentence in sentences]
    return addition(document.file, ((key, language), "".join(items)))
