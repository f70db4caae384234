"""Criteria in an utterance: what it asks of an answer or of items, and the rank of an item it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from nlu.entities.expressions import Alternative, Expression
from nlu.entities.patterns import LEXICON, compiled, mistaken_examples, no_words, words_pattern, written_parts
from nlu.entities.plain_words import plain_expressions
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, read_document

CRITERIA = "criteres.yml"

LAST = -1

_SIGNALS = ("premisses", "qui_fait_quoi", "alternatives", "conclusion_negative", "vrai_ou_faux", "l_un_ou_l_autre")

_CLAUSE_END = re.compile(r"[,;:.?!\n]| - | alors ")
"""Where a premise ends."""

_MAX_NEGATION_CHARACTERS = 30
"""Characters around a criterion in which a negation is looked for."""


class CriterionWords(msgspec.Struct, forbid_unknown_fields=True):
    """The words of a criterion.

    Attributes:
        expressions: expressions.
        oui: sentences that have the criterion.
        non: sentences that do not.
        sans: expressions that ask whether one can do without it.
        mots: plain words.
    """

    expressions: list[str]
    oui: list[str]
    non: list[str]
    sans: list[str] = []
    mots: list[str] = []


class CriteriaFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/criteres.yml` as a whole."""

    negations: str
    negations_apres: str
    criteres: dict[str, CriterionWords]
    rangs: list[list[str]]
    dernier: list[str]
    avant_un_rang: str
    apres_un_rang: str
    ensemble: list[str]
    premisses: CriterionWords
    qui_fait_quoi: CriterionWords
    alternatives: CriterionWords
    conclusion_negative: CriterionWords
    vrai_ou_faux: CriterionWords
    l_un_ou_l_autre: CriterionWords


_MAX_WORDS_BESIDE_TRUTH = 2
"""Other words in an utterance that only asks if something is true ("donc elle a raison, elle ?")."""


@dataclass(frozen=True)
class CriterionMention:
    """A criterion that an utterance names.

    Attributes:
        criterion: its id.
        negated: whether the utterance asks if it does not hold ("c'est pas obligatoire ?").
        judged: whether it asks if a statement is true ("on me dit que c'est obligatoire, c'est faux ?").
        without: whether it asks if one can do without it ("je m'inscris sans attendre la convocation ?").
        either: whether it is one of two alternatives, which no yes or no answers ("c'est gratuit ou à ma charge ?").
    """

    criterion: str
    negated: bool = False
    judged: bool = False
    without: bool = False
    either: bool = False


@dataclass(frozen=True)
class PremiseMention:
    """What an utterance takes for granted ("puisque le titre est obligatoire, …"), and its span in the folded text."""

    criterion: CriterionMention
    start: int
    end: int


class CriterionFinder:
    """Finds criteria, premises and ranks in a text. Build it with :meth:`load`."""

    def __init__(
        self,
        criteria: Mapping[str, Expression],
        without: Mapping[str, Expression],
        negations: tuple[Expression | None, Expression | None],
        ranks: Mapping[int, Expression],
        all_shown: Expression | None,
        signals: Mapping[str, Expression],
        around_rank: tuple[Expression | None, Expression | None],
    ) -> None:
        self._criteria = criteria
        self._without = without
        self._negation, self._negation_after = negations
        self._ranks = ranks
        self._all_shown = all_shown
        self._signals = signals
        self._before_rank, self._after_rank = around_rank

    @classmethod
    def load(cls, lexicon: Path = LEXICON) -> CriterionFinder:
        """Read and check the words.

        Raises:
            ProgrammeError: with every finding.
        """
        document = read_document(lexicon / CRITERIA, CriteriaFile)
        findings: list[Finding] = []

        def single(key: str) -> Expression | None:
            expression: str = getattr(document.content, key)
            return compiled(expression, expression, document.place(key), findings)

        def stating(*path: str, words: CriterionWords) -> Expression | None:
            plain = plain_expressions(document, (*path, "mots"), words.mots, findings)
            return found(words.expressions, *path, "expressions", plain=plain)

        def found(expressions: list[str], *path: str | int, plain: Sequence[Alternative] = ()) -> Expression | None:
            parts = written_parts(document, path, expressions, findings)
            return words_pattern(document, path, [*parts, *plain], findings)

        criteria = {name: stating("criteres", name, words=words) for name, words in document.content.criteres.items()}
        without = {
            name: found(words.sans, "criteres", name, "sans") for name, words in document.content.criteres.items()
        }
        ranks = {LAST: found(document.content.dernier, "dernier")}
        for index, expressions in enumerate(document.content.rangs):
            ranks[index] = found(expressions, "rangs", index)
        all_shown = found(document.content.ensemble, "ensemble")
        negations = (single("negations"), single("negations_apres"))
        around_rank = (single("avant_un_rang"), single("apres_un_rang"))
        signals = {name: stating(name, words=getattr(document.content, name)) for name in _SIGNALS}
        findings += [no_words(document, name) for name in _SIGNALS if not (signals[name] or findings)]
        if findings:
            raise ProgrammeError(findings)
        finder = cls(
            {name: pattern for name, pattern in criteria.items() if pattern},
            {name: pattern for name, pattern in without.items() if pattern},
            negations,
            {rank: pattern for rank, pattern in ranks.items() if pattern},
            all_shown,
            {name: pattern for name, pattern in signals.items() if pattern},
            around_rank,
        )
        if findings := list(_mistaken(document, finder)):
            raise ProgrammeError(findings)
        return finder

    @property
    def names(self) -> tuple[str, ...]:
        """The criteria that have words."""
        return tuple(self._criteria)

    def find(self, text: str) -> tuple[CriterionMention, ...]:
        """The criteria that a text asks by, in its order; premises are left out."""
        folded = fold(text)
        for start, end in self._premise_spans(folded):
            folded = folded[:start] + " " * (end - start) + folded[end:]
        judged, either = self.asks_if_true(text), self.asks_either(text)
        return tuple(replace(mention, judged=judged, either=either) for mention in self._mentions(folded))

    def premises(self, text: str) -> tuple[PremiseMention, ...]:
        """The criteria that a text takes for granted, in its order."""
        folded = fold(text)
        return tuple(
            PremiseMention(mention, start, end)
            for start, end in self._premise_spans(folded)
            for mention in self._mentions(folded[start:end])[:1]
        )

    def asks_who_does_what(self, text: str) -> bool:
        """Whether a text asks what each organisation does ("qui fait quoi ?")."""
        return self._has("qui_fait_quoi", text)

    def concludes_no(self, text: str) -> bool:
        """Whether a conclusion from the last answer is negative ("donc c'est non ?")."""
        return self._has("conclusion_negative", text)

    def asks_if_true(self, text: str) -> bool:
        """Whether a text asks if something is true ("c'est vrai ?", "elle a raison ou tort ?")."""
        return self._has("vrai_ou_faux", text)

    def asks_only_if_true(self, text: str) -> bool:
        """Whether a text only asks if something is true ("elle a raison ?")."""
        rest, found = self._signals["vrai_ou_faux"].subn(" ", fold(text))
        return bool(found) and len(re.findall(r"\w+", rest)) <= _MAX_WORDS_BESIDE_TRUTH

    def asks_either(self, text: str) -> bool:
        """Whether a text asks which of two things holds ("c'est avant ou après ?")."""
        return self._has("l_un_ou_l_autre", text)

    def offers_alternatives(self, text: str) -> bool:
        """Whether a text joins what it names by "or"."""
        return self._has("alternatives", text)

    def _mentions(self, folded: str) -> tuple[CriterionMention, ...]:
        found, denied = [], [len(folded)]
        for name, pattern in self._criteria.items():
            without = self._without.get(name)
            if without and (match := without.search(folded)):
                found.append((match.start(), CriterionMention(name, without=True)))
            elif match := pattern.search(folded):
                before = folded[max(0, match.start() - _MAX_NEGATION_CHARACTERS) : match.start()]
                after = folded[match.end() : match.end() + _MAX_NEGATION_CHARACTERS]
                is_denied = bool(self._negation_after and self._negation_after.search(after))
                negated = is_denied or bool(self._negation and self._negation.search(before))
                found.append((match.start(), CriterionMention(name, negated)))
                denied += [match.start()] if is_denied else []
        # "Je ne peux pas m'inscrire sans convocation ?" denies being able to enrol without it.
        return tuple(
            replace(mention, negated=mention.negated or (mention.without and start > min(denied)))
            for start, mention in sorted(found, key=lambda pair: pair[0])
        )

    def _premise_spans(self, folded: str) -> list[tuple[int, int]]:
        """The clauses that a premise opens, if they have a criterion."""
        spans = []
        for match in self._signals["premisses"].finditer(folded):
            end = _CLAUSE_END.search(folded, match.end())
            stop = end.start() if end else len(folded)
            if self._mentions(folded[match.end() : stop]):
                spans.append((match.end(), stop))
        return spans

    def _has(self, name: str, text: str) -> bool:
        return self._signals[name].search(fold(text)) is not None

    def means_all(self, text: str) -> bool:
        """Whether a text means all that was shown ("les deux")."""
        return self._all_shown is not None and self._all_shown.search(fold(text)) is not None

    def rank(self, text: str, *, alone: bool = False) -> int | None:
        """The rank that a text names, as an index from 0, or LAST; None if it names none.

        With `alone`, a rank followed by a noun of its own does not count ("un deuxième module").
        """
        folded = fold(text)
        found = ((rank, pattern.search(folded)) for rank, pattern in self._ranks.items())
        return next((rank for rank, match in found if match and (not alone or self._stands_alone(folded, match))), None)

    def _stands_alone(self, folded: str, match: re.Match[str]) -> bool:
        if self._before_rank is None or self._after_rank is None:
            return False
        follows = self._before_rank.search(folded[: match.start()]) is not None
        return follows and self._after_rank.match(folded, match.end()) is not None


def _mistaken(document: Document[CriteriaFile], finder: CriterionFinder) -> Iterator[Finding]:
    for name, words in document.content.criteres.items():

        def matches(text: str, name: str = name) -> bool:
            return any(mention.criterion == name for mention in finder.find(text))

        yield from mistaken_examples(document, ("criteres", name), words.oui, words.non, matches)
    signals = {
        "premisses": lambda text: bool(finder.premises(text)),
        "qui_fait_quoi": finder.asks_who_does_what,
        "alternatives": finder.offers_alternatives,
        "conclusion_negative": finder.concludes_no,
        "l_un_ou_l_autre": finder.asks_either,
    }
    for name, has in signals.items():
        words = getattr(document.content, name)
        yield from mistaken_examples(document, (name,), words.oui, words.non, has)
