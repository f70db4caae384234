"""What the head of danger learns: the maintainers' messages of distress, and every other message as an ordinary one."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.classification.delexicalization import Delexicalizer
from nlu.classification.embedding_cache import cached_embeddings
from nlu.classification.training_run import TrainingRun
from nlu.classification.utterance_classifier import classified_texts
from nlu.distress import Distress
from nlu.entities.clauses import ClauseSplitter
from nlu.heads.danger import DangerHead, DistressExample, Matrix
from nlu.heads.training import kept_or_trained
from nlu.training_data.annotated import AnnotatedMessage
from nlu.training_data.danger import DistressMessage

_OF_ACTS = {"detresse": Distress.DANGER, "agace": Distress.EXASPERATION}
"""Of annotated messages, the acts that show distress (`nlu/annotated/etiquettes.yml`)."""


def distress_examples(
    messages: Sequence[DistressMessage],
    annotated: Sequence[AnnotatedMessage],
    questions: Sequence[str],
    clauses: ClauseSplitter,
    delexicalize: Delexicalizer,
) -> list[DistressExample]:
    """What is learnt, as messages are classified.

    Args:
        messages: of danger, of exasperation, and their false friends.
        annotated: annotated messages: ordinary, unless their act is one of distress.
        questions: the maintainers' examples, which are all ordinary, and of one clause mostly.
        clauses: cuts messages.
        delexicalize: replaces their places and dates.
    """

    def parts(text: str) -> tuple[str, ...]:
        return tuple(classified_texts(text, clauses.split(text), delexicalize))

    examples = [DistressExample(parts(message.text), message.distress) for message in messages]
    for message in annotated:
        distress = _OF_ACTS.get(message.act, Distress.NONE)
        examples.append(DistressExample(parts(message.text), distress, ordinary=distress is Distress.NONE))
    return examples + [
        DistressExample(tuple(classified_texts(text, (), delexicalize)), Distress.NONE, ordinary=True)
        for text in questions
    ]


def trained_danger_head(examples: Sequence[DistressExample], run: TrainingRun) -> DangerHead:
    """The head, kept from the last training of the same or trained; `run` says where embeddings, and it, are kept."""

    def embeddings(texts: Sequence[str]) -> Matrix:
        unique = list(dict.fromkeys(texts))
        vectors, rows = cached_embeddings(unique, run.embeddings), {text: row for row, text in enumerate(unique)}
        found: Matrix = vectors[[rows[text] for text in texts]]
        return found

    return kept_or_trained(
        "danger", examples, DangerHead.load, lambda: DangerHead().fit(examples, embeddings), run.embeddings
    )
