"""The words that change in a text."""

from __future__ import annotations

from bot.maintenance.diff.word_diff import Run, changed_lines, marked
from tests.support.tables import each_row


def written(runs: tuple[Run, ...]) -> str:
    """The words with the marks of the terminal."""
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[run.kind].format(run.text) for run in runs)


@each_row(
    ("marking", "old", "new", "before", "after"),
    [
        (marked, ["Le test dure 45 min."], ["Le test dure 60 min."], "Le test dure [-45-] min.",
         "Le test dure {+60+} min."),
        (marked, ["On s'inscrit chez La Fabrik au printemps 2024."], ["On s'inscrit chez La Mednum en mars 2024."],
         "On s'inscrit chez La [-Fabrik au printemps-] 2024.", "On s'inscrit chez La {+Mednum en mars+} 2024."),
        (marked, [], ["Bonjour."], "", "{+Bonjour.+}"),
        (changed_lines, ["Un.", "Second.\nTrois."], ["Un.", "Deuxième.\nTrois."], "[-Second.-]", "{+Deuxième.+}"),
        (changed_lines, ["Le test dure 45 min."], ["Le test dure environ 45 min."],
         "Le test dure 45 min.", "Le test dure {+environ +}45 min."),
    ],
)  # fmt: skip
def test_only_the_words_that_change_are_marked(marking, old, new, before: str, after: str) -> None:
    both = marking(old, new)
    assert (written(both.before), written(both.after)) == (before, after)
