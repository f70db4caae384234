"""The encoder's files: found where they may be, refused in French where they are missing, damaged or wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nlu.encoder import installation as installed
from nlu.encoder.installation import GRAPH, MANIFEST, TOKENIZER, WEIGHTS, EncoderError, Installation, installation
from nlu.encoder.sentence_encoder import load

ROOT = Path(installed.__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files, which is the one in use."""
    folder = tmp_path / installed.name()
    shutil.copytree(installation().folder, folder)
    monkeypatch.setenv("AIGUILLEUR_ENCODER", str(tmp_path))
    return folder


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(("file", "damage"), [(GRAPH, truncate), (WEIGHTS, flip_a_bit), (TOKENIZER, Path.unlink)])
def test_missing_or_damaged_file_is_refused_with_the_remedy(
    file: str, damage: Callable[[Path], None], copy: Path
) -> None:
    damage(copy / file)
    with pytest.raises(EncoderError, match="make setup") as refusal:
        load(installation())
    assert file in str(refusal.value)


@pytest.mark.parametrize("content", ["", "[1]", '{"files": {}}'])
def test_unreadable_manifest_is_refused_with_the_remedy(content: str, copy: Path) -> None:
    (copy / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(EncoderError, match="make setup"):
        installation()


def test_files_that_no_library_can_read_are_refused_with_the_remedy(copy: Path) -> None:
    (copy / GRAPH).write_bytes(b"rien")
    manifest = installation().manifest
    manifest.files[GRAPH] = installed.sha256_of(copy / GRAPH)
    with pytest.raises(EncoderError, match="make setup"):
        load(Installation(copy, manifest))


def change_known_vectors(folder: Path, by: float) -> None:
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for known in content["known"]:
        known["vector"] = [value + by * (-1) ** place for place, value in enumerate(known["vector"])]
    (folder / MANIFEST).write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("by", "cosine"),
    [(0.0037, r"0\.997"), (float("nan"), "")],  # as near as eight-bit weights come where their sums saturate
)
def test_a_processor_on_which_known_sentences_have_other_vectors_is_refused(by: float, cosine: str, copy: Path) -> None:
    change_known_vectors(copy, by)
    with pytest.raises(EncoderError, match=rf"processeur.*cosinus {cosine}"):
        load(installation())


def test_a_processor_that_adds_in_another_order_is_not_refused(copy: Path) -> None:
    change_known_vectors(copy, by=0.0027)  # 0.9986
    load(installation())


def test_no_files_at_all_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGUILLEUR_ENCODER", str(tmp_path))
    with pytest.raises(EncoderError, match=r"absent(.|\n)*make setup"):
        installation()


def test_files_are_looked_for_in_the_data_folder_and_then_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGUILLEUR_ENCODER", raising=False)
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    name = installed.name()
    assert list(installed.folders()) == [tmp_path / "encoder" / name, ROOT / "var" / "encoder" / name]


def test_folder_of_changed_code_has_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "encoder"
    shutil.copytree(ROOT / "nlu" / "encoder", room)
    monkeypatch.setattr(installed, "__file__", str(room / "installation.py"))
    names = [installed.name()]
    for file in ("conversion/graph.py", "conversion/requirements.lock", "sentence_encoder.py"):
        (room / file).write_text("# otherwise", encoding="utf-8")
        names.append(installed.name())
    assert len({*names}) == 4


def set_up(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".ci" / "encoder"], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_set_up_does_nothing_where_the_files_are_sound_and_says_what_to_do_if_it_fails(
    copy: Path, tmp_path: Path
) -> None:
    done = set_up()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    flip_a_bit(copy / TOKENIZER)
    failed = set_up(UV_OFFLINE="1", UV_CACHE_DIR=str(tmp_path / "cache"))
    assert failed.returncode == 1
    assert "n'a pas pu être préparé" in failed.stderr
    assert str(copy) in failed.stderr


def test_the_module_that_set_up_asks_needs_no_library() -> None:
    code = "import sys, nlu.encoder.installation; sys.exit(bool({'numpy', 'onnxruntime'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
