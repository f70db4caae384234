"""Makes the rows that the encoder is adapted to: `python -m nlu.adaptation.rows FILE TURNS…`, in JSON.

They are made with the project's own tokenizer, places and first names; `learn.py` learns from them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, zip_longest
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from nlu.adaptation.row import Frame, NamedTokens, Row, RowsFile, Source
from nlu.classification.background import background_words
from nlu.classification.language_id import LanguageIdentifier
from nlu.distress import Distress
from nlu.encoder.sentence_encoder import MAX_BEFORE, SentenceEncoder, sentence_encoder
from nlu.gist import gist, with_answered
from nlu.intents import GOODBYE, GREET, OUT_OF_SCOPE, STATEMENT, THANK
from nlu.meaning import NO_TOPIC, NOTHING, MessageAct
from nlu.resources import LanguageResources, in_use
from nlu.text import excerpt
from nlu.training_data.annotated import AnnotatedMessage, read_annotated
from nlu.training_data.distress import DistressMessage, read_distress
from nlu.training_data.examples import EXAMPLES, FAQ, Example, read_examples
from nlu.training_data.meanings import LoggedTurn, Meaning, OtherAsk, conversations, read_turns

MAX_TOKENS: Final = 90
"""Of a message; of a longer one the beginning is learnt."""

KNOWN: Final = (
    "Est-ce que je dois passer Pix avant le module 2 ?",
    "Je suis à Dax et ma collègue à Pau ; qui paie ?",
    "How long does the course take, and where is it?",
)
"""Sentences whose vectors the card tells: those of the encoder that is made of the changes must be near."""

JOINTS: Final = (" ? ", ", et ", " et ", ". ", " ; ", " ? et ")
"""What may stand between two questions of one message."""

_COURTESY: Final = {MessageAct.THANK: THANK, MessageAct.GREET: GREET, MessageAct.LEAVE: GOODBYE}
"""The topics of acts for which some writers name it, and some none."""

_Tokens = tuple[int, int]
"""The first of some tokens, and their end."""


class RowMaker:
    """Makes rows.

    Args:
        encoder: whose tokens they are.
        resources: the places and first names.
        language: tells the language of a text, "fr" or "en".
    """

    def __init__(self, encoder: SentenceEncoder, resources: LanguageResources, language: Callable[[str], str]) -> None:
        self._encoder = encoder
        self._resources = resources
        self._language = language

    def gold(self, turn: LoggedTurn, before: Before, source: Source = "gold") -> Iterator[Row]:
        """The rows of a logged turn: the message, and the words of each of its questions where it has several."""
        meaning = turn.meaning
        if meaning is None:
            return
        encoded = self.encoded(turn.message)
        said, answered = self._before(before.reply), self._before(before.reply, before.question, before.course)
        named, asks = None, None
        parts = [encoded.tokens_of(part) for part in (meaning.part, *(ask.part for ask in meaning.more))]
        if meaning.operation is not None:
            named = encoded.named([(span.words, span.kind, span.role, span.holder) for span in meaning.spans])
            asks = encoded.asks(parts) if meaning.more else [int(meaning.topic != NO_TOPIC)] * len(encoded.ids)
        yield Row(source, turn.writer, encoded.ids, _labels(meaning), answered, said, named=named, asks=asks)
        if meaning.more:
            asked = (_labels_of_ask(meaning), *map(_labels_of_ask, meaning.more))
            for labels, part in zip(asked, parts, strict=True):
                if part:
                    yield Row(source, turn.writer, encoded.ids, labels, answered, said, part)

    def sentence(self, text: str, intent: str, source: Source = "sentence") -> Row:
        """The row of an example sentence, or of words that have this intent after a reply alone."""
        topic = NO_TOPIC if intent == STATEMENT else intent
        return Row(source, intent, self.encoded(text).ids, {"topic": topic})

    def annotated(self, message: AnnotatedMessage) -> Row:
        """The row of an annotated message; what it names is marked by other rules than that of the turns."""
        return Row(
            "annotated",
            message.place.file.stem,
            self.encoded(message.text).ids,
            {"act": message.act, "form": message.metadata.formes[0]},
            self._before(message.metadata.avant),
        )

    def distress(self, message: DistressMessage) -> Row:
        """The row of a message in hard times, or of a false friend of one."""
        return Row("distress", message.place.file.stem, self.encoded(message.text).ids, {"distress": message.distress})

    def encoded(self, text: str) -> EncodedText:
        """A message as tokens."""
        read = self.read(text)
        ids, starts, ends = self._encoder.tokens(read)
        return EncodedText(self.read, read, ids[:MAX_TOKENS], starts.tolist(), ends.tolist())

    def read(self, text: str) -> str:
        """A text as it is encoded: with nouns for first names, and one place for all."""
        text = excerpt(text)
        return self._resources.delexicalizer(self._resources.by_noun(text, self._language(text)))

    def _before(self, reply: str, question: str | None = None, course: str | None = None) -> list[int]:
        said = self._resources.delexicalizer(gist(reply))
        ids, *_ = self._encoder.tokens(with_answered(said, question, course))
        return ids[:MAX_BEFORE]


@dataclass(frozen=True)
class Before:
    """What was said before a turn: the last reply, and the question and the course that were spoken of last."""

    reply: str = ""
    question: str | None = None
    course: str | None = None

    def after(self, turn: LoggedTurn) -> Before:
        """What was said before the turn that follows one."""
        meaning = turn.meaning
        if meaning is None:
            return replace(self, reply=turn.reply)
        return Before(turn.reply, _named(meaning.topic) or self.question, _named(meaning.course) or self.course)


def _named(label: str) -> str | None:
    return None if label == NO_TOPIC else label


class EncodedText:
    """A message as tokens: `ids`, with where each starts and ends in the `text` that was encoded."""

    def __init__(
        self, read: Callable[[str], str], text: str, ids: list[int], starts: list[int], ends: list[int]
    ) -> None:
        self._read = read
        self._folded = text.casefold()
        self._starts, self._ends = starts, ends
        self.ids = ids

    def tokens_of(self, words: str) -> _Tokens | None:
        """The tokens of some words of the message; None where they do not stand there."""
        sought = self._read(words).casefold().strip()
        start = self._folded.find(sought) if sought else -1
        end = start + len(sought)
        inside = [at for at in range(len(self.ids)) if start >= 0 and self._starts[at] < end and self._ends[at] > start]
        return (inside[0], inside[-1] + 1) if inside else None

    def named(self, spans: Sequence[tuple[str, str, str, str]]) -> NamedTokens | None:
        """What the tokens name, by words, kind, role and holder; None where some words do not stand in the message."""
        count = len(self.ids)
        labels = NamedTokens([NOTHING] * count, [NOTHING] * count, [NOTHING] * count, [0] * count)
        for words, kind, role, holder in spans:
            found = self.tokens_of(words)
            if found is None:
                return None
            labels.begins[found[0]] = 1
            for at in range(*found):
                labels.kind[at], labels.role[at], labels.holder[at] = kind, role, holder
        return labels

    def asks(self, parts: Sequence[_Tokens | None]) -> list[int] | None:
        """Which question each token asks; None where the words of one do not stand in the message."""
        asks = [0] * len(self.ids)
        for number, part in enumerate(parts, start=1):
            if part is None:
                return None
            asks[slice(*part)] = [number] * (part[1] - part[0])
        return asks


def _labels(meaning: Meaning) -> dict[str, str]:
    labels = {**_labels_of_ask(meaning), "act": meaning.act, "link": meaning.link}
    if meaning.topic == NO_TOPIC:
        labels["topic"] = _COURTESY.get(meaning.act, NO_TOPIC)
    if meaning.act != MessageAct.DISTRESS:  # how bad it is, its writer does not say
        labels["distress"] = Distress.NONE
    if meaning.operation is not None:
        labels["operation"] = meaning.operation
        labels["claim"] = meaning.claim.attribute if meaning.claim else NOTHING
    return labels


def _labels_of_ask(ask: Meaning | OtherAsk) -> dict[str, str]:
    return {"topic": ask.topic, "course": ask.course, "form": ask.form, "who": ask.who}


def joined(first: LoggedTurn, second: LoggedTurn, joint: str) -> LoggedTurn | None:
    """Two turns as one message: few writers ask two questions at once. None where one of them asks none, or several."""
    asked, then = first.meaning, second.meaning
    if asked is None or then is None or not (_asks_one(asked) and _asks_one(then)):
        return None
    begun = first.message.rstrip(" ?!.")
    more = OtherAsk(then.topic, then.course, then.form, then.who, second.message)
    known = asked.operation is not None and then.operation is not None
    meaning = structs.replace(
        asked, operation=asked.operation if known else None, part=begun, more=(more,), spans=(*asked.spans, *then.spans)
    )
    return structs.replace(first, message=f"{begun}{joint}{second.message}", meaning=meaning)


def _asks_one(meaning: Meaning) -> bool:
    return meaning.act == MessageAct.ASK and meaning.topic not in {NO_TOPIC, OUT_OF_SCOPE} and not meaning.more


def rows(turns: Sequence[LoggedTurn]) -> Iterator[Row]:
    """All rows: of these turns, of the examples, of the annotated messages and of those in hard times."""
    examples = read_examples(EXAMPLES, FAQ)
    resources = in_use()
    identifier = LanguageIdentifier().fit(
        [example.text for example in examples], [example.language for example in examples], resources.places.names
    )
    maker = RowMaker(sentence_encoder(), resources, lambda text: identifier.identify(text) or "fr")
    joints = cycle(JOINTS)
    for conversation in conversations(turns):
        before = Before()
        for turn, following in zip_longest(conversation, conversation[1:]):
            yield from maker.gold(turn, before)
            if following and (both := joined(turn, following, next(joints))):
                yield from maker.gold(both, before, "joined")
            before = before.after(turn)
    yield from (maker.sentence(text, intent) for text, intent in _sentences(examples))
    contextual = [example for example in examples if example.contextual]
    yield from (maker.sentence(example.text, example.intent, "follow_up") for example in contextual)
    yield from map(maker.annotated, read_annotated())
    yield from map(maker.distress, read_distress())


def _sentences(examples: Sequence[Example]) -> Iterator[tuple[str, str]]:
    """Sentences that mean the same after any reply, and words that mean nothing here, with their intents."""
    alone = [(example.text, example.intent) for example in examples if not example.contextual]
    yield from alone
    yield from ((word, OUT_OF_SCOPE) for word in background_words(*zip(*alone, strict=True)))


def main() -> None:
    """Write the rows of the turns of some files and folders."""
    out, *sources = map(Path, sys.argv[1:])
    turns = [turn for source in sources for turn in read_turns(source)]
    out.parent.mkdir(parents=True, exist_ok=True)
    encoder = sentence_encoder()
    known = {text: encoder.tokens(text)[0] for text in KNOWN}
    out.write_bytes(msgspec.json.encode(RowsFile(Frame(encoder.lead([]), encoder.end), list(rows(turns)), known)))


if __name__ == "__main__":
    main()
