"""Whatever the damage to a file, the check reports it in words and never fails itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.maintenance.check.spoiling import Copy

_SIGNS = "{}[]:,-#'\"&*!|>%@`\t é’\n\x00\u2028<=~?."


@st.composite
def damage(draw: st.DrawFn) -> tuple[float, str, float, int, str]:
    """Which file, what kind of damage, where in it, how much, and what is put there."""
    return (
        draw(st.floats(0, 1, exclude_max=True)),
        draw(st.sampled_from(("cut", "insert", "value"))),
        draw(st.floats(0, 1, exclude_max=True)),
        draw(st.integers(1, 12)),
        draw(
            st.text(_SIGNS, min_size=1, max_size=4) | st.sampled_from(("null", "[]", "{}", "12", "2024-01-01", "oui"))
        ),
    )


def _damaged(text: str, kind: str, where: float, amount: int, put: str) -> str:
    lines = text.splitlines(keepends=True)
    at = int(where * len(lines))
    if kind == "cut":
        return "".join([*lines[:at], *lines[at + amount :]])
    if kind == "value":
        before, colon, _ = lines[at].partition(":")
        return "".join([*lines[:at], f"{before}{colon} {put}\n", *lines[at + 1 :]])
    offset = int(where * len(text))
    return text[:offset] + put + text[offset:]


@pytest.mark.thorough
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage())
def test_no_damage_to_a_file_makes_the_check_fail(copy: Copy, damage: tuple[float, str, float, int, str]) -> None:
    which, *how = damage
    files = sorted(path for path in copy.files.root.rglob("*.yml") if "examples" not in path.parts)
    path = files[int(which * len(files))]
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(_damaged(before, *how), encoding="utf-8")
        for finding in copy.findings():
            assert finding.place.line >= 1
            assert finding.problem
            assert finding.remedy
    finally:
        path.write_text(before, encoding="utf-8")
