"""The figures of simulated dialogues as lines, as a maintainer reads them."""

from __future__ import annotations

from collections.abc import Iterator

from babel.numbers import format_percent

from tests.evaluation.simulator.simulation import SimulationFigures


def lines(found: SimulationFigures) -> Iterator[str]:
    """What came of the dialogues, then by kind of goal and by what they contained."""
    yield f"{'tous':<28} {found.succeeded.total:>5}  {_percent(found.succeeded.share)}, {_percent(found.wrong.share)}"
    for group in (*found.by_kind, *found.by_feature):
        shares = f"{_percent(group.succeeded.share)}, {_percent(group.wrong.share)}"
        yield f"{group.name:<28} {group.succeeded.total:>5}  {shares}"
    yield f"répliques fausses {_percent(found.wrong_replies.share)}, réponses répétées mot pour mot {found.repeated}"
    yield (
        f"tours jusqu’au but {found.turns:.2f}, questions posées {found.questions:.2f}, dont inutiles"
        f" {found.needless:.2f} par dialogue"
    )
    yield f"derniers échecs : {', '.join(f'{name} {count}' for name, count in found.failures.items())}"


def _percent(share: float) -> str:
    return format_percent(share, "#,##0.0\u00a0%", locale="fr")
