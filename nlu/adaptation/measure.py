"""How much of some rows is right: fields in percent, and what is named by the F1 of whole spans."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import torch

from nlu.adaptation.batches import Labels, batch, by_length
from nlu.adaptation.network import Adapted
from nlu.adaptation.row import MESSAGE_FIELDS, Frame, NamedTokens, Row
from nlu.meaning import NO_TOPIC, NOTHING

ASKS_NOTHING: Final = (NO_TOPIC, "remercier", "saluer", "au_revoir")
"""Topics of messages that ask nothing: topics and courses are measured on the others."""

NAMED: Final = ("kind", "role", "holder")

_Span = tuple[int, int, str, str, str]


@dataclass(frozen=True)
class Heard:
    """What is heard in a row: the likeliest label of each field, the three likeliest topics, and what is named."""

    labels: Mapping[str, str]
    topics: Sequence[str]
    spans: set[_Span]


def measured(adapted: Adapted, rows: Sequence[Row], frame: Frame, labels: Labels) -> dict[str, float]:
    """The share of each field that is right, in percent.

    `topic_course` are both together; `topic_of_3` is the topic among the three likeliest; `spans` is the F1 of spans
    with their kind, role and holder, `spans_kind` of those with their kind.
    """
    with torch.no_grad():
        pairs = [pair for some in by_length(rows) for pair in _heard(adapted, [rows[at] for at in some], frame, labels)]
    asking = [(row, heard) for row, heard in pairs if row.labels.get("topic", NO_TOPIC) not in ASKS_NOTHING]
    shares = {}
    for field in MESSAGE_FIELDS:
        of = asking if field in ("topic", "course") else pairs
        shares[field] = _share(row.labels[field] == heard.labels[field] for row, heard in of if field in row.labels)
    shares["topic_course"] = _share(
        all(row.labels[field] == heard.labels[field] for field in ("topic", "course")) for row, heard in asking
    )
    shares["topic_of_3"] = _share(row.labels["topic"] in heard.topics for row, heard in asking)
    named = [(spans(row.named), heard.spans) for row, heard in pairs if row.named]
    return {**shares, "spans": _f1(named, 5), "spans_kind": _f1(named, 3)}


def _heard(adapted: Adapted, rows: Sequence[Row], frame: Frame, labels: Labels) -> Iterator[tuple[Row, Heard]]:
    scores, tokens = adapted(batch(rows, frame, labels))
    best = {field: found.argmax(-1).tolist() for field, found in {**scores, **tokens}.items()}
    topics = scores["topic"].topk(3).indices.tolist()
    for at, row in enumerate(rows):
        _, start = frame.around(row)
        own = slice(start, start + len(row.ids))
        named = {field: [labels[field][number] for number in best[field][at][own]] for field in NAMED}
        yield (
            row,
            Heard(
                {field: labels[field][best[field][at]] for field in MESSAGE_FIELDS},
                [labels["topic"][number] for number in topics[at]],
                spans(NamedTokens(**named, begins=best["begins"][at][own])),
            ),
        )


def _share(right: Iterable[bool]) -> float:
    found = list(right)
    return 100 * sum(found) / len(found) if found else math.nan


def _f1(pairs: Sequence[tuple[set[_Span], set[_Span]]], length: int) -> float:
    """The F1 of what is named, in percent, by the first items of each span."""
    cut = [({span[:length] for span in true}, {span[:length] for span in found}) for true, found in pairs]
    named = sum(len(true) + len(found) for true, found in cut)
    return 200 * sum(len(true & found) for true, found in cut) / named if named else math.nan


def spans(named: NamedTokens) -> set[_Span]:
    """What tokens name: first token, end, kind, and the role and holder that most of its tokens have."""
    found, at = set(), 0
    while at < len(named.kind):
        end = at + 1
        while end < len(named.kind) and named.kind[end] == named.kind[at] and not named.begins[end]:
            end += 1
        if named.kind[at] != NOTHING:
            role, holder = (max(part := values[at:end], key=part.count) for values in (named.role, named.holder))
            found.add((at, end, named.kind[at], role, holder))
        at = end
    return found
