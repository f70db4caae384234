"""Acts: a reply answers the form of the question (yes or no, which, how much), not only its topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from bot.answers.items import ItemRenderer
from bot.answers.rendering import Renderer, merged
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, capitalized
from bot.messages import Block, Reply
from nlu.dialogue.decisions import Part
from nlu.dialogue.frames import Frame
from nlu.entities.criteria import CriterionMention
from nlu.forms import QuestionForm
from rules.decision import Answer, Ask, Unknown
from rules.ids import QuestionId
from rules.model import Criterion, Programme

UNKNOWN = "inconnu"
YES, NO = "oui", "non"
CONTRADICTION = "si"
"""The word for "yes" to a negated question ("c'est pas obligatoire ?" "Si")."""
TRUE, FALSE = "vrai", "faux"
"""The words for a claim to judge ("on me dit que c'est gratuit, c'est vrai ?")."""


class ActRenderer:
    """Renders decisions as answers to a form of question."""

    def __init__(self, programme: Programme, renderer: Renderer) -> None:
        self._programme = programme
        self._renderer = renderer
        self._items = ItemRenderer(programme)

    def render(self, part: Part, frame: Frame, texts: AnswerTexts, *, alone: bool = True) -> Reply:
        """A decision in words: a verdict or an answer in the form of the question, then notices and sources.

        Args:
            part: the decision.
            frame: the question, with its form and criteria.
            texts: the texts of the language.
            alone: whether the question is asked of one course.
        """
        decision = part.decision
        if isinstance(decision, Ask) or part.question == QuestionId.MY_PATH:
            return self._renderer.render(part, texts)
        text, decision = self._short(part, decision, frame, texts, alone=alone)
        is_verdict = frame.form == QuestionForm.YES_NO or bool(frame.criteria)
        return self._renderer.render_answer(part, decision, texts, text, is_verdict=is_verdict)

    def compare(self, parts: Sequence[Part], frame: Frame, texts: AnswerTexts) -> Reply:
        """The items compared or named by a question, with the notices and sources of each.

        Args:
            parts: the decision on each item, or on the question if items have no facts of their own.
            frame: the question, with its items and criteria.
            texts: the texts of the language.
        """
        whole = merged([self._renderer.render(part, texts) for part in parts], texts.language)
        items = [self._programme.items[name] for name in frame.items]
        criterion = self._criterion(frame.criteria)
        asked = frame.attribute
        lines: list[str] = []
        table: Block | None = None
        if criterion and criterion.extreme and criterion.attribute:
            measures = (criterion.attribute, criterion.other_attribute)
            attributes = [asked] if asked in measures else [name for name in measures if name]
            lines = self._items.extreme(items, [str(name) for name in attributes], criterion.extreme, texts)
            if frame.form == QuestionForm.COMPARE:
                table = self._items.side_by_side(items, texts)
            elif len(lines) <= 1:
                lines += self._items.with_attribute(items, str(attributes[0]), texts)
        elif asked and len(items) == 1:
            lines = [self._items.in_unit(items[0], asked, texts)]
        elif criterion and criterion.attribute:
            lines = self._items.fulfilling(items, criterion, texts)
        elif criterion and len(parts) == len(items):
            verdicts = [self._verdict_line(part, criterion, texts) for part in parts]
            if len(set(verdicts)) == 1:
                return self.render(parts[0], frame, texts, alone=False)  # they do not differ: the answer says more
            lines = [self._items.line(item, words, texts) for item, words in zip(items, verdicts, strict=True)]
        else:
            table = self._items.side_by_side(items, texts)
        decided = [(part, part.decision) for part in parts if not isinstance(part.decision, Ask)]
        practice = [line for part, decision in decided for line in self._renderer.in_practice(part, decision, texts)]
        compared = filter(None, ("\n".join(lines), table))
        return msgspec.structs.replace(whole, blocks=(*compared, *dict.fromkeys(practice)), choices=())

    def premise(self, part: Part, mention: CriterionMention, texts: AnswerTexts) -> str | None:
        """A sentence that corrects a false premise; None if the premise is true."""
        decision = part.decision
        criterion = self._programme.criteria[mention.criterion]
        if isinstance(decision, Ask):
            return None
        if isinstance(decision, Unknown):
            return self._renderer.filled(part, decision, texts.answers[decision.wording].texte, texts)
        verdict = decision.verdict(criterion)
        if verdict in (None, UNKNOWN, NO if mention.negated else YES):
            return None
        reason = self._reason(part, decision, criterion, texts)
        word = _word(mention, str(verdict))
        return texts.fill(texts.acts.verdict, {"mot": texts.acts.mots[word], "raison": reason}) if reason else None

    def why(self, parts: Sequence[Part], texts: AnswerTexts) -> tuple[str, ...]:
        """The page's reason for some decisions; without one, the answers again and a line that says so."""
        decided = [(part, part.decision) for part in parts if not isinstance(part.decision, Ask)]
        reasons = [texts.acts.pourquoi.get(decision.wording) for _, decision in decided]
        if decided and all(reasons):
            return tuple(dict.fromkeys(filter(None, reasons)))
        answers = [self._renderer.body(part, decision, texts) for part, decision in decided]
        is_silent = all(isinstance(decision, Unknown) for _, decision in decided)
        return (*answers, texts.interface[InterfaceText.WHY_UNKNOWN] if is_silent else texts.acts.sans_raison)

    def _short(
        self, part: Part, decision: Answer | Unknown, frame: Frame, texts: AnswerTexts, *, alone: bool
    ) -> tuple[str | None, Answer | Unknown]:
        """The short answer to the form of the question.

        Returns:
            The text, None if the whole text answers best; and the decision, with whom to ask if the text says so.
        """
        form = frame.form
        if form == QuestionForm.YES_NO or not alone:
            verdict = self._verdict(part, decision, frame.criteria, texts)
            if verdict or (form == QuestionForm.YES_NO and alone):
                return verdict or (self._in_form(part, decision, form, texts), decision)
        item = self._programme.item_about(part.facts)
        if alone and item and frame.attribute and self._items.lacks_detail(item, frame.attribute):
            return self._items.in_unit(item, frame.attribute, texts), decision
        if form == QuestionForm.WHY and self._is_rule(decision, texts):
            return "\n".join(self.why([part], texts)), decision
        if any(self._programme.criteria[mention.criterion].attribute for mention in frame.criteria):
            return None, decision  # "combien d'heures, et à distance ou en présentiel ?": a short form answers half
        return self._in_form(part, decision, form, texts), decision

    def _in_form(self, part: Part, decision: Answer | Unknown, form: QuestionForm, texts: AnswerTexts) -> str | None:
        """The maintainers' short answer to a form of question; None if they wrote none."""
        short = texts.acts.formes.get(decision.wording, {}).get(form.value)
        return self._renderer.filled(part, decision, short, texts) if short else None

    @staticmethod
    def _is_rule(decision: Answer | Unknown, texts: AnswerTexts) -> bool:
        """Whether an answer states a rule whose reason can be asked; other answers give their reason themselves."""
        return decision.wording in texts.acts.raisons or decision.wording in texts.acts.pourquoi

    def _verdict(
        self, part: Part, decision: Answer | Unknown, mentions: Iterable[CriterionMention], texts: AnswerTexts
    ) -> tuple[str, Answer | Unknown] | None:
        """Yes or no with the reason, by the first criterion with a verdict.

        If it is neither, the decision returned says whom to ask.
        """
        ordered = self._in_order(mentions)
        opposites = {self._programme.criteria[mention.criterion].opposite_of for mention in ordered}
        if opposites & {mention.criterion for mention in ordered}:
            return None  # "obligatoire ou facultatif ?" takes neither yes nor no
        for mention in ordered:
            criterion = self._programme.criteria[mention.criterion]
            verdict = decision.verdict(criterion)
            reason = self._reason(part, decision, criterion, texts) if verdict else None
            if verdict and reason:
                word = _word(mention, verdict)
                if mention.either and verdict in (YES, NO):
                    return capitalized(reason), decision
                template = texts.acts.verdict_en_liste if "\n" in reason else texts.acts.verdict
                text = texts.fill(template, {"mot": texts.acts.mots[word], "raison": reason})
                if verdict != UNKNOWN:
                    return text, decision
                asking = decision if decision.contact else decision.asking(self._renderer.whom_to_ask(part))
                return self._renderer.with_contact(text, part, asking, texts), asking
        return None

    def _reason(self, part: Part, decision: Answer | Unknown, criterion: Criterion, texts: AnswerTexts) -> str | None:
        if criterion.attribute:
            about = self._programme.item_about(part.facts)
            return self._items.reason(decision.items, about, criterion.attribute, texts)
        reason = texts.acts.reason(decision.wording, criterion.id)
        return self._renderer.filled(part, decision, reason, texts) if reason else None

    def _verdict_line(self, part: Part, criterion: Criterion, texts: AnswerTexts) -> str:
        """The verdict on one item: a word, with the reason if it is neither yes nor no."""
        decision = part.decision
        verdict = None if isinstance(decision, Ask) else decision.verdict(criterion)
        if isinstance(decision, Ask) or verdict in (None, UNKNOWN):
            return texts.acts.absents["tout"]
        word = texts.acts.mots[str(verdict)]
        reason = None if verdict in (YES, NO) else self._reason(part, decision, criterion, texts)
        word = word[0].lower() + word[1:]
        return texts.fill(texts.acts.verdict_en_ligne, {"mot": word, "raison": reason}) if reason else word

    def _in_order(self, mentions: Iterable[CriterionMention]) -> list[CriterionMention]:
        """Mentions in the programme's order of criteria, so "je peux en suivre un gratuit ?" asks who pays."""
        order = list(self._programme.criteria)
        known = (mention for mention in mentions if mention.criterion in order)
        return sorted(known, key=lambda mention: order.index(mention.criterion))

    def _criterion(self, mentions: Iterable[CriterionMention]) -> Criterion | None:
        named = self._in_order(mentions)
        return self._programme.criteria[named[0].criterion] if named else None


def _word(mention: CriterionMention, verdict: str) -> str:
    """The first word of a verdict on a mention: yes or no, or true or false."""
    if mention.without:
        verdict = {YES: NO, NO: YES}.get(verdict, verdict)
    if mention.judged and verdict in (YES, NO):
        return FALSE if mention.negated == (verdict == YES) else TRUE
    return CONTRADICTION if mention.negated and verdict == YES else verdict
