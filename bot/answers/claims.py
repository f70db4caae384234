"""Claims in words: whether a claimed figure is right, by each source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec

from bot.answers.acts import NO
from bot.answers.rendering import Renderer
from bot.answers.texts import AnswerTexts, capitalized
from bot.messages import Reply
from nlu.dialogue.decisions import Part
from nlu.dialogue.interpretation import Claim
from nlu.entities.figures import FigureMention
from rules.decision import Answer, Ask, Unknown
from rules.items import ADDED, KnownFigures, known_figures
from rules.model import Programme

PARTLY = "en_partie"

_PRICE = "prix"


class ClaimRenderer:
    """Renders the verdict on a message's claim, in the texts of `actes.yml`."""

    def __init__(self, programme: Programme, renderer: Renderer) -> None:
        self._programme = programme
        self._renderer = renderer

    def render(self, part: Part, claim: Claim, texts: AnswerTexts, today: date) -> Reply:
        """Yes, no or partly, then the known figures; or that none is known."""
        decision = part.decision
        if isinstance(decision, Ask):
            return self._renderer.render(part, texts)
        groups = self._groups(claim, today)
        later = [group for _, known in groups for group in known if group.is_later]
        reply = self._renderer.render_answer(
            part,
            self._without(decision, later),
            texts,
            self._text(part, decision, claim, groups, texts),
            is_verdict=True,
        )
        if not later:
            return reply
        dropped = [notice for notice in decision.notices if self._shows(notice.row.then.items, later)]
        sources = [self._renderer.source(notice.citation, texts) for notice in dropped]
        links = self._renderer.links([*decision.links, *(link for notice in dropped for link in notice.links)], texts)
        return msgspec.structs.replace(
            reply,
            sources=tuple(dict.fromkeys((*reply.sources, *sources))),
            links=tuple(dict.fromkeys((*links, *reply.links))),
        )

    def _groups(self, claim: Claim, today: date) -> list[tuple[str, list[KnownFigures]]]:
        """The known figures for each unit of the claim, in its order."""
        item = self._programme.items[claim.item]
        units = dict.fromkeys(figure.unit or "" for figure in claim.figures)
        return [(unit, known_figures(self._programme, item, unit, today)) for unit in units]

    def _text(
        self,
        part: Part,
        decision: Answer | Unknown,
        claim: Claim,
        groups: Sequence[tuple[str, list[KnownFigures]]],
        texts: AnswerTexts,
    ) -> str:
        acts = texts.acts
        known = [(unit, group) for unit, found in groups for group in found]
        if not known:
            whole = self._renderer.body(part, decision, texts)
            is_price = any(unit == _PRICE for unit, _ in groups)
            word = acts.affirmations["sans_prix"] if is_price else f"{acts.mots['inconnu']}."
            return whole if word in whole else f"{word} {whole}"
        verdicts = [self._verdict(figure, dict(groups)[figure.unit or ""]) for figure in claim.figures]
        verdict = verdicts[0] if len(set(verdicts)) == 1 else PARTLY
        word = acts.affirmations[f"faux_{verdict}"] if claim.denied else acts.mots[verdict]
        # "7 ou 14 h ?" wants neither a yes nor a no.
        is_one_unit = len({figure.unit for figure in claim.figures}) == 1
        is_choice = claim.chooses or (len(set(verdicts)) > 1 and is_one_unit)
        by_source: dict[tuple[str, str], list[str]] = {}
        for unit, group in known:
            by_source.setdefault(self._source(group, decision, texts), []).append(self._values(unit, group, texts))
        lines = [
            texts.fill(
                acts.affirmations["selon_la_source"], {"valeurs": ", ".join(values), "source": source, "publie": day}
            )
            for (source, day), values in by_source.items()
        ]
        if len(lines) == 1:
            name = self._programme.items[claim.item].name.in_language(texts.language)
            reason = texts.fill(acts.raison_connue, {"nom": name, "valeur": lines[0]})
            if is_choice:
                return capitalized(reason)
            return texts.fill(acts.verdict, {"mot": word, "raison": reason})
        items = [texts.fill(acts.affirmations["ligne"], {"chiffres": line}) for line in lines]
        if is_choice:
            return "\n".join(items)
        return texts.fill(acts.verdict_en_liste, {"mot": word, "raison": "\n".join(items)})

    @staticmethod
    def _verdict(figure: FigureMention, groups: Sequence[KnownFigures]) -> str:
        """Whether a figure is right by the latest source; partly, if only an earlier source has it."""
        fits = [group.fits(figure.value) for group in groups]
        if not fits:
            return NO
        if fits[-1] == NO and set(fits) != {NO}:
            return PARTLY
        return fits[-1]

    @staticmethod
    def _values(unit: str, group: KnownFigures, texts: AnswerTexts) -> str:
        """A source's figures in a unit: "70, 175 ou 315 h, selon le cas"."""
        acts = texts.acts
        if group.together and len(group.values) > 1:
            *figures, total = group.values
            names = [name for name in (unit, *ADDED[unit]) if group.item.attribute(name) is not None]
            values_by_name = dict(zip(names, figures, strict=True))
            each = [texts.fill(acts.attributs[name], {"valeur": value}) for name, value in values_by_name.items()]
            whole = texts.fill(acts.attributs[unit], {"valeur": total})
            return texts.fill(acts.affirmations["ensemble"], {"valeurs": texts.enumeration(each), "total": whole})
        if group.bounds:
            shown = texts.fill(acts.intervalle, {"de": group.bounds[0], "a": group.bounds[1]})
        else:
            shown = texts.alternatives([texts.number(value) for value in group.values])
        values = texts.fill(acts.attributs[unit], {"valeur": shown})
        is_one = not group.bounds and len(group.values) == 1
        return values if is_one else texts.fill(acts.affirmations["selon_le_cas"], {"valeurs": values})

    def _source(self, group: KnownFigures, decision: Answer | Unknown, texts: AnswerTexts) -> tuple[str, str]:
        """The title of a source, and its publication date or the month from which the figure holds."""
        if group.is_later and group.item.source and group.item.since:
            source = self._programme.sources[group.item.source]
            since = texts.fill(texts.acts.affirmations["depuis"], {"mois": texts.month(group.item.since)})
            return source.title.in_language(texts.language), since
        citation = decision.citation
        return citation.source.title.in_language(texts.language), citation.published.in_language(texts.language)

    def _without(self, decision: Answer | Unknown, later: Sequence[KnownFigures]) -> Answer | Unknown:
        """The decision without the notices whose figures the text already gives."""
        kept = tuple(notice for notice in decision.notices if not self._shows(notice.row.then.items, later))
        return replace(decision, notices=kept)

    @staticmethod
    def _shows(items: Sequence[str], later: Sequence[KnownFigures]) -> bool:
        return any(group.item.id in items for group in later)
