"""The texts of acts (`actes.yml`): the first word of a yes/no answer, short answers by form, items side by side."""

from __future__ import annotations

import msgspec


class ActTexts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How a reply answers the question asked, in one language.

    Attributes:
        mots: first word of a yes/no answer, by verdict; `si` contradicts a negated question.
        verdict: a verdict and its reason, in a sentence.
        verdict_en_liste: a verdict whose reason is a list, a line for each item.
        verdict_en_ligne: a verdict and its reason on the line of one item.
        raisons: reason of a verdict, by name of the answer; then by criterion, if they have different reasons.
        raisons_d_un_autre: the same, worded for someone other than the writer.
        autrui: opening of an answer for another person, by the word for that person (`personnes` in the lexicon).
        formes: short answers, by name of the answer, then by form of question.
        pourquoi: reason given by the page, by name of the answer.
        sans_raison: said when the page gives no reason.
        ligne: an item's name, then its values.
        intervalle: a range of values.
        attributs: an attribute with its value, by attribute.
        valeurs: words for coded values.
        rangees: name of each attribute in a comparison table.
        absents: shown for an attribute that no source gives; `tout` if no attribute is known, `cellule` in a table.
        raison_connue: reason of a verdict on a known attribute.
        raisons_absentes: reason of a verdict on an unknown attribute, by attribute.
        extremes: the item with the least or the most.
        extremes_de_deux: the same, of two items.
        extreme_selon: said when the case decides which item it is.
        extreme_valeur: an item with its value, in `extreme_selon`.
        extreme_en_unite: the item with the least or the most by another measure.
        unites: names of the measures.
        sans_detail: said when only the whole has the attribute, not its parts.
        organismes: organisations compared: `releve`, `choisi`, `selon`, `chacun`, `ligne`.
        affirmations: figures claimed by a message: how they are known, and the words of "is it false?".
        les_seuls: the only items that meet a criterion.
        aucun: said when no item meets a criterion.
    """

    mots: dict[str, str] = {}
    verdict: str = ""
    verdict_en_liste: str = ""
    verdict_en_ligne: str = ""
    raisons: dict[str, str | dict[str, str]] = {}
    raisons_d_un_autre: dict[str, str | dict[str, str]] = {}
    autrui: dict[str, str] = {}
    formes: dict[str, dict[str, str]] = {}
    pourquoi: dict[str, str] = {}
    sans_raison: str = ""
    ligne: str = ""
    intervalle: str = ""
    attributs: dict[str, str] = {}
    valeurs: dict[str, str] = {}
    rangees: dict[str, str] = {}
    absents: dict[str, str] = {}
    raison_connue: str = ""
    raisons_absentes: dict[str, str] = {}
    extremes: dict[str, str] = {}
    extremes_de_deux: dict[str, str] = {}
    extreme_selon: str = ""
    extreme_valeur: str = ""
    extreme_en_unite: str = ""
    unites: dict[str, str] = {}
    sans_detail: dict[str, str] = {}
    organismes: dict[str, str] = {}
    affirmations: dict[str, str] = {}
    les_seuls: str = ""
    aucun: str = ""

    def reason(self, wording: str, criterion: str) -> str | None:
        """The reason of an answer's verdict on a criterion; None if none is written."""
        reasons = self.raisons.get(wording)
        return reasons.get(criterion) if isinstance(reasons, dict) else reasons
