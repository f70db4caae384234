"""Makes noms.crfsuite, the tagger of names, from the sentences of phrases.yml and the project's ordinary questions.

Usage, in an environment with Faker beside the project's libraries:
    python bot/storage/masking/data/build_tagger.py FIRST_NAMES_CSV FAMILY_NAMES_CSV [PART]

The names are those of build_lists.py. With PART, 0 or 1, it trains on the questions of one half of the files only, and
counts those of the other half in which it finds a name: its effect on questions it was not trained on.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite
import yaml
from faker import Faker

from bot.storage.masking.features import COMMUNES, WordLists, features, signs
from bot.storage.masking.names import INSIDE, MODEL, OUTSIDE, NameTagger
from nlu.text import fold

DATA = Path(__file__).parent
ROOT = DATA.parents[3]
COPIES = 100
"""How often each sentence about persons is filled with names."""
ORDINARY_COPIES = 25
LONE_WORDS = 4_000
"""Training messages of one word that is no name."""
SEED = 36056
FOREIGN = ("pl_PL", "pt_PT", "tr_TR", "it_IT", "es_ES", "de_DE", "nl_BE", "en_GB", "ro_RO", "vi_VN", "yo_NG", "fr_FR")
PARTICLES = ("de", "de la", "du", "Le", "La", "Ben", "El", "Van", "Dos", "Da", "Abou", "Bel", "Aït", "Von", "des", "d'")
NICKNAMES = ("Nono", "Jojo", "Titi", "Manu", "Fred", "Steph", "Seb", "Ben", "Nico", "Val", "Isa", "Dom", "Phil", "Bibi")
SLOT = re.compile(r"\{(p|n|pn|q|commune|lieu)\}")
MARKS = ("\ue000", "\ue001")
"""Signs around each name while a sentence is built."""


class Names:
    """First and family names to draw from, frequent, rare and foreign."""

    def __init__(self, chance: random.Random, first_names: Path, family_names: Path) -> None:
        self._chance = chance
        self._first = _ordered(first_names)
        self._family = _ordered(family_names)
        self._foreign = [Faker(locale) for locale in FOREIGN]
        for number, faker in enumerate(self._foreign):
            faker.seed_instance(SEED + number)

    def first(self) -> str:
        """A first name, perhaps of two parts, or a nickname."""
        chance, draw = self._chance, self._chance.random()
        if draw < 0.03:
            return chance.choice(NICKNAMES)
        if draw < 0.12:
            return self._from_abroad("first_name")
        if draw < 0.2:
            return f"{self._frequent(self._first)}{chance.choice('- -')}{self._frequent(self._first)}"
        return self._frequent(self._first) if draw < 0.72 else chance.choice(self._first[:36_000]).title()

    def family(self) -> str:
        """A family name, perhaps with a particle, or its initial."""
        chance, draw = self._chance, self._chance.random()
        if draw < 0.04:
            return chance.choice("ABCDEFGHKLMNPRSTVZ") + chance.choice(("", "."))
        if draw < 0.16:
            return self._from_abroad("last_name")
        if draw < 0.24:
            return f"{chance.choice(PARTICLES)} {self._any_family()}".replace("' ", "'")
        if draw < 0.3:
            return f"{self._any_family()}{chance.choice('- -')}{self._any_family()}"
        return self._any_family()

    def full(self) -> str:
        """A first name and a family name, in either order."""
        draw = self._chance.random()
        first, family = self.first(), self.family()
        if draw < 0.12 and len(family) > 2:
            return f"{family.upper()} {first}" if draw < 0.08 else f"{family} {first}"
        if draw < 0.3:
            return f"{first} {family.upper()}"
        if draw < 0.34:
            return f"{first[0]}. {family}"
        return f"{first} {family}"

    def _any_family(self) -> str:
        if self._chance.random() < 0.45:
            return self._frequent(self._family)
        return self._chance.choice(self._family).title()

    def _frequent(self, names: Sequence[str]) -> str:
        """One of the most frequent names, the more frequent more often."""
        return names[int(len(names) ** self._chance.uniform(0.35, 0.85))].title()

    def _from_abroad(self, part: str) -> str:
        return str(getattr(self._chance.choice(self._foreign), part)())


def _ordered(path: Path) -> list[str]:
    lines = (line.rpartition(",")[0] for line in path.read_text(encoding="utf-8").splitlines())
    return [name for name in lines if name != "AUTRES NOMS" and not name.startswith("_") and len(name) > 1]


def main(first_names: str, family_names: str, part: str | None = None) -> None:
    """Write noms.crfsuite; with `part`, train on one half of the questions and count names found in the other half."""
    chance = random.Random(SEED)  # noqa: S311 - nothing is secret
    lists = WordLists.load()
    sentences = yaml.safe_load((DATA / "phrases.yml").read_text(encoding="utf-8"))
    files = _question_files()
    learnt = files if part is None else files[int(part) :: 2]
    questions = [question for file in learnt for question in _questions(file) if not _may_name(question, lists)]
    names = Names(chance, Path(first_names), Path(family_names))
    target = MODEL if part is None else Path(f"/tmp/noms-{part}.crfsuite")  # noqa: S108 - a trial
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.15, "c2": 0.02, "max_iterations": 90, "feature.minfreq": 3})
    for text in _texts(chance, sentences, questions, names, lists):
        written, tags = _tagged(text)
        trainer.append(features(written, lists), tags)
    trainer.train(str(target))
    if part is not None:
        tagger = pycrfsuite.Tagger()
        tagger.open(str(target))
        _count(
            NameTagger(tagger, lists), [question for file in files[1 - int(part) :: 2] for question in _questions(file)]
        )


def _texts(
    chance: random.Random,
    sentences: dict[str, list[str]],
    questions: Sequence[str],
    names: Names,
    lists: WordLists,
) -> Iterator[str]:
    communes = [
        re.sub(r"[^\w' -]", "", name)
        for line in COMMUNES.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for name in line.partition("|")[2].split(",")
    ]

    def filled(match: re.Match[str]) -> str:
        slot = match[1]
        if slot == "q":
            return chance.choice(questions)
        if slot == "commune":
            return chance.choice(communes)
        if slot == "lieu":
            return chance.choice(sentences["lieux"])
        name = {"p": names.first, "n": names.family, "pn": names.full}[slot]()
        return MARKS[0] + name + MARKS[1]

    for copies, kind in ((COPIES, "personnes"), (ORDINARY_COPIES, "ordinaires")):
        for sentence in sentences[kind]:
            for _ in range(copies):
                yield _cased(chance, SLOT.sub(filled, sentence))
    for word in chance.sample(_only_words(lists), LONE_WORDS):
        yield chance.choice((word, word.title()))
    for question in questions:
        yield question
        if chance.random() < 0.15:
            yield _cased(chance, question)


def _only_words(lists: WordLists) -> list[str]:
    return [word for word, codes in lists.lists.items() if codes in ("M1", "M2", "M3")]


def _cased(chance: random.Random, text: str) -> str:
    """A text as people may write it: as it is, in lower case, in capitals, without accents."""
    draw = chance.random()
    if draw < 0.3:
        text = text.lower()
    elif draw < 0.36:
        text = text.upper()
    elif draw < 0.44:
        text = re.sub(f"{MARKS[0]}([^{MARKS[1]}]+)", lambda match: match[0].lower(), text)
    elif draw < 0.5:
        text = text[0].upper() + text[1:]
    if chance.random() < 0.15:
        text = "".join(fold(sign) if sign.isalpha() and sign.islower() else sign for sign in text)
    if chance.random() < 0.1:
        text = text.replace("'", "’" if chance.random() < 0.5 else " ")
    return text


def _tagged(text: str) -> tuple[list[str], list[str]]:
    """The signs of a built text and their tags; the marks around names are removed."""
    written, tags, tag = [], [], OUTSIDE
    for sign in signs(re.sub(f"([{''.join(MARKS)}])", r" \1 ", text)):
        if sign.text in MARKS:
            tag = INSIDE if sign.text == MARKS[0] else OUTSIDE
        else:
            written.append(sign.text)
            tags.append(tag)
    return written, tags


def _question_files() -> list[Path]:
    return sorted([*(ROOT / "stories" / "faq").glob("*.yml"), *(ROOT / "nlu" / "examples").glob("*.yml")])


def _questions(path: Path) -> Iterator[str]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key in ("questions", "exemples", "suites"):
        yield from _strings(content.get(key))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _strings(value)


def _may_name(question: str, lists: WordLists) -> bool:
    """Whether a question may name someone: it has a frequent first name that is no word or place."""
    known = ((sign.text, lists.of(fold(sign.text))) for sign in signs(question))
    return any(
        "P2" in codes and "C" not in codes and (text[0].isupper() or "M" not in codes) and not re.search("M[23]", codes)
        for text, codes in known
    )


def _count(tagger: NameTagger, questions: Sequence[str]) -> None:
    touched = [(question, list(tagger.spans(question))) for question in questions]
    touched = [(question, spans) for question, spans in touched if spans]
    for question, spans in touched:
        print([question[start:end] for start, end in spans], question)
    print(f"{len(touched)} of {len(questions)} = {len(touched) / len(questions):.2%}")


if __name__ == "__main__":
    main(*sys.argv[1:])
