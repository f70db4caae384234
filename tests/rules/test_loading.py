"""What a maintainer is told about a slip in the files: the right file, the right line, what to do, in French."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from rules.decision import Answer
from rules.engine import decide
from rules.errors import Finding, ProgrammeError
from rules.loading import PROGRAMME, load_programme
from rules.model import Programme
from rules.schema import FaqFile
from rules.tables import faq_table
from rules.yaml_lines import read_document

TODAY = date(2026, 11, 25)


class Copy(Protocol):
    """The fixture of conftest.py: a copy of the programme's files to spoil."""

    folder: Path

    def edit(self, file: str, old: str, new: str) -> None: ...
    def line(self, file: str, marker: str) -> int: ...
    def load(self) -> Programme: ...
    def findings(self) -> tuple[Finding, ...]: ...


TITLE = "tables/titre_nom.yml"
BODIES = "tables/organisme.yml"


def _only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def _told(finding: Finding, file: Path, line: int, problem: str, remedy: str) -> None:
    assert (finding.place.file, finding.place.line) == (file, line)
    assert problem in finding.problem
    assert remedy in finding.remedy
    assert str(finding).startswith(f"{file}:{line} — ")
    assert "\n    À faire : " in str(finding)


SLIPS = {
    "a row that is missing": (
        "tables/parcours_initial.yml",
        "quand: {niveau: debutant}\n  depuis: 2024-03-01",
        "quand: {niveau: solide}\n  depuis: 2999-01-01",
        "question: parcours_initial",
        "aucune ligne pour niveau = debutant × le ",
        "ajouter une ligne pour ce cas, ou élargir",
    ),
    "two rows of one source for a case": (
        "tables/test_positionnement.yml",
        "quand: {territoire: outre_mer}",
        "quand: {territoire: [outre_mer, '40']}",
        "id: test-outre-mer",
        "disent deux choses pour territoire = 40 × le ",
        "disjoints, ou retirer l'une des deux",
    ),
    "a source that does not exist": (
        TITLE,
        "source: arrete-2025",
        "source: arrete-2052",
        "source: arrete-2052",
        "la source « arrete-2052 » n'existe pas",
        "choisir parmi : hubikoop-2024, ",
    ),
    "a value that does not exist": (
        "tables/parcours_initial.yml",
        "niveau: debutant",
        "niveau: debutante",
        "niveau: debutante",
        "« debutante » n'est pas une valeur de « niveau »",
        "choisir parmi : solide, intermediaire, debutant, non_precise, precise",
    ),
    "a department's code without quotes in a table": (
        BODIES,
        "territoire: titre_la_melee",
        "territoire: 40",
        "territoire: 40",
        "« 40 » n'est pas une valeur de « territoire »",
        "un code de département entre guillemets",
    ),
    "a department's code without quotes in a zone": (
        "territoires.yml",
        "codes: ['40', '64']",
        "codes: [40, '64']",
        "codes: [40, '64']",
        "devrait être un texte, c'est un nombre entier",
        "mettre la valeur entre guillemets",
    ),
    "a key that stands twice": (
        TITLE,
        "  depuis: 2025-07-13\n",
        "  depuis: 2025-07-13\n  depuis: 2025-07-14\n",
        "depuis: 2025-07-14",
        "la clé « depuis » figure déjà à la ligne 15",
        "n'en garder qu'une",
    ),
    "a bracket that is not closed": (
        TITLE,
        "alors: {reponse: titre_nom}",
        "alors: {reponse: titre_nom",
        "faits: [F01]",  # the parser stumbles over the next line; the remedy speaks of the line before
        "ce n'est pas du YAML correct",
        "vérifier l'alignement",
    ),
    "a row that ends before it starts": (
        BODIES,
        "  depuis: 2024-03-01\n  jusqu_a: 2024-06-30",
        "  depuis: 2024-03-01\n  jusqu_a: 2024-01-31",
        "jusqu_a: 2024-01-31",
        "elle finit avant de commencer",
        "corriger « depuis » ou « jusqu_a »",
    ),
    "a key with a slip": (
        TITLE,
        "  depuis: 2025-07-13",
        "  depui: 2025-07-13",
        "depui: 2025-07-13",
        "la clé « depui » n'existe pas ici",
        "corriger le nom de la clé, ou la retirer",
    ),
    "a key that is missing": (
        TITLE,
        "  faits: [N03]\n",
        "",
        "id: titre-nom-mediateur",
        "il manque la clé « faits »",
        "ajouter cette clé",
    ),
    "a date in words": (
        TITLE,
        "depuis: 2025-07-13",
        "depuis: juillet",
        "depuis: juillet",
        "« lignes.1.depuis »",
        "corriger la valeur",
    ),
    "a row that neither answers nor says it is not known": (
        TITLE,
        "alors: {reponse: titre_nom}",
        "alors: {}",
        "alors: {}",
        "il faut « reponse » ou « inconnu »",
        "garder « reponse » si le programme le dit",
    ),
    "a row that does both": (
        TITLE,
        "alors: {reponse: titre_nom}",
        "alors: {reponse: titre_nom, inconnu: prix}",
        "inconnu: prix",
        "et un seul des deux",
        "garder « reponse » si le programme le dit",
    ),
    "an organisation that does not exist": (
        BODIES,
        "organismes: [la_melee]",
        "organismes: [la_melée]",
        "organismes: [la_melée]",
        "l'organisme « la_melée » n'existe pas",
        "corriger le nom, ou décrire l'organisme",
    ),
    "a link for a purpose without an address": (
        BODIES,
        "liens: [la_melee.site]",
        "liens: [la_melee.inscription]",
        "liens: [la_melee.inscription]",
        "le lien « la_melee.inscription » n'existe pas",
        "écrire organisme.usage",
    ),
    "a review due before it was done": (
        TITLE,
        "a_relire_avant: 2027-05-31",
        "a_relire_avant: 2026-05-31",
        "id: titre-nom",
        "la relecture est due avant d'être faite",
        "mettre « a_relire_avant » après « relu »",
    ),
    "a fact that the table does not read": (
        "tables/parcours_initial.yml",
        "quand: {niveau: debutant}",
        "quand: {niveau: debutant, cadre: initiale}",
        "cadre: initiale",
        "« cadre » n'est pas lu par cette table",
        "l'ajouter à « lit »",
    ),
    "two rows of one name": (
        TITLE,
        "id: titre-nom-mediateur",
        "id: titre-nom",
        "depuis: 2025-07-13",
        "deux lignes s'appellent « titre-nom »",
        "renommer l'une des deux",
    ),
    "a table for a question that has one": (
        TITLE,
        "question: titre_nom",
        "question: test_positionnement",
        "question: test_positionnement",
        "« test_positionnement » a déjà une table",
        "donner un autre nom à la question",
    ),
    "a department with two hubs": (
        "hubs.yml",
        "departements: ['971', '972']",
        "departements: ['971', '972', '75']",
        "organisme: hub_antilles\n",
        "le 75 a deux hubs en même temps : hub_francilin et hub_antilles",
        "retirer le département de l'un des deux",
    ),
    "a hub that nobody describes": (
        "hubs.yml",
        "- organisme: hub_antilles",
        "- organisme: hub_antille",
        "organisme: hub_antille",
        "le hub « hub_antille » n'est décrit nulle part",
        "l'ajouter sous « organismes »",
    ),
    "an offered value that does not exist": (
        "faits.yml",
        "proposees: [ccp1,",
        "proposees: [ccp2,",
        "proposees: [ccp2,",
        "« ccp2 » n'est pas une valeur de « parcours »",
        "choisir parmi : ",
    ),
    "a priority for a source that does not exist": (
        "sources.yml",
        "priorites:\n",
        "priorites:\n  organisme: [site-oficiel]\n",
        "organisme: [site-oficiel]",
        "la source « site-oficiel » n'existe pas",
        "choisir parmi : hubikoop-2024, ",
    ),
}
"""What is wrong: file, text, what it becomes, a mark on the line to name, words of the problem, words of the remedy."""


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_file_its_line_and_a_remedy(copy: Copy, slip: str) -> None:
    file, old, new, mark, problem, remedy = SLIPS[slip]
    copy.edit(file, old, new)
    line = copy.line(file, mark.rstrip("\n")) - (slip == "two rows of one name")
    if mark.endswith("\n"):  # the mark stands twice: the place is the one among the hubs
        text = (copy.folder / file).read_text(encoding="utf-8")
        line = text[: text.index(mark)].count("\n") + 1
    findings = copy.findings()
    _told(next(one for one in findings if problem in one.problem), copy.folder / file, line, problem, remedy)


def test_a_missing_row_is_told_with_its_smallest_witness(copy: Copy) -> None:
    copy.edit(BODIES, "quand: {parcours: titre_complet, territoire: titre_la_melee}", "quand: {territoire: []}")
    finding = copy.findings()[0]
    _told(
        finding,
        copy.folder / BODIES,
        copy.line(BODIES, "question: organisme"),
        "table « organisme » : aucune ligne pour parcours = titre_complet × territoire = 40 × le 2024-03-01",
        "ajouter une ligne",
    )


def test_everything_wrong_in_the_tables_is_told_at_once(copy: Copy) -> None:
    copy.edit(TITLE, "source: arrete-2025", "source: arrete-2052")
    copy.edit("tables/parcours_initial.yml", "niveau: debutant", "niveau: debutante")
    copy.edit("tables/catalogue.yml", "lit: []", "lit: [")
    assert {finding.place.file.name for finding in copy.findings()} == {
        "titre_nom.yml",
        "parcours_initial.yml",
        "catalogue.yml",
    }


def test_a_missing_file_is_told_by_its_name(copy: Copy) -> None:
    (copy.folder / "hubs.yml").unlink()
    _told(_only(copy.findings()), copy.folder / "hubs.yml", 1, "fichier illisible", "rétablir le fichier")


def test_an_empty_file_is_told_by_its_name(copy: Copy) -> None:
    (copy.folder / "hubs.yml").write_text("", encoding="utf-8")
    assert _only(copy.findings()).place.file.name == "hubs.yml"


def test_a_plain_question_with_a_wrong_source_is_told(tmp_path: Path) -> None:
    faq = tmp_path / "faq"
    faq.mkdir()
    (faq / "essai.yml").write_text(
        "faq: essai\ntitre: {fr: Essai, en: Trial}\nsource: nulle-part\nsection: x\nfaits: [F01]\nrelu: 2026-11-25\n"
        "a_relire_avant: 2027-05-31\nreponse: {fr: a, en: b}\nquestions: {fr: [], en: []}\n",
        encoding="utf-8",
    )
    with pytest.raises(ProgrammeError) as caught:
        load_programme(faq=faq)
    _told(_only(caught.value.findings), faq / "essai.yml", 3, "« nulle-part » n'existe pas", "choisir parmi")


def test_a_plain_question_is_a_table_of_one_row_that_reads_nothing(programme: Programme) -> None:
    path = PROGRAMME.parents[1] / "stories" / "faq" / "aefa.yml"
    table, findings = faq_table(read_document(path, FaqFile), programme)
    assert findings == []
    assert (table.question, table.reads, [row.id for row in table.rows]) == ("aefa", (), ["aefa"])


# Sources that disagree


def _promote(copy: Copy) -> Programme:
    copy.edit("sources.yml", "priorites:\n", "priorites:\n  organisme: [site-officiel]\n")
    return copy.load()


def test_a_source_promoted_for_one_table_answers_there_and_the_page_becomes_its_notice(copy: Copy) -> None:
    promoted = _promote(copy)
    decision = decide(promoted, "organisme", {"parcours": "ccp1", "territoire": "974"}, on=TODAY)
    assert isinstance(decision, Answer)
    assert decision.wording == "ccp1_francilin"
    assert [one.id for one in decision.organisations] == ["francilin_outre_mer"]
    assert decision.citation.source.id == "site-officiel"
    assert [(one.wording, one.citation.source.id) for one in decision.notices] == [("ccp1_pop_school", "hubikoop-2024")]


def test_a_promoted_source_changes_nothing_in_metropolitan_france_nor_in_other_tables(
    copy: Copy, programme: Programme
) -> None:
    promoted = _promote(copy)
    for question, facts in (
        ("organisme", {"parcours": "ccp1", "territoire": "40"}),
        ("organisme", {"parcours": "modules", "territoire": "974"}),
        ("inscription", {"parcours": "ccp1", "territoire": "974"}),
    ):
        then = decide(promoted, question, facts, on=TODAY)
        assert not hasattr(then, "fact")
        before = decide(programme, question, facts, on=TODAY)
        assert (then.wording, [one.wording for one in then.notices]) == (
            before.wording,
            [one.wording for one in before.notices],
        )


def test_a_promoted_source_answers_only_from_the_day_it_speaks(copy: Copy) -> None:
    promoted = _promote(copy)
    decision = decide(promoted, "organisme", {"parcours": "ccp1", "territoire": "974"}, on=date(2024, 9, 30))
    assert (decision.wording, decision.notices) == ("ccp1_pop_school", ())


def test_a_source_whose_block_moves_to_the_top_is_promoted_everywhere(copy: Copy) -> None:
    path = copy.folder / "sources.yml"
    head, first, rest = path.read_text(encoding="utf-8").partition("- id: hubikoop-2024")
    start, end = rest.index("- id: site-officiel"), rest.index("- id: arrete-2025")
    path.write_text(head + rest[start:end] + first + rest[:start] + rest[end:], encoding="utf-8")
    promoted = copy.load()
    for question in ("organisme", "inscription"):
        decision = decide(promoted, question, {"parcours": "ccp1", "territoire": "974"}, on=TODAY)
        assert decision.wording == "ccp1_francilin"


# Slips that once went untold or stopped the loading with an error of Python.


ONCE_UNTOLD = {
    "a day that no calendar has": (TITLE, "2025-07-13", "2025-02-30"),
    "a control character": (TITLE, "# Le nom", "# \x01Le nom"),
    "a mapping as a value": (BODIES, "territoire: titre_la_melee", "territoire: {code: '40'}"),
    "a zone of a zone that does not exist": ("territoires.yml", "[partout]", "[nulle_part]"),
    "a zone's code that does not exist": (
        "territoires.yml",
        "codes: ['40', '64']",
        "codes: ['40', '640']",
    ),
    "a priority for a table that does not exist": (
        "sources.yml",
        "priorites:\n",
        "priorites:\n  organismes: [site-officiel]\n",
    ),
    "« pour_chaque » with a wrong value": (BODIES, "[ccp1, modules, titre_complet]", "[ccp1, module]"),
    "« pour_chaque » with a wrong fact": (BODIES, "  parcours: [ccp1, modules,", "  parcour: [ccp1, modules,"),
    "a hub's link for a wrong purpose": ("tables/hub.yml", "liens: [hub.site]", "liens: [hub.sit]"),
    "a hub that ends before it starts": (
        "hubs.yml",
        "  jusqu_a: 2024-06-30",
        "  depuis: 2024-07-01\n  jusqu_a: 2024-06-30",
    ),
    "a programme without the contact table": ("tables/contact.yml", "question: contact", "question: autre"),
    "two sources of one id": ("sources.yml", "- id: aidants-connect", "- id: mednum-2024"),
    "two territories of one code": ("territoires.yml", "{code: '984'", "{code: '986'"),
}


@pytest.mark.parametrize("slip", ONCE_UNTOLD)
def test_a_slip_that_once_went_untold_is_told(copy: Copy, slip: str) -> None:
    copy.edit(*ONCE_UNTOLD[slip])
    for finding in copy.findings():
        assert finding.place.line >= 1
        assert finding.problem
        assert finding.remedy


def test_a_plain_question_may_not_take_the_name_of_a_table(tmp_path: Path) -> None:
    source = PROGRAMME.parents[1] / "stories" / "faq" / "aefa.yml"
    text = source.read_text(encoding="utf-8").replace("faq: aefa", "faq: organisme", 1)
    (tmp_path / "organisme.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError):
        load_programme(faq=tmp_path)
