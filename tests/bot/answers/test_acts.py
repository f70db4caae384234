"""A reply answers the question asked: yes or no, which, side by side, the short answer first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.answerer import Answerer
from bot.messages import ComparisonTable, Reply
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.criteria import CriterionMention
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.intents import DETAILS, WHY
from nlu.resources import project_programme
from tests.support.decided import decided
from tests.support.tables import each_row

ANSWERER = Answerer(project_programme())
TODAY = date(2026, 11, 27)
MODULES, CCP1, TITLE = {"parcours": "modules"}, {"parcours": "ccp1"}, {"parcours": "titre_complet"}
AIDANTS_CONNECT, NOT_SUMMONED = {"parcours": "aidants_connect"}, {**MODULES, "convocation": "pas_recue"}
NONE_PAID, PAID = {**MODULES, "module_deja_paye": "aucun"}, {**MODULES, "module_deja_paye": "un"}
BEFORE = {"entree": "avant_2025"}
NEW = {"entree": "depuis_2025", "premiere_annee": "oui"}
LATER = {"entree": "depuis_2025", "premiere_annee": "non"}
YES_NO = QuestionForm.YES_NO


def reply_to_all(*frames: Frame, language: str = "fr", not_answered: tuple[str, ...] = ()) -> Reply:
    question = frames[0].question
    interpretation = Interpretation(question, language, DialogueState(), frames)
    return ANSWERER.reply(replace(interpretation, not_answered=not_answered), question, on=TODAY)


def reply_to(
    question: str,
    facts: dict[str, str],
    form: QuestionForm,
    *criteria: str | CriterionMention,
    language: str = "fr",
    code: str | None = None,
) -> Reply:
    mentions = tuple(CriterionMention(named) if isinstance(named, str) else named for named in criteria)
    place = StatedPlace((code,), code) if code else None
    return reply_to_all(Frame(question, facts, place, form=form, criteria=mentions), language=language)


def verdict(reply: Reply) -> str | None:
    return decided(reply, ANSWERER.texts[reply.language]).get("verdict")


def plain(reply: Reply) -> list[str]:
    return [paragraph.replace("\u00a0", " ").replace("’", "'") for paragraph in reply.paragraphs]


def compared(question: str, *items: str, criterion: str | None = None, language: str = "fr") -> list[str]:
    """The first paragraph, then the lines of the table."""
    criteria = (CriterionMention(criterion),) if criterion else ()
    frame = Frame(question, {}, None, form=QuestionForm.COMPARE, criteria=criteria, items=items, compares=True)
    reply = reply_to_all(frame, language=language)
    tables = [block.plain for block in reply.blocks if isinstance(block, ComparisonTable)]
    text = "\n".join(dict.fromkeys((reply.paragraphs[0], *tables)))
    return text.replace("\u00a0", " ").replace("’", "'").split("\n")


@each_row(
    ("question", "facts", "criterion", "word"),
    [
        ("obligation", CCP1, "obligatoire", "oui"),
        ("obligation", CCP1, "facultatif", "non"),
        ("obligation", CCP1, CriterionMention("obligatoire", negated=True), "si"),
        ("obligation", TITLE, "obligatoire", "non"),
        ("financement", NONE_PAID, "paye", "oui"),
        ("financement", NONE_PAID, "a_payer", "non"),
        ("financement", {**PAID, **BEFORE}, "paye", "non"),
        ("financement", PAID, "paye", "selon"),
        ("financement", {**MODULES, **NEW}, "paye", "oui"),
        ("conditions", NOT_SUMMONED, "possible", "oui"),
        ("conditions", NOT_SUMMONED, "reussite", "non"),
        ("conditions", NOT_SUMMONED, "convocation", "non"),
        ("conditions", NOT_SUMMONED, CriterionMention("convocation", without=True), "oui"),
        ("second_module", {}, "possible", "oui"),
        ("obligation", {}, "facultatif", "selon"),
        ("format", AIDANTS_CONNECT, "en_presentiel", "oui"),
        ("format", AIDANTS_CONNECT, "a_distance", "non"),
        ("format", TITLE, "a_distance", "en_partie"),
        ("conditions", {**MODULES, "situation": "en_initiale"}, "possible", "oui"),
        ("conditions", {**MODULES, "cadre": "apres_contrat"}, "possible", "non"),
        ("financement", {**MODULES, "module_deja_paye": "annee_passee"}, "paye", "oui"),
        ("financement", AIDANTS_CONNECT, "paye", "selon"),
        ("en_regle", NEW, "en_regle", "oui"),
        ("en_regle", NEW, "en_retard", "non"),
        ("en_regle", {**LATER, "modules_suivis": "un"}, "en_regle", "non"),
        ("en_regle", {**BEFORE, "module_deja_paye": "un"}, "en_regle", "oui"),
        ("en_regle", {}, "en_regle", "selon"),
    ],
)
def test_yes_no_question_begins_with_its_verdict(
    question: str, facts: dict[str, str], criterion: str | CriterionMention, word: str | None
) -> None:
    reply = reply_to(question, facts, YES_NO, criterion)
    assert verdict(reply) == word
    assert reply.sources
    assert not reply.paragraphs[0].startswith(("En pratique", "Auparavant")), "what is asked comes first"


@each_row(
    ("question", "facts", "criterion", "code", "organisation"),
    [
        ("financement", {**PAID, **BEFORE}, "a_payer", None, "La Mednum (formation@lamednum.coop)"),
        ("format", CCP1, "a_distance", None, "La Fabrik"),
        ("format", CCP1, "consecutifs", "973", "Francil'IN"),
    ],
)
def test_yes_or_no_that_nobody_knows_names_whom_to_ask_there_with_their_link(
    question: str, facts: dict[str, str], criterion: str, code: str | None, organisation: str
) -> None:
    reply = reply_to(question, facts, YES_NO, criterion, code=code)
    first = plain(reply)[0]
    assert first.startswith("Je n'ai pas cette information")
    assert organisation in first
    assert not code or reply.links[0].title.replace("’", "'").startswith(organisation)


@each_row(
    ("question", "facts", "form", "criteria", "answer"),
    [
        ("second_module", {}, YES_NO, ("possible", "paye"), "Non : "),  # who pays counts more than what is possible
        ("obligation", TITLE, YES_NO, ("obligatoire", "facultatif"), "Facultatif : "),  # both sides: no yes, no no
        ("inscription", MODULES, QuestionForm.WHERE, (), "Sur le site de La Mednum, par le lien ci-dessous."),
        ("format", TITLE, QuestionForm.HOW_MUCH, (), "Le titre complet : 140 h, sur 17 semaines"),
        ("choix_modules", {"cadre": "initiale"}, QuestionForm.HOW_MUCH, (), "Deux, au choix."),
        ("inscription", MODULES, QuestionForm.HOW, (), "Vous vous inscrivez sur le site de La Mednum."),
    ],
)
def test_other_forms_get_what_they_ask_for(
    question: str, facts: dict[str, str], form: QuestionForm, criteria: tuple[str, ...], answer: str
) -> None:
    assert plain(reply_to(question, facts, form, *criteria))[0].startswith(answer)


LENGTH = Frame("format", TITLE, None, form=QuestionForm.HOW_MUCH)


def test_missing_fact_is_asked_for_last_and_one_at_a_time() -> None:
    reply = reply_to_all(Frame("format", {}, None), Frame("inscription", {}, None), Frame("cpf", {}, None))
    assert "CPF" in reply.paragraphs[0]
    assert len(reply.paragraphs) == 2
    assert reply.awaits
    assert reply.awaits.fact == "parcours"


def test_parts_not_understood_are_named_in_one_line_that_is_not_kept() -> None:
    parts = ("Est-ce que la cantine du chef-lieu est ouverte aux conseillers le midi ?", "et le parking {x} ?")
    reply = reply_to_all(LENGTH, not_answered=parts)
    line = plain(reply)[-1]
    assert line.startswith("Je n'ai pas compris cette partie : « Est-ce que la cantine du chef-lieu est ouverte… »")
    assert "« et le parking {x} »" in line
    assert reply.sent == reply_to_all(LENGTH).sent
    assert b"cantine" not in reply.packed()
    assert Reply.unpacked(reply.packed()).paragraphs == reply.paragraphs[:-1]


@each_row(
    ("question", "items", "criterion", "lines"),
    [
        (
            "format",
            ("ccp1", "titre_complet"),
            None,
            [
                "• le CCP1 : 70 à 315 h, 5 à 15 semaines, obligatoire, à distance ou non, ce n'est pas précisé, "
                "prépare le premier bloc du titre REMN",
                "• le titre complet : 140 h, 17 semaines, un jour par semaine, facultatif, en partie à distance, "
                "en partie en présentiel, prépare le titre REMN",
            ],
        ),
        # ranges that overlap choose none; another measure may
        ("format", ("ccp1", "titre_complet"), "plus_long",
         ["En heures, cela dépend du parcours : 70 à 315 h pour le CCP1 et 140 h pour le titre complet.",
         "En semaines, le plus long : le titre complet (17 semaines)."]),
        ("format", ("solide", "titre_complet"), "plus_long", ["Le plus long : le titre complet (140 h)."]),
        ("format", ("prise_en_main", "intervenir"), "en_presentiel", ["Un module « prise en main »."]),
        ("obligation", ("ccp1", "aidants_connect", "titre_complet"), "obligatoire",
         ["• le CCP1 : oui", "• le module Aidants Connect : rien n'est précisé", "• le titre complet : non"]),
    ],
)  # fmt: skip
def test_items_are_compared_line_by_line_after_the_one_that_a_criterion_chooses(
    question: str, items: tuple[str, ...], criterion: str | None, lines: list[str]
) -> None:
    assert compared(question, *items, criterion=criterion)[: len(lines)] == lines


def explained(question: str, action: str, course: str | None = None) -> Reply:
    state = DialogueState(history=(FrameOutline(question, course),))
    return ANSWERER.reply(Interpretation(action, "fr", state), action, on=TODAY)


def test_trace_is_one_click_away_from_why() -> None:
    why = explained("obligation", WHY, "ccp1")
    (details,) = why.choices
    meaning = ANSWERER.choices.meaning(details.id)
    assert meaning is not None
    assert meaning.question == DETAILS
    assert "Je m’appuie sur" not in why.text
    assert "Je m’appuie sur" in explained("obligation", DETAILS, "ccp1").text
