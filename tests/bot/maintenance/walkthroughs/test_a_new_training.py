"""A new training with conditions by territory is a matter of files and one training: no line of Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bot.maintenance.walkthroughs.conftest import STEPS, Clone
from tests.bot.maintenance.walkthroughs.steps import Ask, Run

CONDITIONS = """\
- id: conditions-ccp2-metropole
  quand: {parcours: ccp2, territoire: metropole}
  alors: {reponse: conditions_ccp2, verdict: {possible: oui}}
  source: site-officiel
  section: "Le CCP2"
  faits: []
- id: conditions-ccp2-outre-mer
  quand: {parcours: ccp2, territoire: outre_mer}
  alors: {inconnu: conditions_ccp2_outre_mer, contact: selon_le_parcours, verdict: {possible: inconnu}}
  source: site-officiel
  section: "Le CCP2"
  faits: []
"""
CONTACT = "{reponse: contact_ccp2, organismes: [aide_conum], liens: [aide_conum.site]}"
UNKNOWN = "{inconnu: inconnu_ccp2, contact: selon_le_parcours}"
TEXTS = {
    "fr": """
inconnu_ccp2:
  texte: Je n’ai pas cette information sur le CCP2.
contact_ccp2:
  texte: Pour le CCP2, écrivez à la plateforme des conseillers numériques.
conditions_ccp2:
  texte: Le CCP2 vous est ouvert {dans}, une fois le CCP1 obtenu.
  d_un_autre: Le CCP2 lui est ouvert {dans}, une fois le CCP1 obtenu.
conditions_ccp2_outre_mer:
  texte: Je ne sais pas si le CCP2 est ouvert {dans}.
""",
    "en": """
inconnu_ccp2:
  texte: I don’t have this about CCP2.
contact_ccp2:
  texte: For CCP2, write to the conseillers numériques platform.
conditions_ccp2:
  texte: CCP2 is open to you {dans}, once you have passed CCP1.
  d_un_autre: CCP2 is open to them {dans}, once they have passed CCP1.
conditions_ccp2_outre_mer:
  texte: I don’t know whether CCP2 is open {dans}.
""",
}
REASONS = {
    "fr": "  conditions_ccp2: le CCP1 y donne accès.\n  conditions_ccp2_outre_mer: je n’ai rien lu à ce sujet.\n",
    "en": "  conditions_ccp2: CCP1 gives access to it.\n  conditions_ccp2_outre_mer: I have read nothing about it.\n",
}
EXAMPLES = {
    "conditions": {
        "fr": (
            "quelles conditions pour le CCP2 ?",
            "qui peut suivre le CCP2 ?",
            "comment accéder au CCP2",
            "conditions d'accès au ccp 2 en Guadeloupe",
            "ai-je droit au CCP2 ?",
            "faut-il le CCP1 pour faire le CCP2 ?",
        ),
        "en": (
            "what are the conditions for CCP2?",
            "who can take CCP2?",
            "am I entitled to CCP2?",
            "CCP2 requirements in Guadeloupe",
            "do I need CCP1 before CCP2?",
        ),
    },
    "organisme": {"fr": ("qui organise le CCP2 ?", "quel organisme pour le CCP2 ?"), "en": ("who runs CCP2?",)},
}
TO_FILL = re.compile(r'"À COMPLÉTER[^"]*"')
ASKED = [
    Ask("quelles sont les conditions pour suivre le CCP2 à Dax ?", ("Le CCP2 vous est ouvert dans les Landes",)),
    Ask("et en Martinique ?", ("Je ne sais pas si le CCP2 est ouvert en Martinique",)),
    Ask("quelles sont les conditions pour le CCP1 à Dax ?", ("CCP1",)),
]
ASKED_IN_ENGLISH = [
    Ask("what are the conditions to take CCP2 in Bordeaux?", ("CCP2 is open to you in Gironde",)),
    Ask("and in Martinique?", ("I don't know whether CCP2 is open in Martinique",)),
]


def fill_in(root: Path) -> None:
    """Complete by hand what `new formation` leaves to write."""
    for table in root.glob("rules/programme/tables/*.yml"):
        text = table.read_text(encoding="utf-8")
        if table.stem == "conditions":
            text = text[: text.index("- id: conditions-ccp2")] + CONDITIONS
            text = text.replace("lit: [parcours,", "lit: [parcours, territoire,", 1)
        answer = CONTACT if table.stem == "contact" else UNKNOWN
        text = TO_FILL.sub('"Le CCP2"', re.sub(rf"\{{reponse: {TO_FILL.pattern}\}}", answer, text))
        table.write_text(text, encoding="utf-8")
    for language, texts in TEXTS.items():
        answers = root / "stories" / "answers" / language
        titles, acts, names = answers / "titre.yml", answers / "actes.yml", answers / "demandes.yml"
        titles.write_text(titles.read_text(encoding="utf-8") + texts, encoding="utf-8")
        names.write_text(TO_FILL.sub('"CCP2"', names.read_text(encoding="utf-8")), encoding="utf-8")
        reasons = acts.read_text(encoding="utf-8").replace("\nraisons:\n", f"\nraisons:\n{REASONS[language]}", 1)
        acts.write_text(reasons, encoding="utf-8")
    for question, by_language in EXAMPLES.items():
        path = root / "nlu" / "examples" / f"{question}.yml"
        text = path.read_text(encoding="utf-8")
        for language, examples in by_language.items():
            lines = "".join(f"  - {example}\n" for example in examples)
            text = text.replace(f"\n  {language}:\n", f"\n  {language}:\n{lines}", 1)
        path.write_text(text, encoding="utf-8")


@pytest.mark.thorough
def test_a_training_with_conditions_by_territory_is_understood_in_both_languages(thin_clone: Clone) -> None:
    thin_clone.follow([step for step in STEPS["Ajouter une formation"] if isinstance(step, Run)])
    fill_in(thin_clone.root)
    thin_clone.run(".venv/bin/aiguilleur check")
    assert thin_clone.run("git status --porcelain -- *.py") == ""
    thin_clone.run(".venv/bin/aiguilleur train")
    thin_clone.serve()
    thin_clone.follow(ASKED)
    thin_clone.follow([Ask("/recommencer", ()), *ASKED_IN_ENGLISH])
