"""The conversion: weights that no processor gets wrong, libraries by their hashes, the version that serves."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import numpy as np

from nlu.encoder.conversion import weights
from nlu.encoder.conversion.weights import in_seven_bits

LOCK = (Path(weights.__file__).parent / "requirements.lock").read_text(encoding="utf-8")


def test_weights_are_near_and_two_products_never_exceed_sixteen_bits() -> None:
    matrix = np.random.default_rng(0).standard_normal((384, 1536)).astype(np.float32)
    numbers, scales = in_seven_bits(matrix)
    assert np.abs(numbers * scales - matrix).max() <= scales.max() / 2 + 1e-6
    largest = int(np.abs(numbers.astype(int)).max())
    assert 2 * 255 * largest <= np.iinfo(np.int16).max


def test_conversion_is_tried_with_the_libraries_that_serve() -> None:
    for library in ("onnxruntime", "sentencepiece"):
        assert f"\n{library}=={version(library)} " in LOCK


def test_every_package_of_the_conversion_is_locked_by_its_hashes_and_from_no_address() -> None:
    packages = re.split(r"\n(?=[a-z])", LOCK)
    assert len(packages) > 5
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in LOCK
