"""What a maintainer and the tools read of `aiguilleur check`, and by which code it ends."""

from __future__ import annotations

import json

import pytest

from bot.cli.check import run
from tests.bot.maintenance.check import conftest as checked
from tests.bot.maintenance.check.spoiling import Copy, Mistake

copy = checked.copy

WRONG_KEY = Mistake(
    faute="une clé mal orthographiée",
    fichier="rules/programme/tables/hub.yml",
    remplacer="  jusqu_a: 2024-02-29",
    par="  jusqua: 2024-02-29",
    a_la_ligne="jusqua:",
    dit="",
    remede="",
)
FAMILIAR = Mistake(
    faute="un tutoiement",
    fichier="stories/answers/fr/titre.yml",
    remplacer="Je ne sais pas qui paie",
    par="Je ne te dis pas qui paie",
    a_la_ligne="Je ne te dis pas",
    dit="",
    remede="",
    gravite="warning",
)


def test_an_error_is_told_in_two_lines_that_editors_open_and_ends_with_1(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    with copy.spoilt(WRONG_KEY):
        code, line = run(copy.files), copy.line(WRONG_KEY)
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("rules/programme/tables/hub.yml:"))
    assert lines[at].startswith(f"rules/programme/tables/hub.yml:{line} — la clé « jusqua » n'existe pas ici")
    assert lines[at + 1] == (
        "    À faire : vouliez-vous écrire « jusqu_a » ? Sinon, corriger le nom de la clé, ou la retirer"
    )
    assert lines[-1].startswith("1 erreur, ")
    assert code == 1


def test_warnings_alone_fail_only_where_one_asks_for_it(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    with copy.spoilt(FAMILIAR):
        assert run(copy.files) == 0
        assert run(copy.files, strict=True) == 1
        line = copy.line(FAMILIAR)
    assert f"stories/answers/fr/titre.yml:{line} — avertissement : le texte tutoie" in capsys.readouterr().out


def test_tools_read_json(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    with copy.spoilt(WRONG_KEY):
        run(copy.files, json=True)
        line = copy.line(WRONG_KEY)
    errors = [finding for finding in json.loads(capsys.readouterr().out) if finding["severity"] == "error"]
    assert [(finding["file"], finding["line"]) for finding in errors] == [("rules/programme/tables/hub.yml", line)]
    assert errors[0].keys() == {"file", "line", "severity", "problem", "remedy"}
