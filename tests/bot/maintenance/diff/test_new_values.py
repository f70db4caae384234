"""A value or an organisation that is new or gone: its cases are shown, though the other version does not know it."""

from __future__ import annotations

from bot.maintenance.diff.answer_changes import AnswerChange
from tests.bot.maintenance.diff.conftest import Copy

FACTS = "rules/programme/faits.yml"
TABLE = "rules/programme/tables/en_regle.yml"
QUESTION = "en_regle"


def a_third_module(copy: Copy) -> None:
    """Let advisers say that they have followed three modules."""
    copy.edit(FACTS, "    valeurs: [aucun, un, deux]\n", "    valeurs: [aucun, un, deux, trois]\n")
    copy.edit(TABLE, "modules_suivis: deux}", "modules_suivis: [deux, trois]}")
    for language, text in (("fr", "Trois modules"), ("en", "Three modules")):
        file = copy.files.root / "stories" / "answers" / language / "demandes.yml"
        before, found, after = file.read_text(encoding="utf-8").partition("\nmodules_suivis:")
        file.write_text(
            before + found + after.replace("    deux:", f"    trois: {text}\n    deux:", 1), encoding="utf-8"
        )


def cap_numerique(copy: Copy) -> None:
    """Add an organisation, with a row and a text."""
    block = """\
  capnum:
    nom: Cap Numérique
    nom_court: Cap Numérique
    liens:
    - {pour: site, adresse: https://capnum.example/, confiance: confirmee, preuve: site officiel}
"""
    row = """\
- id: acteur-capnum
  quand: {organisme_cite: capnum}
  alors: {reponse: acteur_capnum, organismes: [capnum], liens: [capnum.site]}
  faits: [F02]
"""
    copy.edit("rules/programme/organismes.yml", "  popschool:\n", block + "  popschool:\n")
    copy.edit("rules/programme/tables/acteur.yml", "- id: acteur-mednum\n", row + "- id: acteur-mednum\n")
    for language, text in (("fr", "Cap Numérique forme."), ("en", "Cap Numérique trains.")):
        file = copy.files.root / "stories" / "answers" / language / "acteurs.yml"
        file.write_text(f"{file.read_text(encoding='utf-8')}\nacteur_capnum:\n  texte: {text}\n", encoding="utf-8")


def lines(changes: tuple[AnswerChange, ...], question: str) -> list[str]:
    """Where a question changes, in words."""
    situations = (situation for change in changes for situation in change.situations)
    return [line for situation in situations if situation.question == question for line in situation.lines]


def shown(change: AnswerChange, language: str) -> tuple[str, str]:
    """The first part of a change before and after, as text."""
    part = dict(change.texts)[language][0]
    before, after = ("".join(run.text for run in runs) for runs in (part.marked.before, part.marked.after))
    return before, after


def test_the_answers_to_a_new_value_are_shown_as_new(copy: Copy) -> None:
    a_third_module(copy)
    answers = copy.changes().answers
    found = lines(answers, QUESTION)
    assert found
    assert all("le nombre de modules suivis : Trois modules (nouveau)" in line for line in found)
    first = next(change for change in answers if change.situations[0].question == QUESTION)
    before, after = shown(first, "fr")
    assert before == ""
    assert after
    assert first.rows[0] == ("avant", ("rien : cela n’existait pas",))


def test_the_answers_to_a_value_that_is_gone_are_shown_as_they_were(copy: Copy) -> None:
    a_third_module(copy)
    with_three, without = copy.now(), copy.before
    changes = Copy(copy.files, with_three).changes_to(without).answers
    found = lines(changes, QUESTION)
    assert found
    assert all("le nombre de modules suivis : Trois modules (retiré)" in line for line in found)
    assert changes[0].rows[1] == ("après", ("rien : cela n’existe plus",))


def test_a_new_organisation_is_shown_with_what_is_said_of_it(copy: Copy) -> None:
    cap_numerique(copy)
    answers = copy.changes().answers
    texts = {shown(change, "en")[1] for change in answers if "acteur" in [each.question for each in change.situations]}
    assert "Cap Numérique trains." in texts
    assert all("Cap Numérique (nouveau)" in line for line in lines(answers, "acteur"))


def test_nothing_changes_for_other_organisations_where_one_is_added(copy: Copy) -> None:
    cap_numerique(copy)
    situations = [situation for change in copy.changes().answers for situation in change.situations]
    assert {situation.question for situation in situations} == {"acteur", "coordonnees"}
    assert all("(nouveau)" in line for situation in situations for line in situation.lines)


def test_a_new_question_is_shown_in_all_its_cases(copy: Copy) -> None:
    copy.write(
        "rules/programme/tables/pause.yml",
        """\
question: pause
titre: {fr: Une pause, en: A break}
lit: [modules_suivis]
par_defaut: {source: hubikoop-2024, section: "En préambule", relu: 2026-11-25, a_relire_avant: 2027-05-31}
lignes:
- {id: pause-non, quand: {modules_suivis: [aucun, non_precise]}, alors: {reponse: en_regle_annee_faite}, faits: [F13]}
- {id: pause-oui, quand: {modules_suivis: [un, deux]}, alors: {reponse: en_regle_annee_a_faire}, faits: [F13]}
""",
    )
    (added,) = copy.changes().added
    assert added.title == "Une pause"
    assert sorted(line for change in added.answers for situation in change.situations for line in situation.lines) == [
        "le nombre de modules suivis : Aucun module ou sans précision",
        "le nombre de modules suivis : Un seul module ou Deux modules ou plus",
    ]
