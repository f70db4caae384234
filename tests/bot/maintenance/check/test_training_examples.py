"""A training that no example of a question names is told, with the plain question that would take its place."""

from __future__ import annotations

from bot.content.loading import read_content
from bot.content.project_files import PROJECT
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.thresholds import load_thresholds
from bot.maintenance.check.training_examples import training_findings
from nlu.text import fold
from nlu.training_data.examples import Example, read_examples
from tests.bot.maintenance.check.spoiling import TODAY


def _findings(examples: list[Example]) -> list[str]:
    inputs = CheckInputs(PROJECT, TODAY, read_content(PROJECT), tuple(examples), load_thresholds(PROJECT.thresholds))
    return [finding.problem for finding in training_findings(inputs)]


def test_training_that_only_a_plain_question_names_is_told_with_that_question() -> None:
    examples = read_examples(PROJECT.examples, PROJECT.faq)
    assert _findings(examples) == []
    (problem,) = _findings(
        [each for each in examples if each.place.file.parent != PROJECT.examples or "refer" not in fold(each.text)]
    )
    assert problem.startswith("aucun exemple ne nomme la formation « referent » dans : ")
    assert "organisme" in problem
    assert problem.endswith("la nomment")
