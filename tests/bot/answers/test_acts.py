"""A reply answers the question asked: yes or no, which, side by side, the short answer first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.messages import ComparisonTable, Reply
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.criteria import CriterionMention
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.intents import DETAILS, SINCE_WHEN, WHY
from nlu.resources import project_programme
from tests.support.tables import each_row

PROGRAMME = project_programme()
ANSWERER = Answerer(PROGRAMME)
TODAY = date(2026, 11, 27)
MODULES, CCP1, TITLE = {"parcours": "modules"}, {"parcours": "ccp1"}, {"parcours": "titre_complet"}
PAID = {**MODULES, "module_deja_paye": "un"}
YES_NO = QuestionForm.YES_NO


def interpreted(*frames: Frame, language: str = "fr") -> Interpretation:
    return Interpretation(frames[0].question, language, DialogueState(), frames)


def reply_to(
    question: str,
    facts: dict[str, str],
    form: QuestionForm,
    *criteria: str,
    negated: bool = False,
    language: str = "fr",
    code: str | None = None,
) -> Reply:
    mentions = tuple(CriterionMention(criterion, negated) for criterion in criteria)
    place = StatedPlace((code,), code) if code else None
    frame = Frame(question, facts, place, form=form, criteria=mentions)
    return ANSWERER.reply(interpreted(frame, language=language), question, on=TODAY)


NEW = {"entree": "depuis_2025", "premiere_annee": "oui"}
LATER = {"entree": "depuis_2025", "premiere_annee": "non"}


@each_row(
    ("facts", "up_to_date", "late"),
    [
        (NEW, "Oui : les deux modules sont à suivre", "Non : les deux modules"),
        ({**NEW, "modules_suivis": "un"}, "Oui : il reste un module", "Non : il reste un module"),
        (
            {**LATER, "modules_suivis": "un"},
            "Non : deux modules étaient attendus",
            "Oui : deux modules étaient attendus",
        ),
        ({**LATER, "modules_suivis": "deux"}, "Oui : les deux modules", "Non : les deux modules"),
        ({"entree": "avant_2025", "module_deja_paye": "un"}, "Oui : le module de cette année", "Non : le module"),
        ({}, "Cela dépend : c'est un module par année", "Cela dépend : c'est un module par année"),
    ],
)
def test_adviser_is_told_whether_modules_are_late(facts: dict[str, str], up_to_date: str, late: str) -> None:
    assert first(reply_to("en_regle", facts, YES_NO, "en_regle")).startswith(up_to_date)
    assert first(reply_to("en_regle", facts, YES_NO, "en_retard")).startswith(late)


def test_what_follows_a_missing_module_is_not_invented() -> None:
    reply = first(reply_to("en_regle", {**LATER, "modules_suivis": "un"}, QuestionForm.NONE))
    assert "Je ne sais pas ce que cela entraîne" in reply
    assert "La Mednum" in reply


@each_row(
    ("mention", "word"),
    [
        (CriterionMention("convocation"), "Non : depuis 2025"),
        (CriterionMention("convocation", without=True), "Oui : depuis 2025"),
        (CriterionMention("convocation", either=True), "Depuis 2025"),
    ],
)
def test_first_word_fits_how_the_question_is_put(mention: CriterionMention, word: str) -> None:
    frame = Frame("conditions", {**MODULES, "convocation": "pas_recue"}, None, form=YES_NO, criteria=(mention,))
    assert first(ANSWERER.reply(interpreted(frame), "conditions", on=TODAY)).startswith(word)


@pytest.mark.parametrize(("facts", "word"), [(NEW, "Oui : l'État paie deux"), (LATER, "Cela dépend")])
def test_first_year_is_answered_by_its_own_rule(facts: dict[str, str], word: str) -> None:
    assert first(reply_to("financement", {**MODULES, **facts}, YES_NO, "paye")).startswith(word)


def first(reply: Reply) -> str:
    return reply.paragraphs[0].replace("\u00a0", " ").replace("’", "'")


def compared(question: str, *items: str, criterion: str | None = None, language: str = "fr") -> str:
    criteria = (CriterionMention(criterion),) if criterion else ()
    frame = Frame(question, {}, None, form=QuestionForm.COMPARE, criteria=criteria, items=items, compares=True)
    reply = ANSWERER.reply(interpreted(frame, language=language), question, on=TODAY)
    tables = [block for block in reply.blocks if isinstance(block, ComparisonTable)]
    texts = dict.fromkeys((reply.paragraphs[0], *(table.plain for table in tables)))
    return "\n".join(texts).replace("\u00a0", " ").replace("’", "'")


@each_row(
    ("question", "facts", "criterion", "answer"),
    [
        ("obligation", CCP1, "obligatoire", "Oui : le CCP1 est obligatoire"),
        ("obligation", CCP1, "facultatif", "Non : le CCP1 est obligatoire"),
        ("obligation", TITLE, "obligatoire", "Non : le titre complet est facultatif"),
        (
            "obligation",
            {"parcours": "pix"},
            "obligatoire",
            "Ce n'est pas précisé : je sais seulement que Pix",
        ),
        ("financement", {**MODULES, "module_deja_paye": "aucun"}, "paye", "Oui : l'État paie"),
        ("financement", {**MODULES, "module_deja_paye": "aucun"}, "a_payer", "Non : l'État paie"),
        ("financement", {**PAID, "entree": "avant_2025"}, "paye", "Non : l'État ne paie qu'un"),
        ("financement", {**PAID, "entree": "avant_2025"}, "a_payer", "Je n'ai pas cette information : "),
        ("financement", PAID, "paye", "Cela dépend : si vous avez commencé avant 2025"),
        ("financement", {**PAID, "entree": "depuis_2025"}, "paye", "Cela dépend : pendant la première année"),
        ("financement", CCP1, "paye", "Je ne sais pas qui paie"),
        ("conditions", {**MODULES, "convocation": "recue"}, "possible", "Oui : depuis 2025"),
        ("conditions", {**MODULES, "convocation": "pas_recue"}, "possible", "Oui : inscrivez-vous"),
        ("conditions", {**MODULES, "convocation": "pas_recue"}, "reussite", "Non : "),
        ("second_module", {}, "possible", "Oui : on peut suivre plusieurs modules"),
        (
            "format",
            {"parcours": "aidants_connect"},
            "a_distance",
            "Non : le module Aidants Connect, c'est en",
        ),
        ("format", TITLE, "a_distance", "En partie : "),
        ("format", MODULES, "a_distance", "Cela dépend :\n• un module « prise en main » : en présentiel\n"),
        (
            "format",
            CCP1,
            "a_distance",
            "Je n'ai pas cette information : pour le CCP1, je ne sais pas",
        ),
    ],
)
def test_yes_no_question_begins_with_its_verdict(
    question: str, facts: dict[str, str], criterion: str, answer: str
) -> None:
    reply = reply_to(question, facts, YES_NO, criterion)
    assert first(reply).startswith(answer)
    assert reply.sources


def test_verdict_stands_in_place_of_the_paragraph() -> None:
    whole = reply_to("obligation", MODULES, QuestionForm.NONE, "obligatoire")
    verdict = reply_to("obligation", MODULES, YES_NO, "obligatoire")
    assert len(first(verdict)) < len(first(whole))
    assert (verdict.sources, verdict.links, verdict.notices) == (whole.sources, whole.links, whole.notices)


def test_negated_question_is_contradicted() -> None:
    assert first(reply_to("obligation", CCP1, YES_NO, "obligatoire", negated=True)).startswith("Si : ")
    assert first(reply_to("obligation", TITLE, YES_NO, "obligatoire", negated=True)).startswith("Non : ")


def test_who_is_to_be_asked_follows_what_is_not_known() -> None:
    reply = reply_to("financement", {**PAID, "entree": "avant_2025"}, YES_NO, "a_payer")
    assert "La Mednum (formation@lamednum.coop)" in first(reply)
    assert "La Fabrik" in first(reply_to("format", CCP1, YES_NO, "a_distance"))


def test_question_without_a_criterion_of_its_topic_gets_the_whole_text() -> None:
    whole = reply_to("obligation", CCP1, QuestionForm.NONE)
    assert reply_to("obligation", CCP1, YES_NO, "a_distance").paragraphs == whole.paragraphs
    assert reply_to("obligation", CCP1, YES_NO).paragraphs == whole.paragraphs


def test_who_pays_comes_before_what_is_possible() -> None:
    assert first(reply_to("second_module", {}, YES_NO, "possible", "paye")).startswith("Non : ")


@each_row(
    ("question", "facts", "form", "answer"),
    [
        ("inscription", MODULES, QuestionForm.WHERE, "Sur le site de La Mednum, par le lien ci-dessous."),
        ("format", TITLE, QuestionForm.HOW_MUCH, "Le titre complet : 140 h, sur 17 semaines"),
        ("choix_modules", {"cadre": "initiale"}, QuestionForm.HOW_MUCH, "Deux, au choix."),
        ("test_positionnement", {}, QuestionForm.HOW_MUCH, "Au printemps 2024, le test durait environ 1 h 30"),
        ("inscription", MODULES, QuestionForm.HOW, "Vous vous inscrivez sur le site de La Mednum."),
    ],
)
def test_other_forms_get_what_they_ask_for(
    question: str, facts: dict[str, str], form: QuestionForm, answer: str
) -> None:
    assert first(reply_to(question, facts, form)).startswith(answer)


LENGTH = Frame("format", TITLE, None, form=QuestionForm.HOW_MUCH)
IS_COMPULSORY = Frame("obligation", TITLE, None, form=YES_NO, criteria=(CriterionMention("obligatoire"),))
IS_REMOTE = Frame("format", TITLE, None, form=YES_NO, criteria=(CriterionMention("a_distance"),))


def reply_to_all(*frames: Frame, not_answered: tuple[str, ...] = ()) -> Reply:
    interpretation = replace(interpreted(*frames), not_answered=not_answered)
    return ANSWERER.reply(interpretation, frames[0].question, on=TODAY)


def plain(reply: Reply) -> list[str]:
    return [paragraph.replace("\u00a0", " ").replace("’", "'") for paragraph in reply.paragraphs]


def test_each_of_several_questions_is_answered_in_its_own_form() -> None:
    length, practice, obligation, remote = plain(reply_to_all(LENGTH, IS_COMPULSORY, IS_REMOTE))
    assert practice.startswith("En pratique, le titre REMN a été remplacé")
    assert length == "Le titre complet : 140 h, sur 17 semaines, à raison d'un jour par semaine."
    assert obligation.startswith("Non : le titre complet est facultatif")
    assert remote.startswith("En partie : ")


def test_questions_without_a_short_form_are_answered_in_brief_with_each_source_and_notice_once() -> None:
    frames = [Frame(question, TITLE, None) for question in ("format", "contenu", "organisme")]
    reply = reply_to_all(*frames)
    alone = [ANSWERER.answer(frame, "fr", TODAY) for frame in frames]
    assert len("".join(reply.paragraphs)) < len("".join(text for other in alone for text in other.paragraphs))
    assert len(set(reply.sources)) == len(reply.sources)
    assert len(set(reply.notices)) == len(reply.notices)


def test_what_is_known_is_answered_beside_what_is_unknown() -> None:
    unknown, length, _ = plain(reply_to_all(Frame("cpf", {}, None, form=YES_NO), LENGTH))
    assert "CPF" in unknown
    assert "140" in length


def test_missing_fact_is_asked_for_last_and_one_at_a_time() -> None:
    reply = reply_to_all(Frame("format", {}, None), Frame("inscription", {}, None), Frame("cpf", {}, None))
    assert "CPF" in reply.paragraphs[0]
    assert len(reply.paragraphs) == 2
    assert reply.awaits
    assert reply.awaits.fact == "parcours"


def test_why_a_rule_holds_is_answered_beside_who_decided_and_since_when() -> None:
    why, who, since = plain(
        reply_to_all(
            Frame("obligation", CCP1, None, form=QuestionForm.WHY),
            Frame("reforme_acteurs", CCP1, None, form=QuestionForm.WHO),
            Frame("obligation", CCP1, None, explains=SINCE_WHEN),
        )
    )
    assert "sans en dire la raison" in why
    assert "ANCT" in who
    assert "depuis" in since


def test_parts_not_understood_are_named_in_one_line_that_is_not_kept() -> None:
    parts = ("Est-ce que la cantine du chef-lieu est ouverte aux conseillers le midi ?", "et le parking {x} ?")
    reply = reply_to_all(LENGTH, not_answered=parts)
    line = plain(reply)[-1]
    assert line.startswith("Je n'ai pas compris cette partie : « Est-ce que la cantine du chef-lieu est ouverte… »")
    assert "« et le parking {x} »" in line
    assert reply.sent == reply_to_all(LENGTH).sent
    assert b"cantine" not in reply.packed()
    assert Reply.unpacked(reply.packed()).paragraphs == reply.paragraphs[:-1]


def test_items_side_by_side_have_a_line_each_and_unknown_lengths_are_said() -> None:
    assert compared("format", "ccp1", "titre_complet").split("\n") == [
        "• le CCP1 : 70 à 315 h, 5 à 15 semaines, obligatoire, à distance ou non, ce n'est pas précisé, "
        "prépare le premier bloc du titre REMN",
        "• le titre complet : 140 h, 17 semaines, un jour par semaine, facultatif, en partie à distance, "
        "en partie en présentiel, prépare le titre REMN",
    ]


def test_ranges_that_overlap_choose_none_and_another_measure_may() -> None:
    assert compared("format", "ccp1", "titre_complet", criterion="plus_long").split("\n")[:2] == [
        "En heures, cela dépend du parcours : 70 à 315 h pour le CCP1 et 140 h pour le titre complet.",
        "En semaines, le plus long : le titre complet (17 semaines).",
    ]


@each_row(
    ("criterion", "items", "answer"),
    [
        ("plus_court", ("prise_en_main", "intervenir"), "Le plus court : un module « prise en main » (7 h)."),
        ("plus_long", ("modules", "titre_complet"), "Le plus long : le titre complet (140 h)."),
        ("plus_long", ("solide", "titre_complet"), "Le plus long : le titre complet (140 h)."),
        ("plus_court", ("ccp1", "modules"), "Le plus court : les modules (7 h)."),
        ("en_presentiel", ("prise_en_main", "intervenir"), "Un module « prise en main »."),
    ],
)
def test_item_that_a_criterion_chooses_comes_first(criterion: str, items: tuple[str, ...], answer: str) -> None:
    lines = compared("format", *items, criterion=criterion).split("\n")
    assert lines[0] == answer
    assert len(lines) == 1 + len(items)


def test_items_that_meet_a_criterion_in_part_say_so_themselves() -> None:
    lines = compared("format", "prise_en_main", "intervenir", criterion="a_distance").split("\n")
    assert [line.partition(" : ")[2] for line in lines] == [
        "en présentiel",
        "en partie à distance, en partie en présentiel",
    ]


def test_verdict_of_each_item_stands_on_its_line() -> None:
    text = compared("obligation", "ccp1", "aidants_connect", "titre_complet", criterion="obligatoire")
    assert [line.partition(" : ")[2] for line in text.split("\n")] == ["oui", "rien n'est précisé", "non"]


def test_comparison_has_the_notices_of_what_it_compares_and_what_holds_in_practice() -> None:
    frame = Frame("format", {}, None, form=QuestionForm.COMPARE, items=("ccp1", "titre_complet"), compares=True)
    reply = ANSWERER.reply(interpreted(frame), "format", on=TODAY)
    assert "novembre 2025" in reply.text
    assert "210" in reply.paragraphs[1]
    assert reply.sources


def test_english_has_its_own_words() -> None:
    assert first(reply_to("obligation", TITLE, YES_NO, "obligatoire", language="en")).startswith("No: the full title")
    assert compared("format", "prise_en_main", "intervenir", language="en").startswith("• a “prise en main” module: 7 ")


def test_question_with_both_sides_is_answered_neither_yes_nor_no() -> None:
    reply = reply_to("obligation", TITLE, YES_NO, "obligatoire", "facultatif")
    assert first(reply).startswith("Facultatif : ")


def test_items_that_a_criterion_does_not_tell_apart_get_the_answer_once() -> None:
    text = compared("financement", "prise_en_main", "intervenir", criterion="paye")
    assert text.startswith("Cela dépend : l'État paie un module")


def explained(question: str, action: str, course: str | None = None) -> Reply:
    state = DialogueState(history=(FrameOutline(question, course),))
    return ANSWERER.reply(Interpretation(action, "fr", state), action, on=TODAY)


def test_why_gives_the_reason_of_the_page_alone() -> None:
    (reason,) = explained("test_positionnement", WHY).paragraphs
    assert reason.startswith("Au printemps 2024, pour trouver le parcours adapté au niveau.")


def test_why_says_that_the_page_gives_no_reason() -> None:
    assert "sans en dire la raison" in explained("obligation", WHY, "ccp1").paragraphs[-1]
    assert "Mes sources ne répondent pas sur ce point" in explained("prix", WHY).paragraphs[-1]


def test_trace_is_one_click_away_from_why() -> None:
    why = explained("obligation", WHY, "ccp1")
    (details,) = why.choices
    meaning = ANSWERER.choices.meaning(details.id)
    assert meaning is not None
    assert meaning.question == DETAILS
    assert "Je m’appuie sur" not in why.text
    assert "Je m’appuie sur" in explained("obligation", DETAILS, "ccp1").text


@pytest.mark.parametrize(
    ("code", "sentence", "link"),
    [
        ("40", "Posez la question à La Fabrik", "La Fabrik"),
        ("973", "posez d’abord la question à Francil’IN", "Francil’IN"),
    ],
)
def test_yes_or_no_that_nobody_knows_names_whom_to_ask_there_with_their_link(
    code: str, sentence: str, link: str
) -> None:
    reply = reply_to("format", CCP1, YES_NO, "consecutifs", code=code)
    assert reply.paragraphs[0].startswith("Je n’ai pas cette information")
    assert sentence in reply.paragraphs[0]
    assert reply.links[0].title.startswith(link)
