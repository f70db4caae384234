"""What changes around the answers: questions, buttons, greetings, hubs."""

from __future__ import annotations

import pytest

from bot.maintenance.diff.summary import summary
from bot.maintenance.diff.word_diff import Run
from tests.bot.maintenance.diff.conftest import Copy

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


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        pytest.param(
            "stories/answers/fr/questions.yml",
            "Comment s'inscrire",
            "S'inscrire, mode d'emploi",
            "inscription",
            id="a button",
        ),
        pytest.param(
            "stories/answers/fr/demandes.yml",
            "Comment décririez-vous votre niveau, en numérique et en accompagnement ?",
            "Votre niveau ?",
            "niveau › texte",
            id="a demand",
        ),
        pytest.param(
            "stories/answers/fr/titre.yml",
            "en_bref: Le titre complet est facultatif.",
            "en_bref: Le titre n'est pas obligatoire.",
            "obligation_titre",
            id="a short form",
        ),
        pytest.param(
            "stories/answers/fr/actes.yml",
            "ou: Sur le site de La Fabrik",
            "ou: Par le site de La Fabrik",
            "formes › inscription_ccp1 › ou",
            id="the answer to a form of a question",
        ),
        pytest.param(
            "stories/answers/fr/formation_initiale.yml",
            "d_un_autre: Voici le parcours, étape par étape.",
            "d_un_autre: Le parcours, étape par étape.",
            "mon_parcours_recrute",
            id="an answer about someone else",
        ),
        pytest.param(
            "stories/answers/fr/parcours.yml", '"Qui : {texte}"', '"Par qui : {texte}"', "details › qui", id="the path"
        ),
        pytest.param(
            "rules/programme/etapes.yml",
            "payeur: financement\n  condition",
            "condition",
            "etapes › modules_initiaux › payeur",
            id="what is told of a stage of the path",
        ),
        pytest.param(
            "rules/programme/elements.yml", "heures: 70", "heures: 71", "elements › solide › heures", id="a figure"
        ),
        pytest.param(
            "stories/answers/fr/dates.yml", "le printemps 2024", "le mois de mars 2024", "2024-03-01", id="a date"
        ),
        pytest.param(
            "stories/faq/prix.yml",
            'titre: {fr: "Le prix"',
            'titre: {fr: "Combien"',
            "prix",
            id="a plain question's title",
        ),
        pytest.param(
            "stories/recits/oublier.yml",
            "reponse: oubli_annule",
            "reponse: oublier",
            "oublier, annulé",
            id="a step of a story",
        ),
        pytest.param("stories/hubs/exemple.yml", "nom: Hub Exemple", "nom: Hub Essai", "nom", id="the name of a hub"),
        pytest.param(
            "stories/hubs/exemple.yml",
            "fr: |\n    Bonjour !",
            "fr: |\n    Salut !",
            "accueil › fr",
            id="a hub's greeting",
        ),
        pytest.param("stories/hubs/exemple.yml", "['40', '64']", "['40']", "territoire", id="a hub's territory"),
        pytest.param(
            "stories/answers/fr/site.yml", "carte: Les cartes", "carte: Les plans", "carte", id="a word of the site"
        ),
        pytest.param(
            CHANGE,
            "fr: Les réponses d'Aiguilleur",
            "fr: Aiguilleur répond",
            "2026-11-25-premiere-version › titre › fr",
            id="the title of a change",
        ),
        pytest.param(
            CHANGE,
            "depuis: 2024-03-01",
            "depuis: 2024-03-01\nterritoires: [outre_mer]",
            "2026-11-25-premiere-version › territoires",
            id="where a change holds",
        ),
    ],
)
def test_a_text_is_shown_under_its_name(copy: Copy, file: str, old: str, new: str, name: str) -> None:
    copy.edit(file, old, new)
    assert name in [change.name for change in copy.changes().texts]


def test_a_text_of_a_channel_is_shown_in_its_language(copy: Copy) -> None:
    copy.edit("stories/answers/en/widget.yml", "Sources", "Origins")
    assert {(change.where, change.language) for change in copy.changes().texts} == {
        ("fenêtre et page (widget.yml, formulaire.yml)", "en")
    }


def test_a_new_question_is_shown_with_its_answers(copy: Copy) -> None:
    copy.write("stories/faq/parking.yml", FAQ)
    report = copy.changes()
    (added,) = report.added
    assert (added.title, added.place) == ("Le parking", "stories/faq/parking.yml:1")
    (answer,) = added.answers
    (part, *_) = dict(answer.texts)["en"]
    assert part.marked.after == (Run("added", "The programme does not speak of parking."),)
    assert answer.rows[0] == ("avant", ("rien : cela n’existait pas",))
    assert summary(report)[0] == "Depuis HEAD : 1 question s’ajoute."


def test_a_question_taken_away_is_shown(copy: Copy) -> None:
    (copy.files.root / "stories" / "faq" / "stage.yml").unlink()
    report = copy.changes()
    assert [question.question for question in report.removed] == ["stage"]
