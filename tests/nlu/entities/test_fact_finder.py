"""The fact finder: facts that an utterance states, mistakes in its lexicon, and the labelled sentences."""

import re
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.training_data.examples import Example, read_examples
from rules.errors import ProgrammeError
from rules.loading import load_programme
from rules.model import Place
from tests.evaluation.entities import LabelledSentence, facts_found, read_labelled
from tests.evaluation.predictions import unlearnt
from tests.evaluation.report import FAQ, SENTENCES
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
    ("text", "value"),
    [
        ("I don't have my convocation yet", "pas_recue"),
        ("my convocation hasn't arrived", "pas_recue"),
        ("pas de convocation reçue à ce jour", "pas_recue"),
        ("et si ma convocation n'arrive pas ?", "pas_recue"),
        ("je n’ai pas encore été convoquée", "pas_recue"),
        ("jai toujours rien recu pour lexam", "pas_recue"),
        ("sa convocation, elle l'attend depuis un mois", "pas_recue"),
        ("Notre conseillère a reçu sa convocation la semaine dernière, elle souhaite maintenant un module", "recue"),
        ("j'ai ma convocation mais je n'ai pas encore choisi mes modules", "recue"),
        ("je viens de recevoir ma convocation", "recue"),
        ("I was called to sit the exam in June", "recue"),
        ("faut-il avoir reçu la convocation ?", None),
        ("quand reçoit-on la convocation ?", None),
        ("do I need to have received the convocation?", None),
        ("une fois la convocation reçue, je choisis quand ?", None),
        ("je suis convoquée à un entretien pédagogique", None),
        ("j'ai bien reçu votre mail", None),
    ],
)
def test_convocation_is_stated_or_denied(text: str, value: str | None) -> None:
    assert stated(text).get("convocation") == value


@each_row(
    ("text", "value"),
    [
        ("j'ai raté mon CCP1", "echoue"),
        ("g pa eu lexamen", "echoue"),
        ("I didn't get my CCP1", "echoue"),
        ("et si je le rate ?", "echoue"),
        ("mon collègue s'est fait recaler à l'examen", "echoue"),
        ("j'ai eu mon CCP1", "reussi"),
        ("CCP1 en poche", "reussi"),
        ("passed the CCP1 last month", "reussi"),
        ("faut-il avoir réussi le CCP1 ?", None),
        ("une fois le CCP1 obtenu, je peux faire le titre ?", None),
        ("je n'ai pas encore passé le CCP1", None),
        ("I haven't passed the CCP1 yet", None),
        ("comment réussir l'examen ?", None),
        ("et si j'échoue au test de positionnement ?", None),
        ("what's the pass rate for the CCP1?", None),
        ("I've got my exam date", None),
    ],
)
def test_passed_exam_is_stated_or_denied(text: str, value: str | None) -> None:
    assert stated(text).get("examen_ccp1") == value


@each_row(
    ("text", "value"),
    [
        ("our town hall is now accredited", "oui"),
        ("la médiathèque vient d'être habilitée", "oui"),
        ("on a l'habilitation", "oui"),
        ("structure habilitée", "oui"),
        ("structure non habilitée", "non"),
        ("our structure hasn't been accredited yet", "non"),
        ("on n'a toujours pas reçu l'habilitation", "non"),
        ("la mairie a demandé son habilitation", "non"),
        ("ma structure nest pas habilitée", "non"),
        ("and without habilitation?", "non"),
        ("comment obtenir l'habilitation ?", None),
        ("comment savoir si ma structure est habilitée ?", None),
        ("je ne sais pas si on est habilités", None),
        ("pourquoi tu me demandes si ma structure est habilitée ?", None),
        ("et une fois habilités ?", None),
        ("on est habilités ou pas ?", None),
        ("does our town hall need habilitation?", None),
    ],
)
def test_accreditation_of_the_structure_is_stated_or_denied(text: str, value: str | None) -> None:
    assert stated(text).get("habilitation") == value


@each_row(
    ("text", "value"),
    [
        ("j'ai déjà eu mon module payé", "un"),
        ("My colleague took her State-paid module in March", "un"),
        ("J'en ai pris un au printemps, la porte est fermée jusqu'à l'année prochaine ?", "un"),
        ("c'est mon employeur qui l'a payé", "aucun"),
        ("my employer paid for it", "aucun"),
        ("I haven't taken any module this year", "aucun"),
        ("je n'ai suivi aucun module en 2026 pour l'instant", "aucun"),
        ("two modules, one in November 2024 and one in January 2025", "autre_annee"),
        ("un module en décembre et l'autre en janvier", "autre_annee"),
        ("I skipped my module in 2024, can I get it back on top", "a_rattraper"),
        ("récupérer celui de l'an dernier", "a_rattraper"),
        ("j'ai pas pris mon module en 2025, il est perdu ?", "a_rattraper"),
        ("one module in 2025 and another later in 2025", None),
        ("le deuxième module, c'est la commune qui règle ?", None),
        ("l'Etat finance 1 module ou plusieurs par an ?", None),
        ("J'ai déjà un BTS informatique", None),
        ("ma convocation est arrivée ce matin, je peux déjà m'inscrire à un module ?", None),
        ("peut-on cumuler plusieurs modules ?", None),
        ("how do we get accredited for Aidants Connect?", None),
    ],
)
def test_module_paid_by_the_state_is_stated_or_denied(text: str, value: str | None) -> None:
    assert stated(text).get("module_deja_paye") == value


@each_row(
    ("text", "value"),
    [
        ("je débute en informatique", "debutant"),
        ("j'y connais rien", "debutant"),
        ("ni débutante ni experte", "intermediaire"),
        ("je suis à l'aise avec le numérique", "solide"),
        ("She has strong digital skills already", "solide"),
        ("débutant ou confirmé ?", None),
        ("am I intermediate or advanced?", None),
        ("merci d'avance", None),
        ("mon inscription est confirmée", None),
        ("combien gagne un conseiller débutant ?", None),
    ],
)
def test_level_of_the_adviser_is_stated(text: str, value: str | None) -> None:
    assert stated(text).get("niveau") == value


@each_row(
    ("text", "awaited", "facts"),
    [
        ("je l'ai pas encore reçue", AFTER_CONDITIONS, {"convocation": "pas_recue"}),
        ("elle est pas encore arrivée", AFTER_CONDITIONS, {"convocation": "pas_recue"}),
        ("I've got it", AFTER_CONDITIONS, {"convocation": "recue"}),
        ("I haven't got it yet", AFTER_CONDITIONS, {"convocation": "pas_recue"}),
        ("on l'est pas encore", AFTER_CONDITIONS, {"habilitation": "non"}),
        ("yes we are", AFTER_CONDITIONS, {"habilitation": "oui"}),
        ("je l'ai raté", AFTER_CONDITIONS, {"examen_ccp1": "echoue"}),
        ("I haven't passed it", AFTER_CONDITIONS, {"examen_ccp1": "echoue"}),
        ("quand est-ce que je la reçois ?", AFTER_CONDITIONS, {}),
        ("pas encore", AFTER_CONDITIONS, {}),
        ("now", AFTER_CONDITIONS, {}),
        ("j'en ai déjà fait un", AFTER_FUNDING, {"module_deja_paye": "un", "modules_suivis": "un"}),
        ("je n'en ai pas encore fait", AFTER_FUNDING, {"module_deja_paye": "aucun"}),
        ("I haven't done one", AFTER_FUNDING, {"module_deja_paye": "aucun"}),
        ("je l'ai reçue", (), {}),
    ],
)
def test_few_words_state_the_fact_that_the_last_answer_depends_on(
    text: str, awaited: tuple[str, ...], facts: dict[str, str]
) -> None:
    assert stated(text, awaited) == facts


@each_row(
    ("text", "course"),
    [
        ("passed the CCP1 last month and now thinking about the full title", "titre_complet"),
        ("Le jury m'a donné le CCP1 ! Je voudrais enchaîner sur le titre complet", "titre_complet"),
        ("Faut-il avoir réussi le CCP1 pour faire les modules ?", "modules"),
        ("CCP1 validé en mars, quelle suite ?", None),
        ("we are accredited", "aidants_connect"),
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
        (
            "suites.yml",
            "niveau:\n  solide: {sauf: ['a']}\n",
            r"suites\.yml:2 — « solide » n'a pas de mots",
        ),
        ("suites.yml", "niveau:\n  solide: []\n", r"suites\.yml:2 — « solide » n'a pas de mots ni d'expression"),
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


def test_piece_refers_to_those_above_and_value_to_its_exclusions(lexicon: Path) -> None:
    (lexicon / "morceaux.yml").write_text(
        "pas: [pas, jamais]\njamais_vu: '(?:{pas}) vu'\nfin_de_proposition: ','\n", encoding="utf-8"
    )
    for name in ("parcours.yml", "suites.yml"):
        (lexicon / name).write_text("{}\n", encoding="utf-8")
    (lexicon / "situation.yml").write_text(
        "niveau:\n  debutant: ['{jamais_vu}']\n  solide: {expressions: ['a{1,2} vu'], sauf: ['{pas}']}\n",
        encoding="utf-8",
    )
    finder = FactFinder.load(FACTS, lexicon)
    values = {
        text: [span.value for span in finder.find(text) if span.asserted] for text in ("il aa vu", "il n'a jamais vu")
    }
    assert values == {"il aa vu": ["solide"], "il n'a jamais vu": ["debutant"]}
    assert not [span for span in finder.find("pas lui qui a vu") if span.asserted]
    # An exclusion in another clause has no effect.
    assert [span.value for span in finder.find("pas lui, mais elle a vu")] == ["solide"]


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


def test_labelled_sentences_are_unique_and_no_examples(labelled) -> None:
    sentences = [pair for pairs in labelled.values() for pair in pairs]
    examples = [Example(sentence.phrase, "", sentence.langue, place) for sentence, place in sentences]
    assert unlearnt(examples, read_examples(faq=FAQ)) == examples
    folded = [re.sub(r"\W+", " ", sentence.phrase.lower()).strip() for sentence, _ in sentences]
    assert len(set(folded)) == len(folded)


@each_row(
    ("text", "facts"),
    [
        ("je suis en poste depuis 6 mois", FIRST_YEAR),
        ("arrivée il y a trois mois", FIRST_YEAR),
        ("je suis dans ma première année", FIRST_YEAR),
        ("hired less than a year ago", FIRST_YEAR),
        ("he joined five months ago", FIRST_YEAR),
        ("je suis en poste depuis plus d'un an", {"premiere_annee": "non"}),
        ("recrutée il y a trois ans", {"premiere_annee": "non"}),
        ("I've been in post for two years", {"premiere_annee": "non"}),
        ("elle commence sa deuxième année", {"premiere_annee": "non"}),
        ("en poste depuis un an", {}),
        ("combien de modules la première année ?", {}),
        ("c'est quoi la règle la deuxième année ?", {}),
        ("le parcours dure 3 mois ?", {}),
    ],
)
def test_how_long_advisers_have_been_in_post_says_if_it_is_their_first_year(text: str, facts: dict[str, str]) -> None:
    assert stated(text) == facts
