"""The words that change in a text."""

from __future__ import annotations

from bot.maintenance.diff.word_diff import Run, changed_lines, marked


def test_only_the_words_that_change_are_marked() -> None:
    both = marked(["Le test dure 45 min."], ["Le test dure 60 min."])
    assert both.before == (Run("kept", "Le test dure "), Run("removed", "45"), Run("kept", " min."))
    assert both.after == (Run("kept", "Le test dure "), Run("added", "60"), Run("kept", " min."))


def test_words_that_change_side_by_side_are_one_mark() -> None:
    both = marked(["On s'inscrit chez La Fabrik au printemps 2024."], ["On s'inscrit chez La Mednum en mars 2024."])
    assert [run.text for run in both.before if run.kind == "removed"] == ["Fabrik au printemps"]
    assert [run.text for run in both.after if run.kind == "added"] == ["Mednum en mars"]


def test_texts_with_little_in_common_are_marked_whole() -> None:
    both = marked(["Appelez POP School."], ["Outre-mer, Francil’IN coordonne la formation."])
    assert [run.kind for run in (*both.before, *both.after)] == ["removed", "added"]


def test_a_text_that_is_new_has_nothing_before() -> None:
    assert marked([], ["Bonjour."]).before == ()


def test_lines_that_stay_are_not_shown() -> None:
    both = changed_lines(["Premier.", "Second.\nTroisième."], ["Premier.", "Deuxième.\nTroisième."])
    assert both.before == (Run("removed", "Second."),)
    assert both.after == (Run("added", "Deuxième."),)


def test_a_line_that_goes_is_shown_alone() -> None:
    assert changed_lines(["Premier.", "Second."], ["Second."]).before == (Run("removed", "Premier."),)
    assert changed_lines(["Premier.", "Second."], ["Second."]).after == ()


def test_a_line_in_which_a_word_comes_is_shown_as_it_was_too() -> None:
    both = changed_lines(["Le test dure 45 min."], ["Le test dure environ 45 min."])
    assert "".join(run.text for run in both.before) == "Le test dure 45 min."
    assert all(run.kind == "kept" for run in both.before)
    assert Run("added", "environ ") in both.after


def test_the_same_edit_of_two_texts_is_the_same() -> None:
    source = marked(["Source : page, 2024."], ["Origine : page, 2024."])
    other = marked(["Source : site officiel, 2026."], ["Origine : site officiel, 2026."])
    assert source.edit == other.edit
