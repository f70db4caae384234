"""Products of the few vectors of a message are those of numpy."""

from __future__ import annotations

import numpy as np

from nlu.products import product
from tests.support.tables import each_row


@each_row("rows", [0, 1, 2, 8, 9, 40])
def test_a_row_at_a_time_or_all_at_once_gives_the_same(rows):
    random = np.random.default_rng(rows)
    vectors, matrix = random.standard_normal((rows, 7)), random.standard_normal((7, 5))
    assert product(vectors, matrix).shape == (rows, 5)
    assert np.allclose(product(vectors, matrix), vectors @ matrix)
