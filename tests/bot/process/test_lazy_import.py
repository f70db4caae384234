"""Lazy imports: a module is imported at its first use, and not by code that only looks through all modules."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys

import pytest

from bot.process.lazy_import import fill_later, import_later, import_name_only


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


@pytest.fixture
def gathering_package(tmp_path, monkeypatch):
    """A package that imports all of its submodules, of which one is light; removed from memory after the test."""
    folder = tmp_path / "gathering_package"
    folder.mkdir()
    (folder / "light.py").write_text("FEATHER = 1\n")
    (folder / "heavy.py").write_text("WEIGHT = 8\n")
    imports = [f"from gathering_package.{name}" for name in ("light import FEATHER", "heavy import WEIGHT")]
    (folder / "__init__.py").write_text("\n".join([*imports, "ALL = [FEATHER, WEIGHT]", ""]))
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    fill_later("gathering_package", "light")
    yield
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.partition(".")[0] == "gathering_package"]:
        del sys.modules[name]


@pytest.mark.usefixtures("gathering_package")
def test_a_package_is_not_filled_for_what_its_light_submodule_has() -> None:
    assert importlib.import_module("gathering_package").FEATHER == 1
    assert importlib.import_module("gathering_package.light").FEATHER == 1
    assert "gathering_package.heavy" not in sys.modules


@pytest.mark.usefixtures("gathering_package")
def test_a_package_is_filled_where_something_else_is_asked_of_it() -> None:
    package = importlib.import_module("gathering_package")
    assert package.ALL == [1, 8]
    assert package.heavy.WEIGHT == 8
    with pytest.raises(AttributeError):
        _ = package.nothing
    assert importlib.import_module("gathering_package") is package


@pytest.mark.usefixtures("package")
def test_a_module_that_is_a_name_only_has_an_empty_class_and_nothing_else(monkeypatch) -> None:
    import_name_only("heavy_package.absent", "Absent")
    module = importlib.import_module("heavy_package.absent")
    monkeypatch.delitem(sys.modules, "heavy_package.absent")
    assert not isinstance(8, module.Absent)
    assert not hasattr(module, "WEIGHT")


def test_rasa_trains_with_its_other_components_where_tensorflow_is_not_installed() -> None:
    """In a process of its own, which finds none; it is installed where this is run."""
    code = (
        "import importlib.util, sys; find = importlib.util.find_spec; "
        "importlib.util.find_spec = lambda name, *more: None if name == 'tensorflow' else find(name, *more); "
        "import bot; from rasa.engine.recipes.default_components import DIETClassifier, RulePolicy; "
        "import rasa.graph_components.validators.default_recipe_validator; "
        "assert 'tensorflow' not in sys.modules, 'a component imported it'; "
        "assert RulePolicy.__mro__[1:] and DIETClassifier.__mro__ == (DIETClassifier, object)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


def test_rasa_finds_its_channels_though_a_server_imports_none_of_them() -> None:
    """In a process of its own: here they may be in memory already."""
    code = (
        "import sys, bot.server.app; assert 'slack_sdk' not in sys.modules, 'a channel was imported'; "
        "from rasa.core.channels import BUILTIN_CHANNELS; assert 'slack' in BUILTIN_CHANNELS"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
