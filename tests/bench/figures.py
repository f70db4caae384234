"""Figures as a French reader reads them, on the terminal and on the page."""

from __future__ import annotations

from babel.numbers import format_decimal

from tests.bench.report import Line, Unit

_NONE = "–"


def shown(value: float | None, unit: Unit) -> str:
    """A figure with its unit: "6,4 ms", "2 min 05 s", "0,76 Go"."""
    if value is None:
        return _NONE
    if unit == "ms":
        return f"{number(value * 1e3)}\u00a0ms"
    if unit == "rate":
        return f"{number(value)}\u00a0/s"
    if unit == "times":
        return f"×\u00a0{number(value)}"
    return _size(value) if unit == "bytes" else _duration(value)


def ratio(line: Line) -> str:
    """How much better or worse ours is: "× 6,1" for a rate, "÷ 6,1" for a time, by what is more than one."""
    if not line.ratio:
        return _NONE
    return f"×\u00a0{number(line.ratio)}" if line.ratio >= 1 else f"÷\u00a0{number(1 / line.ratio)}"


def aim(line: Line) -> str:
    """The aim and whether it is met, in the way of `ratio` or in its unit: "au moins ÷ 8 ✓", "au plus 9,00 s ✗"."""
    if line.aim is None:
        return ""
    if line.in_unit:
        bound = f"au {'moins' if line.at_least else 'plus'} {shown(line.aim, line.unit)}"
    else:
        sign, value = ("×", line.aim) if line.aim >= 1 else ("÷", 1 / line.aim)
        least = line.at_least or line.aim < 1
        bound = f"au {'moins' if least else 'plus'} {sign}\u00a0{format_decimal(value, '0.##', locale='fr')}"
    return bound if line.met is None else f"{bound} {'✓' if line.met else '✗'}"


def number(value: float) -> str:
    """Two digits after the comma below 10, one below 100, none above."""
    digits = "0.00" if abs(value) < 9.995 else "0.0" if abs(value) < 99.95 else "#,##0"
    return str(format_decimal(value, digits, locale="fr"))


def _size(count: float) -> str:
    for unit, size in (("Go", 1e9), ("Mo", 1e6), ("ko", 1e3)):
        if count >= size:
            return f"{number(count / size)}\u00a0{unit}"
    return f"{count:.0f}\u00a0o"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{number(seconds)}\u00a0s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}\u00a0h {minutes:02}\u00a0min" if hours else f"{minutes}\u00a0min {rest:02}\u00a0s"
