"""A maintainer is told, with file and line, of a case that no line of the matrix answers, or that two do."""

from __future__ import annotations

import pytest

from tests.rules.loading.spoiling import Copy, reads

MODULES = "matrice/modules.yml"


@pytest.fixture
def line_of_the_catch_up(copy: Copy) -> int:
    return copy.line(MODULES, "  - quand: {module_deja_paye: a_rattraper}")


def test_a_case_without_a_line_is_told(copy):
    copy.edit(MODULES, "  - quand: {module_deja_paye: a_rattraper}\n", "  - quand: {module_deja_paye: un}\n")
    assert any(
        "« module_deja_paye: a_rattraper »" in found.problem or "a_rattraper" in found.problem
        for found in copy.findings()
    )


def test_two_lines_for_one_case_are_told(copy, line_of_the_catch_up):
    copy.edit(MODULES, "  - quand: {module_deja_paye: a_rattraper}", "  - quand: {module_deja_paye: [a_rattraper, un]}")
    found = [finding for finding in copy.findings() if "dit autre chose" in finding.problem]
    assert [finding.place.line for finding in found] == [line_of_the_catch_up]


@pytest.mark.parametrize(
    ("old", "new", "problem", "remedy"),
    [
        ("  prix:\n", "  tarif:\n", "« tarif » n'est pas un attribut", "attributs.yml"),
        ("  prix:\n", "  tarif:\n", "« modules » : il manque « prix » (prix)", "à qui demander"),
        ('    fr: "', '    fr: "mot mot mot mot mot mot mot mot mot mot mot mot mot mot ', "25 au plus", "raccourcir"),
        ("quand: {module_deja_paye: a_rattraper}", "quand: {module_paye: un}", "le fait « module_paye »", "faits.yml"),
        ("quand: {module_deja_paye: a_rattraper}", "quand: {module_deja_paye: deux}", "« deux » n'est pas", "choisir"),
        ("liens: [mednum.catalogue]", "liens: [mednum.catalog]", "le lien « mednum.catalog »", "mednum.catalogue"),
        ("source: hubikoop-2024", "source: hubikop", "la source « hubikop » n'existe pas", "sources.yml"),
    ],
)
def test_a_slip_is_told_with_a_remedy(copy, old, new, problem, remedy):
    copy.edit(MODULES, old, new)
    assert any(problem in found.problem and remedy in found.remedy for found in copy.findings())


def test_a_text_said_to_say_an_unknown_cell_is_told(copy):
    copy.edit("dit.yml", "[modules, payeur]", "[modules, payeurs]")
    [finding] = copy.findings()
    line = copy.line("dit.yml", "  " + finding.problem.split("« ")[1].split(" »")[0] + ":")
    reads(finding, copy.folder / "dit.yml", line, "« modules × payeurs »", "modules × payeur")
