"""Everything that a maintainer may edit is listed, opens, and comes back as it was; what is new is begun empty."""

from __future__ import annotations

import pytest

from bot.content.project_files import PROJECT
from bot.maintenance.studio.editing.drafts import draft
from bot.maintenance.studio.editing.kinds import KINDS, entry
from rules.errors import ProgrammeError
from tests.support.tables import each_row


@each_row("kind", KINDS.values())
def test_every_entry_opens_and_an_unchanged_one_edits_nothing(kind):
    listed = list(kind.listed(PROJECT))
    assert len({each.name for each in listed}) == len(listed) > 5
    for each in listed[:: max(len(listed) // 40, 1)]:
        shown = entry(kind, PROJECT, each.name)
        assert shown is not None, each.name
        assert len(shown.values) == len(shown.fields), "no two fields have one name"
        assert shown.edits(shown.values) == ((), {})
        assert shown.edits({}) == ((), {})


def test_both_languages_of_a_text_stand_side_by_side():
    shown = entry(KINDS["textes"], PROJECT, "titre/titre_la_melee")
    for row in shown.rows:
        assert [each.language for each in row.fields] == ["fr", "en"], row.key
    assert ("d_un_autre",) in [row.key for row in shown.rows if row.optional]


def test_a_line_of_a_role_is_ended_on_its_own_line():
    (listed,) = [each for each in KINDS["roles"].listed(PROJECT) if each.title == "ensc, titre_ensc"]
    shown = entry(KINDS["roles"], PROJECT, listed.name)
    (end,) = [each.name for each in shown.fields if each.path[-1] == "jusqu_a"]
    (edit,), refused = shown.edits({end: "2026-12-31"})
    assert refused == {}
    changed = [line for line in edit.diff(PROJECT.root).splitlines() if line[:2] in ("+ ", "- ")]
    assert [line for line in changed if line.startswith("- ")] == []
    assert [line.strip("+ ") for line in changed] == ["jusqu_a: 2026-12-31"]


@each_row(
    ("kind", "name"),
    [("faq", "cantine_stage"), ("hubs", "mayotte"), ("organismes", "cap_poitou"), ("sources", "annonce-cap")],
)
def test_what_is_begun_is_to_be_filled_in_under_a_new_name_and_not_yet_written(kind, name):
    begun = draft(KINDS[kind], PROJECT, name, "Un titre : le mien")
    to_fill = [each.name for each in begun.fields if each.to_fill]
    assert to_fill
    edits, refused = begun.edits(begun.values)
    assert set(refused) == set(to_fill)
    assert [edit.after for edit in edits if "Un titre : le mien" in edit.after]
    assert entry(KINDS[kind], PROJECT, name) is None
    for taken in (next(iter(KINDS[kind].listed(PROJECT))).name, "../x", "É"):
        with pytest.raises(ProgrammeError):
            draft(KINDS[kind], PROJECT, taken, "x")
