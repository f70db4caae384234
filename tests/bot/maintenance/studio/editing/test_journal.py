"""What the studio wrote is undone by itself: what others wrote since, in the same file or beside, stays."""

from __future__ import annotations

import pytest

from bot.maintenance.studio.editing.journal import EditJournal, UndoError
from bot.maintenance.yaml_files.edits import Edit
from rules.errors import ProgrammeError

LINES = "".join(f"ligne {number}\n" for number in range(20))


@pytest.fixture
def journal(tmp_path):
    (tmp_path / "textes.yml").write_text(LINES, encoding="utf-8")
    return EditJournal(tmp_path, tmp_path / "var" / "journal.json")


@pytest.fixture
def text(journal):
    return journal.root / "textes.yml"


def written(journal, path, old, new):
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    return journal.write([Edit(path, before, before.replace(old, new) if old else new)], f"{old} en {new}")


def undo(journal, write):
    journal.undone(*journal.undoing(write.id))


def test_a_write_is_remembered_beyond_a_restart_and_taken_back_once(journal, text):
    write = written(journal, text, "ligne 3\n", "ligne trois\n")
    again = EditJournal(journal.root, journal.file)
    assert again.writes()[0].words == "ligne 3\n en ligne trois\n"
    undo(again, write)
    assert text.read_text(encoding="utf-8") == LINES
    assert [each.undone for each in again.writes()] == [False, True]
    with pytest.raises(UndoError, match="déjà annulée"):
        undo(again, write)


def test_what_was_changed_since_elsewhere_in_the_file_stays_and_the_same_lines_are_left_alone(journal, text):
    write = written(journal, text, "ligne 3\n", "ligne trois\n")
    text.write_text(text.read_text(encoding="utf-8").replace("ligne 15", "ligne quinze"), encoding="utf-8")
    undo(journal, write)
    assert text.read_text(encoding="utf-8") == LINES.replace("ligne 15", "ligne quinze")
    undo(journal, journal.writes()[0])
    assert "ligne trois" in text.read_text(encoding="utf-8"), "undoing is undone too"
    text.write_text(text.read_text(encoding="utf-8").replace("trois", "TROIS"), encoding="utf-8")
    with pytest.raises(UndoError, match="a été modifié depuis"):
        undo(journal, journal.writes()[0])
    assert "TROIS" in text.read_text(encoding="utf-8")


def test_a_new_file_goes_again_and_one_that_was_filled_in_since_stays(journal):
    new = journal.root / "neuf.yml"
    undo(journal, written(journal, new, "", "a: b\n"))
    assert not new.exists()
    write = written(journal, new, "", "a: b\n")
    new.write_text("a: c\n", encoding="utf-8")
    with pytest.raises(UndoError):
        undo(journal, write)
    assert new.exists()


def test_of_two_files_both_are_written_or_none(journal, text):
    other = journal.root / "autre.yml"
    other.write_text("a: b\n", encoding="utf-8")
    with pytest.raises(ProgrammeError):
        journal.write([Edit(text, LINES, "x: y\n"), Edit(other, "of a while ago", "z: z\n")], "deux")
    assert text.read_text(encoding="utf-8") == LINES
    assert journal.writes() == []


def test_a_journal_that_was_damaged_is_begun_anew(journal, text):
    written(journal, text, "ligne 3\n", "ligne trois\n")
    journal.file.write_bytes(b"{")
    assert journal.writes() == []
