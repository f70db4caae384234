"""What an adviser reads when a newer source says something else: its figures, its month, a link to act on."""

from __future__ import annotations

from rules.decision import Ask
from tests.rules.programme.inventory import Decided, Facts
from tests.support.tables import each_row

NOTICES: list[tuple[str, str, Facts, dict[str, float], str]] = [
    ("N01", "organisme", {"parcours": "ccp1", "territoire": "971"}, {}, "février 2026"),
    ("N02", "parcours_initial", {}, {"heures": 175, "heures_stage": 210}, "octobre 2025"),
    ("N03", "titre_nom", {}, {}, "mai 2025 ; site officiel, novembre 2025"),
    ("N04", "conditions", {"parcours": "modules"}, {}, "2025"),
    ("N05", "financement", {"parcours": "modules"}, {}, "2025"),
    ("N06", "organisme", {"parcours": "titre_complet", "territoire": "33"}, {}, "d’octobre 2024 à novembre 2025"),
    ("N07", "organisme", {"parcours": "modules", "territoire": "33"}, {}, "juillet 2024"),
    (
        "N08",
        "ac_region",
        {"territoire": "33"},
        {"heures": 7},
        "juillet 2024 ; site Aidants Connect, août 2026",
    ),
    ("N09", "catalogue", {}, {"modules": 17}, "février 2026"),
]


@each_row(("number", "question", "facts", "figures", "published"), NOTICES)
def test_an_adviser_reads_a_notice_with_its_figures_its_month_and_a_link_to_act_on(
    decided: Decided, number: str, question: str, facts: Facts, figures: dict[str, float], published: str
) -> None:
    decision = decided(question, **facts)
    assert not isinstance(decision, Ask)
    (notice,) = decision.notices
    assert number in notice.row.facts
    assert dict(notice.figures) == figures
    assert notice.citation.published.fr == published
    assert notice.links


def test_an_overseas_adviser_who_enrols_is_offered_francilins_form_as_a_second_labelled_link(decided: Decided) -> None:
    decision = decided("inscription", parcours="ccp1", territoire="974")
    ((owner, link),) = decision.notices[0].links
    assert (owner.id, link.url) == ("francilin_outre_mer", "https://francilin.fillout.com/t/4fxb7jUa9gus")
    assert "Francil’IN" in link.label.fr
    assert "Francil’IN" in link.label.en
