"""What changes around the answers: questions, buttons, greetings, hubs."""

from __future__ import annotations

from bot.maintenance.diff.summary import summary
from bot.maintenance.diff.word_diff import Run
from tests.bot.maintenance.diff.conftest import Copy

HUB = "stories/hubs/exemple.yml"
CHANGE = "stories/changements/2026-11-25-premiere-version.yml"
FAQ = """\
faq: parking
titre: {fr: Le parking, en: Parking}
source: hubikoop-2024
section: "En préambule"
faits: [F01]
relu: 2026-11-25
a_relire_avant: 2027-05-31
questions:
  fr: [Où se garer pour la formation ?]
  en: [Where do I park for the training?]
reponse:
  fr: Le programme ne parle pas de parking.
  en: The programme does not speak of parking.
"""


ANSWERS = "stories/answers/fr"
EDITS = (
    # A button, a demand, a short form, a form of a question, an answer about someone else, the path, its stages
    (f"{ANSWERS}/questions.yml", "Comment s'inscrire", "S'inscrire, mode d'emploi", "inscription"),
    (f"{ANSWERS}/demandes.yml", "Comment décririez-vous votre niveau, en", "Votre niveau, en", "niveau › texte"),
    (f"{ANSWERS}/titre.yml", "en_bref: Le titre complet est", "en_bref: Le titre est", "obligation_titre"),
    (f"{ANSWERS}/actes.yml", "ou: Sur le site de", "ou: Par le site de", "formes › inscription_ccp1 › ou"),
    (f"{ANSWERS}/formation_initiale.yml", "d_un_autre: Voici le", "d_un_autre: Le", "mon_parcours_recrute"),
    (f"{ANSWERS}/parcours.yml", '"Qui : {texte}"', '"Par qui : {texte}"', "details › qui"),
    ("rules/programme/etapes.yml", "payeur: financement\n  cond", "cond", "etapes › modules_initiaux › payeur"),
    # A figure, a date, a plain question's title, a step of a story
    ("rules/programme/elements.yml", "heures: 70", "heures: 71", "elements › solide › heures"),
    (f"{ANSWERS}/dates.yml", "le printemps 2024", "le mois de mars 2024", "2024-03-01"),
    ("stories/faq/prix.yml", 'titre: {fr: "Le prix"', 'titre: {fr: "Combien"', "prix"),
    ("stories/recits/oublier.yml", "reponse: oubli_annule", "reponse: oublier", "oublier, annulé"),
    # A hub's name, greeting and territory, a word of the site, a change's title and where it holds
    (HUB, "nom: Hub Exemple", "nom: Hub Essai", "nom"),
    (HUB, "fr: |\n    Bonjour !", "fr: |\n    Salut !", "accueil › fr"),
    (HUB, "['40', '64']", "['40']", "territoire"),
    (f"{ANSWERS}/site.yml", "carte: Les cartes", "carte: Les plans", "carte"),
    (CHANGE, "fr: Les réponses d'Aiguilleur", "fr: Aiguilleur répond", "2026-11-25-premiere-version › titre › fr"),
    (
        CHANGE,
        "depuis: 2024-03-01",
        "depuis: 2024-03-01\nterritoires: [outre_mer]",
        "2026-11-25-premiere-version › territoires",
    ),
)


def test_each_text_that_is_edited_is_shown_under_its_name(copy: Copy) -> None:
    for file, old, new, _ in EDITS:
        copy.edit(file, old, new)
    assert {name for *_, name in EDITS} <= {change.name for change in copy.changes().texts}


def test_a_text_of_a_channel_is_shown_in_its_language(copy: Copy) -> None:
    copy.edit("stories/answers/en/widget.yml", "Sources", "Origins")
    assert {(change.where, change.language) for change in copy.changes().texts} == {
        ("fenêtre et page (widget.yml, formulaire.yml)", "en")
    }


def test_a_new_question_is_shown_with_its_answers_and_one_that_went_is_named(copy: Copy) -> None:
    copy.write("stories/faq/parking.yml", FAQ)
    (copy.files.root / "stories" / "faq" / "stage.yml").unlink()
    report = copy.changes()
    (added,) = report.added
    assert (added.title, added.place) == ("Le parking", "stories/faq/parking.yml:1")
    (answer,) = added.answers
    (part, *_) = dict(answer.texts)["en"]
    assert part.marked.after == (Run("added", "The programme does not speak of parking."),)
    assert answer.rows[0] == ("avant", ("rien : cela n’existait pas",))
    assert [question.question for question in report.removed] == ["stage"]
    assert "1 question s’ajoute" in summary(report)[0]
