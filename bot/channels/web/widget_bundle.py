"""The widget for browsers: its modules and their style sheet as one classic script.

One file takes one round trip, and its digest covers everything that runs on a site that pins it (`integrity`). In the
repository they stay modules, so that editors follow imports; here they share one scope, so names must be unique.
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
    """The script of a module and all its imports, each module after its own imports."""
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
    """A module or sheet without comment lines, blank lines and indentation."""
    return _MARGINS.sub("", _COMMENTS.sub("", source))
