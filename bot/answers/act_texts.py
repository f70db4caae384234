"""The texts of acts (`actes.yml`): the first word of a yes/no answer, short answers by form, items side by side."""

from __future__ import annotations

import msgspec


class ActTexts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How a reply answers the question asked, in one language.

    Attributes:
        mots: the first word of a yes/no answer, by verdict; `si` where a negated question is contradicted.
        verdict: the sentence of a verdict with its reason; `verdict_en_liste` where that is a line for each item,
            `verdict_en_ligne` in a line of items.
        raisons: the reason of a verdict, by the name of the answer; by criterion where each has its own.
        raisons_d_un_autre: the reasons that are said otherwise of someone else than who writes.
        autrui: for whom an answer is, by the word for that person (`personnes` in the lexicon).
        formes: the short answer to a form of question, by the name of the answer.
        pourquoi: the reason that the page gives, by the name of the answer.
        attributs, valeurs: how attributes of items and their values are written.
        rangees: the name of each attribute in a table that compares items.
        absents: what stands for an attribute that no source gives; `tout` where none is given, `cellule` in a table.
        raison_connue, raisons_absentes: the reason of a verdict on an attribute, known or not.
        extremes: the item that has least or most.
        extremes_de_deux: the same of two; `extreme_selon` where that depends on the case, `extreme_valeur` each of them
            then, `extreme_en_unite` by another measure, whose name is in `unites`.
        sans_detail: an attribute that only the whole has, of which the item is a part.
        organismes: organisations compared: `releve`, `choisi`, `selon`, `chacun`, `ligne`.
        affirmations: figures that a message claims: how they are known, and the words of "is it false?".
        les_seuls: the items that alone meet a criterion; `aucun` where none does.
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
        """The reason of an answer's verdict on a criterion; None where none is written."""
        reasons = self.raisons.get(wording)
        return reasons.get(criterion) if isinstance(reasons, dict) else reasons
