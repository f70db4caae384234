"""Lazy imports: a module is imported at its first use, and not by code that only looks through all modules."""

from __future__ import annotations

import importlib
import inspect
import sys

import pytest

from bot.process.lazy_import import import_later


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a lazily imported module; removed from memory after the test."""
    folder = tmp_path / "heavy_package"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "heavy.py").write_text("WEIGHT = 8\n\ndef twice():\n    return 2 * WEIGHT\n")
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    import_later("heavy_package.heavy")
    yield importlib.import_module("heavy_package")
    sys.meta_path[:] = finders
    for name in ("heavy_package", "heavy_package.heavy"):
        sys.modules.pop(name, None)


def test_lazy_module_is_imported_at_its_first_use(package) -> None:
    bound = importlib.import_module("heavy_package.heavy")
    assert package.heavy is bound
    assert "WEIGHT" not in vars(bound)
    assert bound.twice() == 16
    assert package.heavy.WEIGHT == 8
    assert vars(importlib.import_module("heavy_package.heavy"))["WEIGHT"] == 8


@pytest.mark.usefixtures("package")
def test_looking_through_all_modules_does_not_import_it() -> None:
    bound = importlib.import_module("heavy_package.heavy")
    inspect.getmodule(object())
    for module in list(sys.modules.values()):
        getattr(module, "__warningregistry__", None)
    assert sys.modules["heavy_package.heavy"] is bound
    assert "WEIGHT" not in vars(bound)


@pytest.mark.usefixtures("package")
def test_missing_attribute_of_a_lazy_module_is_an_error() -> None:
    with pytest.raises(AttributeError, match="absent"):
        importlib.import_module("heavy_package.heavy").absent  # noqa: B018


def test_imported_module_stays_as_it_is() -> None:
    finders = list(sys.meta_path)
    import_later("json")
    assert sys.meta_path == finders
