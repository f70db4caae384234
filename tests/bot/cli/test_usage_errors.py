"""Slips on the command line are told in French, with how to go on."""

from __future__ import annotations

import re
import sys

import pytest

from bot.cli.main import main

ENGLISH = re.compile(r"\b(?:Missing|Usage|Error|Try|Aborted|No such|Got|is not|requires)\b")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("new", "Il manque SORTE."),
        ("chek", "La commande « chek » n'existe pas. Vouliez-vous écrire « check » ?"),
        ("check --stric", "L'option « --stric » n'existe pas. Vouliez-vous écrire « --strict » ?"),
        ("check encore", "« encore » est de trop"),
        ("studio --port huit", "--port : « huit » n'est pas un nombre entier."),
        ("serve --workers 0", "--workers : « 0 » n'est pas entre les bornes"),
        ("ask bonjour --on demain", "--on : « demain » n'est pas une date : l'écrire AAAA-MM-JJ"),
        ("studio --port", "Il manque ce qui suit l'option « --port »."),
    ],
)
def test_slip_is_told_in_french_with_the_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["aiguilleur", *line.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr().err
    assert ended.value.code == 2
    assert expected in shown
    assert not ENGLISH.search(shown)
