"""A plain question that no model has learnt, for tests that add one."""

from __future__ import annotations

FILE = "stories/faq/tickets.yml"
"""Its file, from the top of the project."""

TICKETS = """\
faq: tickets
titre: {fr: "Les tickets restaurant", en: "Meal vouchers"}
source: hubikoop-2024
section: "La prise en charge des modules complémentaires"
faits: [F13]
relu: 2026-11-25
a_relire_avant: 2027-05-31
reponse:
  fr: Les tickets restaurant sont maintenus pendant la formation.
  en: Meal vouchers are kept during the training.
questions:
  fr:
  - ai-je encore mes tickets restaurant pendant la formation ?
  - les tickets restaurant, je les garde en formation ?
  - tickets resto pendant le titre
  - est-ce que je perds mes tickets restaurant
  - mes tickets restaurant sont-ils maintenus ?
  - garde-t-on les titres-restaurant en formation
  en:
  - do I keep my meal vouchers during the training?
  - are meal vouchers kept while in training
  - what about my meal vouchers
  - do we still get lunch vouchers
"""
