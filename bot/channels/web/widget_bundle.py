"""The widget as browsers get it: its modules and their style sheet as one classic script.

One file is one round trip, and its digest covers all that runs on a site that pins it (`integrity`). The modules stay
modules in the repository, where editors follow their imports; they share one scope here, so a name is one module's.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

SHEET: Final = "widget.css"
"""A sheet beside the modules; they find its text in the constant `STYLE`."""

_IMPORT: Final = re.compile(r'^import \{[^}]*\} from "(\./[a-z/_-]+\.js)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|class|const) )", re.MULTILINE)
_COMMENTS: Final = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)$", re.MULTILINE)
_MARGINS: Final = re.compile(r"^\s+", re.MULTILINE)


def bundle(entry: Path) -> str:
    """The script of a module with those that it imports, each after what it imports itself."""
    modules: dict[Path, str] = {}
    _collect(entry, modules)
    (folder,) = {path.parent for path in modules} - {entry.parent}
    style = f"const STYLE = {json.dumps(_lean((folder / SHEET).read_text(encoding='utf-8')))};\n"
    return "".join(('(() => {\n"use strict";\n', style, *modules.values(), "})();\n"))


def _collect(path: Path, modules: dict[Path, str]) -> None:
    source = path.read_text(encoding="utf-8")
    for imported in _IMPORT.findall(source):
        needed = (path.parent / imported).resolve()
        if needed not in modules:
            _collect(needed, modules)
    modules[path] = _lean(_EXPORT.sub("", _IMPORT.sub("", source)))


def _lean(source: str) -> str:
    """A module or sheet without what browsers skip: lines of comment, blank ones, indentation."""
    return _MARGINS.sub("", _COMMENTS.sub("", source))
