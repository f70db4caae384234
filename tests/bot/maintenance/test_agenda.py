"""A maintainer sees on one page what comes, and what is to be reviewed."""

from __future__ import annotations

import re
from datetime import date

from bot.cli.dates import lines
from bot.content.loading import load_content
from bot.content.project_files import ProjectFiles
from bot.maintenance.agenda import agenda
from bot.maintenance.role_changes import RoleNames
from rules.loading import ROLES
from tests.support.copies import replace_in

TODAY = date(2026, 11, 25)
ROW = "  quand: {parcours: referent}\n"


def ended(files: ProjectFiles) -> None:
    """The answer on the référent until the end of 2030, then another row."""
    table = files.programme / "tables" / "organisme.yml"
    replace_in(table, ROW, f"{ROW}  jusqu_a: 2030-12-31\n")
    table.write_text(
        table.read_text(encoding="utf-8") + "- id: organisme-referent-plus-tard\n  quand: {parcours: referent}\n"
        "  depuis: 2031-01-01\n  alors: {inconnu: referent_formation, contact: selon_le_parcours}\n  faits: []\n",
        encoding="utf-8",
    )


def test_who_takes_over_what_is_told(files: ProjectFiles) -> None:
    change = RoleNames(files).change("titre_complet", "fabrik", ("86",), date(2027, 1, 1), "centre-aide")
    change.edit(files).write()
    coming = agenda(load_content(files), TODAY).coming
    assert {(event.day, event.event) for event in coming} == {
        (date(2027, 1, 1), "« ENSC prépare au titre REMN complet » (86) cesse"),
        (date(2027, 1, 1), "« La Fabrik prépare au titre REMN complet » (86) commence"),
    }
    assert {event.place.file.name for event in coming} == {ROLES}


def test_the_page_of_the_terminal_names_the_day_the_event_and_the_line(files: ProjectFiles) -> None:
    shown = "\n".join(lines(files, TODAY))
    assert "Rien ne change" in shown
    assert "Aucune relecture n'est en retard." in shown
    assert re.search(r"Prochaines relectures\n  avant le 31 mai 2027 : \d+ lignes, dans \d+ fichiers", shown)
    ended(files)
    shown = "\n".join(lines(files, date(2028, 1, 1)))
    coming = shown.partition("À venir\n  1er janvier 2031\n")[2].partition("\n\n")[0]
    assert "la ligne « organisme-referent » ne vaut plus" in coming
    assert "la ligne « organisme-referent-plus-tard » commence à valoir" in coming
    assert "1er janvier 2031" not in "\n".join(lines(files, date(2031, 1, 1)))
    assert "(rules/programme/tables/organisme.yml:" in shown
    assert "En retard de relecture\n  avant le" in shown
