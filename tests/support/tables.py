"""Tests of tables: one test for all rows, which tries each and reports each that fails."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection, Iterable
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
    """
    columns = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    table = [tuple(row) if len(columns) > 1 else (row,) for row in rows]

    def decorated(test: Test) -> Test:
        signature = inspect.signature(test)
        is_async = inspect.iscoroutinefunction(test)

        async def failures(fixtures: dict[str, Any]) -> list[Exception]:
            failed: list[Exception] = []
            for row in table:
                fresh = {name: value.anew() if hasattr(value, "anew") else value for name, value in fixtures.items()}
                try:
                    found = test(**fresh, **dict(zip(columns, row, strict=True)))
                    if is_async:
                        await found
                except Exception as error:
                    error.__notes__ = [*getattr(error, "__notes__", ()), f"row: {row!r}"]  # type: ignore[attr-defined]
                    failed.append(error)
            return failed

        @wraps(test)
        async def tried_async(**fixtures: Any) -> None:
            _report(await failures(fixtures))

        @wraps(test)
        def tried(**fixtures: Any) -> None:
            tries = failures(fixtures)
            try:
                tries.send(None)  # which waits for nothing where the test is not async
            except StopIteration as done:
                _report(done.value)

        wrapper: Any = tried_async if is_async else tried
        fixtures = [parameter for parameter in signature.parameters.values() if parameter.name not in columns]
        wrapper.__signature__ = signature.replace(parameters=fixtures)
        return wrapper  # type: ignore[no-any-return]

    return decorated


def _report(failed: list[Exception]) -> None:
    if failed:
        raise ExceptionGroup(f"{len(failed)} rows", failed)
