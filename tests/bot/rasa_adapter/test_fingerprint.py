"""The model's fingerprint: it changes with the code, data and libraries that shape the model, and only with them."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import replace
from pathlib import Path

import grimp
import pytest

from bot.rasa_adapter import training

ROOT = Path(training.__file__).parents[2]
TRAINED = ("nlu.rasa_adapter.components", "nlu.rasa_adapter.importer")
"""The modules of the components in `config.yml` that are not Rasa's own."""

READS_MESSAGES = re.compile(
    r"nlu\.(?:aside|dialogue(?:\..+)?|forms|gist|heads\.readings|reading(?:\..+)?|resources)"
    r"|nlu\.entities\.(?:answer_words|criteria|cues|entity_finder|expressions|fact_finder|figures|first_names|holders|lexicon|model|moments|patterns|place_roles|plain_words|schema|set_phrases|trial)"
)
"""Modules that the training imports without effect on the model: they interpret a message after its classification, or
load the lexicon and the programme."""

DISTRIBUTIONS = {"sklearn": "scikit-learn"}
"""Distributions whose name differs from that of the package they install."""

SHAPES_NOTHING = {
    "msgspec",  # reads files into types; the files are in the fingerprint
    "threadpoolctl",  # sets the number of threads
}


def shaping_modules() -> set[str]:
    return {name.removesuffix(".py").replace("/", ".") for name in training.SHAPING_CODE}


def test_all_code_that_the_training_imports_is_in_the_fingerprint() -> None:
    graph = grimp.build_graph("nlu")
    imported = set(TRAINED).union(*(graph.find_upstream_modules(module) for module in TRAINED))
    packages = {module for module in imported if (ROOT / module.replace(".", "/")).is_dir()}
    shaping = {module for module in imported - packages if not READS_MESSAGES.fullmatch(module)}
    assert shaping == shaping_modules()


def test_all_libraries_that_shape_the_model_are_in_the_fingerprint() -> None:
    roots = set()
    for name in training.SHAPING_CODE:
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                roots.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Import):
                roots |= {alias.name.partition(".")[0] for alias in node.names}
    libraries = roots - sys.stdlib_module_names - {"nlu", "rules"} - SHAPES_NOTHING
    assert {DISTRIBUTIONS.get(library, library) for library in libraries} == set(training.SHAPING_LIBRARIES)


@pytest.mark.parametrize("name", [*training.SHAPING_CODE, *training.SHAPING_DATA])
def test_changed_code_or_data_changes_the_fingerprint(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (*training.SHAPING_CODE, *training.SHAPING_DATA):
        copy = tmp_path / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / file).read_bytes())
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training, "learnt", lambda _: {})
    before = training.fingerprint()
    (tmp_path / name).write_bytes(b"# otherwise")
    assert training.fingerprint() != before


def test_another_encoder_or_version_of_a_library_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "learnt", lambda _: {})
    before, encoder = training.fingerprint(), training.installation()
    files = dict.fromkeys(encoder.manifest.files, "0" * 64)
    other = replace(encoder, manifest=replace(encoder.manifest, files=files))
    with monkeypatch.context() as patched:
        patched.setattr(training, "installation", lambda: other)
        assert training.fingerprint() != before
    installed = training.version
    for library in training.SHAPING_LIBRARIES:
        monkeypatch.setattr(training, "version", lambda name, of=library: "0.0.1" if name == of else installed(name))
        assert training.fingerprint() != before, library
