"""One command adds a source or a training to every file that has to know of it."""

from __future__ import annotations

import re

from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL, unfinished
from bot.maintenance.new.entries import ENTRIES, NewEntry
from bot.maintenance.yaml_files.edits import Edit
from rules.loading import load_programme


def write(files: ProjectFiles, kind: str, entry: NewEntry) -> list[Edit]:
    edits = ENTRIES[kind](files, entry)
    for edit in edits:
        edit.write()
    return edits


def test_a_source_may_answer_before_another(files: ProjectFiles) -> None:
    (edit,) = write(files, "source", NewEntry("annonce-cap", before="site-officiel"))
    edit.path.write_text(edit.after.replace(f"{TO_FILL} : ", ""), encoding="utf-8")
    known = list(load_programme(files.programme, files.faq).sources)
    assert known.index("annonce-cap") == known.index("site-officiel") - 1


def test_a_training_has_its_names_its_words_and_a_row_in_each_table_that_needs_one(files: ProjectFiles) -> None:
    edits = write(files, "formation", NewEntry("ccp2", "Le CCP2", source="site-officiel"))
    left = {finding.place.file for finding in unfinished(files)}
    assert left
    assert left <= {edit.path for edit in edits}
    paths = [edit.path.relative_to(files.root).as_posix() for edit in edits]
    assert paths[:4] == [
        "rules/programme/faits.yml",
        "stories/answers/fr/demandes.yml",
        "stories/answers/en/demandes.yml",
        "nlu/lexique/parcours.yml",
    ]
    assert "rules/programme/tables/organisme.yml" in paths
    assert "rules/programme/tables/acteur.yml" not in paths
    # Once the rows answer, nothing is left without an answer.
    for edit in edits[4:]:
        text = re.sub(rf'reponse: "{TO_FILL}[^"]*"', "inconnu: titre_ailleurs", edit.after)
        edit.path.write_text(text.replace(f"{TO_FILL} : ", ""), encoding="utf-8")
    programme = load_programme(files.programme, files.faq)
    assert "ccp2" in programme.facts["parcours"].values
