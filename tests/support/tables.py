"""Tests of tables: one test for all rows, which tries each and reports each that fails."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

if sys.version_info < (3, 11):
    from exceptiongroup import ExceptionGroup

Test = Callable[..., Any]


def each_row(names: str | Collection[str], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Try a test with each row of a table.

    A fixture with a method `anew` is had anew for each row; others are the same for all.

    Args:
        names: the parameters that a row fills, as for `pytest.mark.parametrize`.
        rows: a value, or as many as there are names.

    Raises:
        ExceptionGroup: what failed, with its row.
        ValueError: there are no rows.
    """
    columns = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    table = [tuple(row) if len(columns) > 1 else (row,) for row in rows]
    if not table:
        raise ValueError("a table without rows tests nothing")

    def decorated(test: Test) -> Test:
        def calls(fixtures: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
            for row in table:
                fresh = {name: value.anew() if hasattr(value, "anew") else value for name, value in fixtures.items()}
                yield row, {**fresh, **dict(zip(columns, row, strict=True))}

        @wraps(test)
        async def tried_async(**fixtures: Any) -> None:
            failed: list[Exception] = []
            for row, arguments in calls(fixtures):
                with _noted(failed, row):
                    await test(**arguments)
            _report(failed)

        @wraps(test)
        def tried(**fixtures: Any) -> None:
            failed: list[Exception] = []
            for row, arguments in calls(fixtures):
                with _noted(failed, row):
                    test(**arguments)
            _report(failed)

        wrapper: Any = tried_async if inspect.iscoroutinefunction(test) else tried
        signature = inspect.signature(test)
        fixtures = [parameter for parameter in signature.parameters.values() if parameter.name not in columns]
        wrapper.__signature__ = signature.replace(parameters=fixtures)
        return wrapper  # type: ignore[no-any-return]

    return decorated


@contextmanager
def _noted(failed: list[Exception], row: tuple[Any, ...]) -> Iterator[None]:
    """Keep what fails, with its row."""
    try:
        yield
    except Exception as error:
        error.__notes__ = [*getattr(error, "__notes__", ()), f"row: {row!r}"]  # type: ignore[attr-defined]
        failed.append(error)


def _report(failed: list[Exception]) -> None:
    if failed:
        raise ExceptionGroup(f"{len(failed)} rows", failed)
