"""Imports of libraries that happen only once something of the module is used, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_loader
from threading import Lock, RLock
from types import ModuleType


def import_later(name: str) -> None:
    """Have `import name` bind a stand-in; the module itself comes in at the first use of something in it.

    For a module that others bind whole, not by `from name import something`. The standard library's `LazyLoader` is
    for this too, but whoever looks through all modules, as a traceback's printer does, would have it import.
    """
    if name not in sys.modules:
        sys.meta_path.insert(0, _Later(name))


class _InPlaceOf(MetaPathFinder, Loader):
    """Finds one module, and makes it in its own way."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname == self._name else None

    def create_module(self, spec: ModuleSpec) -> None:
        """A module as usual."""


class _Later(_InPlaceOf):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._lock = Lock()

    def exec_module(self, module: ModuleType) -> None:
        def first_use(attribute: str) -> object:
            if attribute.startswith("__"):
                raise AttributeError(attribute)
            with self._lock:
                if sys.modules.get(self._name) is module:
                    sys.meta_path.remove(self)
                    del sys.modules[self._name]
            return getattr(import_module(self._name), attribute)

        module.__getattr__ = first_use  # type: ignore[method-assign]


def fill_later(name: str, first: str) -> None:
    """Have `import name` bind a package that is empty until it is asked for what its submodule `first` has not.

    For a package that gathers all of its submodules where one is wanted; those can be imported by their own names.
    """
    if name not in sys.modules:
        sys.meta_path.insert(0, _Unfilled(name, first))


class _Unfilled(_InPlaceOf):
    def __init__(self, name: str, first: str) -> None:
        super().__init__(name)
        self._first = first
        self._lock = RLock()

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == self._name else None
        if spec:
            self._loader, spec.loader = spec.loader, self
        return spec

    def exec_module(self, module: ModuleType) -> None:
        def first_use(attribute: str) -> object:
            if attribute.startswith("__"):
                raise AttributeError(attribute)
            first = import_module(f"{self._name}.{self._first}")
            if hasattr(first, attribute):
                return getattr(first, attribute)
            with self._lock:
                if vars(module).pop("__getattr__", None) and self._loader:
                    self._loader.exec_module(module)
            return getattr(module, attribute)

        module.__getattr__ = first_use  # type: ignore[method-assign]


def import_name_only(name: str, class_name: str) -> None:
    """Have `import name` bind a module that has nothing but an empty class of a name.

    For a module that needs a library which is not installed, where others compare what they meet with that class:
    nothing is one of it then.
    """
    if name not in sys.modules:
        sys.meta_path.insert(0, _NameOnly(name, class_name))


class _NameOnly(_InPlaceOf):
    def __init__(self, name: str, class_name: str) -> None:
        super().__init__(name)
        self._class_name = class_name

    def exec_module(self, module: ModuleType) -> None:
        setattr(module, self._class_name, type(self._class_name, (), {"__module__": self._name}))
