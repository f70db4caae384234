"""A question of the inbox becomes one more line in the right file, and nothing else changes."""

from __future__ import annotations

import pytest

from bot.content.project_files import ProjectFiles
from bot.maintenance.inbox.filing import file_examples
from bot.storage.masking import Mask
from nlu.training_data.examples import intents, read_examples
from rules.errors import ProgrammeError

MASK = Mask.load()


def test_every_question_takes_examples_at_the_end_of_its_list(files: ProjectFiles) -> None:
    before = read_examples(files.examples, files.faq)
    questions = intents(before)
    for number, question in enumerate(questions):
        sentences = [f"où se garer le jour {number} ?", f"# pas un commentaire sur {number}", f"'citation' : {number}"]
        edit = file_examples(before, question, "fr", sentences, MASK)
        changed = [line for line in edit.diff(files.root).splitlines()[2:] if line[:1] in "+-"]
        assert len(changed) == 3
        assert all(line.startswith("+") for line in changed)
        edit.write()
    after = read_examples(files.examples, files.faq)
    assert len(after) == len(before) + 3 * len(questions)
    for number, question in enumerate(questions):
        ours = [
            example.text
            for example in after
            if (example.intent, example.language, example.contextual) == (question, "fr", False)
        ]
        assert ours[-3] == f"où se garer le jour {number} ?"


def test_a_file_that_changed_meanwhile_is_left_alone(files: ProjectFiles) -> None:
    examples = read_examples(files.examples, files.faq)
    edit = file_examples(examples, "format", "fr", ["où se garer ?"], MASK)
    edit.path.write_text(edit.before + "# note\n", encoding="utf-8")
    with pytest.raises(ProgrammeError, match="a changé entre-temps"):
        edit.write()
    assert edit.path.read_text(encoding="utf-8") == edit.before + "# note\n"
