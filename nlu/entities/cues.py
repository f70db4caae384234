"""Cues: words that signal an act, a reference or the role of a place, by the expressions of the lexicon."""

from __future__ import annotations

import re

from nlu.entities.expressions import Expression
from nlu.entities.patterns import expression_at
from nlu.entities.schema import CuesFile
from nlu.text import fold
from rules.ids import StrEnum
from rules.yaml_lines import Document


class Cue(StrEnum):
    """What an expression signals; the value names its key in `lexique/mots.yml`.

    Cues of a place are looked for in the words before it; OTHERS_PLACE in the words after it.
    """

    # References to what was said before
    FOLLOW_UP = "suites"  # « et pour … »
    LAST_COURSE = "renvois"  # « ça dure … »
    LAST_MODULE = "ce_module"  # « c'est un module de combien d'heures ? »
    LAST_ORGANISATION = "eux"  # « ils ont un site ? »
    OPPOSITE_CASE = "contraires"  # « et sinon ? »
    SELF = "soi"  # « et pour moi ? »
    OTHER_PERSON = "autrui"  # « ma collègue »
    STAFF = "employes"  # « notre conseillère », of an employer or a coordinator
    NOT_ADVISER = "autres_metiers"  # « notre secrétaire »
    TELLER = "rapporteurs"  # « ma collègue me dit que … »
    EACH = "chacun"  # « combien pour chacun ? »
    FIRST_PERSON = "premiere_personne"  # « le mien »
    THIRD_PERSON = "troisieme_personne"  # « elle peut … »
    # Acts
    CONTRADICTION = "contradictions"  # « vous dites non, mais après … »
    WHAT_WAS_BEFORE = "avant_cela"  # « et avant ? »
    SUMMARY = "resumes"  # « donc je résume : … »
    CHANGE = "changements"  # « ça change quoi ? »
    CARRY_ON = "poursuites"  # « je finis avec le même ? »
    ANSWERED = "repondu"  # « vous avez répondu sur le … »
    BEGUN = "entamees"  # « j'ai commencé le titre »
    STILL = "encore"  # « ça existe encore ? »
    # Roles of a place
    SET_ASIDE = "negations"  # « plus en … »
    DENIED = "refus"  # « pas le 93 »
    LEFT = "lieux_quittes"  # « j'étais à … »
    CURRENT = "preferences"  # « maintenant je suis à … »
    BOUND = "destinations"  # « je pars en mars pour … »
    NEAR = "lieux_voisins"  # « tout près de … »
    OTHERS_PLACE = "lieux_d_autrui"  # « … c'est ma collègue »
    FOR_OTHER_PERSON = "demandes_pour_autrui"  # « pour ma collègue à … »
    HOME = "domicile"  # « j'habite à … »
    WORK = "travail"  # « je travaille à … »
    SUPPOSED = "lieux_supposes"  # « imaginons que je sois à … »
    # Relations between names
    COMPARISON = "comparaisons"  # « 64 c'est pareil ? »
    ENUMERATION = "enumerations"  # « Pau et Dax »
    TITLE_OF_CCP1 = "titre_du_ccp1"  # « le CCP1 du titre »
    REFORM = "reformes"  # « depuis la réforme de … »
    ENTERED = "entrees"  # « arrivée le … »
    LOST = "perdus"  # « 2026, c'est perdu »
    MILESTONE = "jalons"  # « une fois qu'elle aura passé le … »


NOT_AN_ADVISER = "autre_metier"
"""The kind of person for whom the trainings are not meant ("notre secrétaire")."""


class Cues:
    """The cues of a lexicon, compiled."""

    def __init__(self, document: Document[CuesFile]) -> None:
        """Compile them.

        Raises:
            ProgrammeError: an expression is malformed or endless.
        """

        def named(key: str) -> dict[str, Expression]:
            words: dict[str, str] = getattr(document.content, key)
            return {name: expression_at(document, _word(expression), key, name) for name, expression in words.items()}

        self._patterns = {
            cue: expression_at(document, expression, *cue.value.split("."))
            for cue, expression in _expressions(document.content).items()
        }
        self._languages, self._persons, self._facts = map(named, ("langues", "personnes", "faits_nommes"))

    def matches(self, cue: Cue, text: str) -> bool:
        """Whether a cue occurs in a text, whatever its case and accents."""
        return self._patterns[cue].search(fold(text)) is not None

    def span(self, cue: Cue, text: str) -> tuple[int, int] | None:
        """The first occurrence of a cue in the folded text, or None."""
        match = self._patterns[cue].search(fold(text))
        return match.span() if match else None

    def last_end(self, cue: Cue, folded: str, end: int) -> int:
        """The end of a cue's last occurrence before a position of a folded text; -1 if there is none."""
        return max((match.end() for match in self._patterns[cue].finditer(folded, 0, end)), default=-1)

    def named_language(self, text: str) -> str | None:
        """The language that a text names, "fr" or "en" ("en anglais ?")."""
        folded = fold(text)
        return next((language for language, pattern in self._languages.items() if pattern.search(folded)), None)

    @property
    def kinds_of_person(self) -> tuple[str, ...]:
        """The kinds of words for another person, in the order of the file."""
        return (NOT_AN_ADVISER, *self._persons)

    def named_person(self, text: str) -> str | None:
        """The kind of the last word for another person in a text ("ma collègue"), or None."""
        folded = fold(text)
        if self._patterns[Cue.NOT_ADVISER].search(folded):
            return NOT_AN_ADVISER  # whatever else is said of her
        *_, last = [None, *self.persons(text)]
        if last is None:
            return None
        return next((kind for kind, pattern in self._persons.items() if pattern.search(last[0])), None)

    def persons(self, text: str) -> list[re.Match[str]]:
        """The words for other persons in a folded text ("ma collègue", "mon agent"), in order."""
        return [*self._patterns[Cue.OTHER_PERSON].finditer(fold(text))]

    def named_facts(self, text: str) -> tuple[str, ...]:
        """The facts that a text names without a value ("mon département")."""
        folded = fold(text)
        return tuple(fact for fact, pattern in self._facts.items() if pattern.search(folded))


def _expressions(file: CuesFile) -> dict[Cue, str]:
    """The full expression of each cue, anchored by where it is looked for."""
    follow_up = rf"\A(?:\W|{file.interjections}\b)*(?:{'|'.join(file.suites)})\b"
    anyone = f"(?:{file.autrui}|{file.employes}|{file.autres_metiers})"
    return {
        Cue.FOLLOW_UP: follow_up,
        Cue.LAST_COURSE: _word(file.renvois),
        Cue.LAST_MODULE: _word(file.ce_module),
        Cue.LAST_ORGANISATION: _word(file.eux),
        Cue.OPPOSITE_CASE: file.contraires,
        Cue.SELF: _word(file.soi),
        Cue.OTHER_PERSON: _word(anyone),
        Cue.STAFF: _word(file.employes),
        Cue.NOT_ADVISER: _word(file.autres_metiers),
        Cue.TELLER: rf"(?<!\w){anyone} (?:[\w-]+ )?{file.rapporteurs}(?!\w)",
        Cue.EACH: _word(file.chacun),
        Cue.FIRST_PERSON: _word(file.premiere_personne),
        Cue.THIRD_PERSON: _word(file.troisieme_personne),
        Cue.CONTRADICTION: _word_start(file.contradictions),
        Cue.WHAT_WAS_BEFORE: file.avant_cela,
        Cue.SET_ASIDE: _word_start(file.negations),
        Cue.DENIED: _word_start(file.refus),
        Cue.LEFT: _word_start(file.lieux_quittes),
        Cue.CURRENT: _word_start(file.preferences),
        Cue.BEGUN: _word(file.entamees),
        Cue.ANSWERED: _word_start(file.repondu),
        Cue.BOUND: _word_start(file.destinations),
        Cue.NEAR: _word_start(file.lieux_voisins),
        Cue.OTHERS_PLACE: rf"\A{file.lieux_d_autrui} ?{anyone}\s*(?:[,.;:!?]|$)",
        Cue.FOR_OTHER_PERSON: rf"(?<!\w){file.demandes_pour_autrui} {anyone}[^,.;:!?]*$",
        Cue.HOME: _word_start(file.domicile),
        Cue.WORK: _word(file.travail),
        Cue.COMPARISON: _word(file.comparaisons),
        Cue.SUPPOSED: _word_start(file.lieux_supposes),
        Cue.CHANGE: _word(file.changements),
        Cue.CARRY_ON: _word(file.poursuites),
        Cue.STILL: _word(file.encore),
        Cue.SUMMARY: _word(file.resumes),
        Cue.ENUMERATION: file.enumerations,
        Cue.TITLE_OF_CCP1: rf"\A{file.titre_du_ccp1}\Z",
        Cue.REFORM: _word_start(file.reformes),
        Cue.ENTERED: _word_start(file.entrees),
        Cue.LOST: _word(file.perdus),
        Cue.MILESTONE: rf"(?<!\w){file.jalons}(?!\w)[^,.;:!?]*\Z",
    }


def _word(expression: str) -> str:
    return rf"(?<!\w){expression}(?!\w)"


def _word_start(expression: str) -> str:
    return rf"(?<!\w){expression}"
