"""The fact finder: facts that an utterance states, mistakes in its lexicon, and the labelled sentences."""

import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from rules.errors import ProgrammeError
from rules.loading import load_programme
from rules.model import Place
from tests.evaluation.entities import LabelledSentence, facts_found, read_labelled
from tests.evaluation.report import SENTENCES
from tests.evaluation.territory_sentences import load_finder
from tests.support.tables import each_row

FACTS = load_programme().facts
FINDER = FactFinder.load(FACTS)
ENTITIES = EntityFinder(load_finder(), FINDER, Lexicon.load())

AFTER_CONDITIONS = ("parcours", "cadre", "convocation", "examen_ccp1", "habilitation")
AFTER_FUNDING = ("parcours", "cadre", "module_deja_paye")

FIRST_YEAR = {"entree": "depuis_2025", "premiere_annee": "oui"}


def stated(text: str, awaited: Iterable[str] = ()) -> dict[str, str]:
    return {span.fact: span.value for span in FINDER.find(text, awaited) if span.asserted and span.fact != "parcours"}


@each_row(
    ("fact", "text", "value"),
    [
        ("convocation", "my convocation hasn't arrived", "pas_recue"),
        ("convocation", "et si ma convocation n'arrive pas ?", "pas_recue"),
        ("convocation", "jai toujours rien recu pour lexam", "pas_recue"),
        ("convocation", "j'ai ma convocation mais je n'ai pas encore choisi mes modules", "recue"),
        ("convocation", "quand reçoit-on la convocation ?", None),
        ("convocation", "je suis convoquée à un entretien pédagogique", None),
        ("examen_ccp1", "g pa eu lexamen", "echoue"),
        ("examen_ccp1", "et si je le rate ?", "echoue"),
        ("examen_ccp1", "CCP1 en poche", "reussi"),
        ("examen_ccp1", "faut-il avoir réussi le CCP1 ?", None),
        ("examen_ccp1", "je n'ai pas encore passé le CCP1", None),
        ("examen_ccp1", "et si j'échoue au test de positionnement ?", None),
        ("habilitation", "our town hall is now accredited", "oui"),
        ("habilitation", "structure non habilitée", "non"),
        ("habilitation", "la mairie a demandé son habilitation", "non"),
        ("habilitation", "comment savoir si ma structure est habilitée ?", None),
        ("habilitation", "je ne sais pas si on est habilités", None),
        ("habilitation", "et une fois habilités ?", None),
        ("module_deja_paye", "My colleague took her State-paid module in March", "un"),
        ("module_deja_paye", "c'est mon employeur qui l'a payé", "aucun"),
        ("module_deja_paye", "two modules, one in November 2024 and one in January 2025", "autre_annee"),
        ("module_deja_paye", "I skipped my module in 2024, can I get it back on top", "a_rattraper"),
        ("module_deja_paye", "one module in 2025 and another later in 2025", None),
        ("module_deja_paye", "le deuxième module, c'est la commune qui règle ?", None),
        ("module_deja_paye", "J'ai déjà un BTS informatique", None),
        ("niveau", "ni débutante ni experte", "intermediaire"),
        ("niveau", "She has strong digital skills already", "solide"),
        ("niveau", "am I intermediate or advanced?", None),
        ("niveau", "merci d'avance", None),
    ],
)
def test_fact_is_stated_denied_or_only_asked_about(fact: str, text: str, value: str | None) -> None:
    assert stated(text).get(fact) == value


@each_row(
    ("text", "awaited", "facts"),
    [
        ("je l'ai pas encore reçue", AFTER_CONDITIONS, {"convocation": "pas_recue"}),
        ("I've got it", AFTER_CONDITIONS, {"convocation": "recue"}),
        ("on l'est pas encore", AFTER_CONDITIONS, {"habilitation": "non"}),
        ("quand est-ce que je la reçois ?", AFTER_CONDITIONS, {}),
        ("je n'en ai pas encore fait", AFTER_FUNDING, {"module_deja_paye": "aucun"}),
        ("je l'ai reçue", (), {}),
    ],
)
def test_few_words_state_the_fact_that_the_last_answer_depends_on(
    text: str, awaited: tuple[str, ...], facts: dict[str, str]
) -> None:
    assert stated(text, awaited) == facts


@each_row(
    ("text", "facts"),
    [
        ("my teammate holds the convocation", {"convocation": "recue"}),
        ("le CCP1, ma binôme l'a eu", {"examen_ccp1": "reussi"}),
        ("je bosse dans une mairie habilitée", {"habilitation": "oui"}),
    ],
)
def test_fact_of_somebody_named_by_a_noun_is_stated(text: str, facts: dict[str, str]) -> None:
    assert ENTITIES.find(text, expected=False, language=None).facts == facts


@each_row(
    ("text", "course"),
    [
        ("au titre de la formation initiale, un module est-il possible ?", "modules"),
        ("passed the CCP1 last month and now thinking about the full title", "titre_complet"),
        ("Faut-il avoir réussi le CCP1 pour faire les modules ?", "modules"),
        ("CCP1 validé en mars, quelle suite ?", None),
    ],
)
def test_course_asked_about_is_not_that_of_the_exam_in_passing(text: str, course: str | None) -> None:
    assert next(iter(ENTITIES.find(text, expected=False, language=None).courses), None) == course


def test_long_message_takes_time_in_proportion_to_its_length() -> None:
    def took(text: str) -> float:
        best = 1.0
        for _ in range(5):
            start = time.thread_time()
            FINDER.find(text)
            best = min(best, time.thread_time() - start)
        return best

    for piece in ("pas encore reçu ", "déjà fait un ", "module en 2024 ", "l'", "convocation ", "de la "):
        short, long = (took(piece * (length // len(piece))) for length in (2_000, 8_000))
        assert long < 10 * short + 0.01


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("situation.yml", "humeur:\n  bonne: ['content']\n", r"situation\.yml:1 — le fait « humeur » n'existe pas"),
        ("situation.yml", "niveau:\n  moyen: ['moyen']\n", r"situation\.yml:2 — « moyen » n'est pas une valeur"),
        (
            "situation.yml",
            "niveau:\n  solide:\n  - 'a'\n  - '(b'\n",
            r"situation\.yml:4 — l'expression « \(b » est mal",
        ),
        (
            "situation.yml",
            "niveau:\n  solide:\n    expressions: ['a']\n    sauf:\n    - 'b'\n    - '[c'\n",
            r"situation\.yml:6 — l'expression « \[c » est mal formée",
        ),
        ("suites.yml", "niveau:\n  solide: ['{fort} en tout']\n", r"suites\.yml:2 — le morceau « fort » n'existe pas"),
        ("suites.yml", "niveau:\n  solide: {sauf: ['a']}\n", r"suites\.yml:2 — « solide » n'a pas de mots"),
        (
            "suites.yml",
            "niveau:\n  solide: ['(?P<x>a)', '(?P<x>b)']\n",
            r"suites\.yml:2 — l'expression « solide » est mal formée",
        ),
        ("morceaux.yml", "un: 'a'\ndeux: '{trois}'\ntrois: 'b'\n", r"morceaux\.yml:2 — le morceau « trois » n'existe"),
        ("morceaux.yml", "un: 'a'\ndeux: '(b'\n", r"morceaux\.yml:2 — l'expression « \(b » est mal formée"),
        ("morceaux.yml", "un:\n- a\n- '(b'\n", r"morceaux\.yml:3 — l'expression « \(b » est mal formée"),
        ("morceaux.yml", "un: 'a'\n", r"morceaux\.yml:1 — il manque le morceau « fin_de_proposition »"),
        ("morceaux.yml", "Été: 'a'\n", r"morceaux\.yml:1 — « Été » ne peut pas nommer un morceau"),
    ],
)
def test_mistake_in_the_lexicon_is_reported_with_its_line(lexicon: Path, file: str, text: str, message: str) -> None:
    (lexicon / file).write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError, match=message):
        FactFinder.load(FACTS, lexicon)


LEAST_RECALL = {"convocation": 0.85, "examen_ccp1": 0.85, "habilitation": 0.85, "module_deja_paye": 0.85}


@pytest.fixture(scope="module")
def labelled() -> dict[str, list[tuple[LabelledSentence, Place]]]:
    return {name: read_labelled(SENTENCES / name, FACTS) for name in ("facts.yml", "facts_more.yml")}


@pytest.mark.parametrize("name", ["facts.yml", "facts_more.yml"])
def test_facts_of_labelled_sentences_are_found(labelled, name: str) -> None:
    for retrieval in facts_found(ENTITIES, labelled[name]).retrievals:
        if retrieval.expected:
            assert retrieval.recall >= LEAST_RECALL.get(retrieval.name, 0.8), retrieval
        assert retrieval.precision is None or retrieval.precision >= 0.97, retrieval


def test_no_labelled_sentence_gets_the_opposite_value(labelled) -> None:
    for sentence, place in [pair for pairs in labelled.values() for pair in pairs]:
        found = ENTITIES.find(sentence.phrase, expected=False, language=sentence.langue).facts
        wrong = {fact: value for fact, value in found.items() if sentence.faits.get(fact, value) != value}
        assert not wrong, f"{place}: {sentence.phrase}"


@each_row(
    ("text", "facts"),
    [
        ("je suis en poste depuis 6 mois", FIRST_YEAR),
        ("hired less than a year ago", FIRST_YEAR),
        ("I've been in post for two years", {"premiere_annee": "non"}),
        ("en poste depuis un an", {}),
        ("combien de modules la première année ?", {}),
    ],
)
def test_how_long_advisers_have_been_in_post_says_if_it_is_their_first_year(text: str, facts: dict[str, str]) -> None:
    assert stated(text) == facts
