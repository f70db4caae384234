"""Lists the names of organisations that the turns hold of which the reading is learnt."""

from __future__ import annotations

import json
from collections import Counter, defaultdict

from nlu.classification.delexicalization import LEARNT_NAMES
from nlu.resources import in_use
from nlu.text import fold
from nlu.training_data.meanings import read_turns


def names() -> dict[str, list[str]]:
    """The names of each organisation, as they are written most often, the commonest first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for turn in read_turns():
        for organisation, start, end in in_use().entities.organisations(turn.message):
            found[organisation][turn.message[start:end]] += 1
    return {organisation: _spellings(written) for organisation, written in sorted(found.items())}


def _spellings(written: Counter[str]) -> list[str]:
    spellings: dict[str, str] = {}
    for name, _ in written.most_common():
        spellings.setdefault(fold(name), name)
    return list(spellings.values())


if __name__ == "__main__":
    LEARNT_NAMES.write_text(json.dumps(names(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
