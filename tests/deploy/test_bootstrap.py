"""What set-up brings before anything checks hashes: it has them itself."""

from __future__ import annotations

import re

from tests.support.server import ROOT
from tests.support.tables import each_row

_INSTALLS = re.compile(r"pip (?:install|sync)(?:[^\n\\]|\\\n)*")
_LOCKS = (
    ".ci/cyclonedx.lock",
    ".ci/uv.lock",
    "deploy/requirements.lock",
    "nlu/encoder/conversion/requirements.lock",
    "requirements.lock",
    "tests/deploy/newer_python.lock",
)


@each_row("file", [".ci/setup", ".ci/encoder", ".ci/sbom", "deploy/Dockerfile"])
def test_what_an_operator_installs_is_installed_by_its_hash(file: str) -> None:
    installs = _INSTALLS.findall((ROOT / file).read_text(encoding="utf-8"))
    assert installs or file == "deploy/Dockerfile"
    # Of ours alone, whose libraries are there by then.
    unchecked = [line for line in installs if "--require-hashes" not in line and "--no-deps" not in line]
    assert unchecked == []


@each_row("file", _LOCKS)
def test_a_lock_has_hashes_and_names_no_server(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w.-]+==\S+(.*)$", text, re.MULTILINE)
    assert pinned
    assert set(pinned) == {" \\"}
    assert "://" not in text
    assert "--index-url" not in text
