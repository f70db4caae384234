"""`python -m tests.evaluation.judging.keep FOLDER … TARGET`: keep what writers wrote, a file each."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import msgspec

from nlu.training_data.meanings import LoggedTurn

_KEPT: Final = ("writer", "conversation", "turn", "message", "click", "meaning", "reply")


def main() -> None:
    """Write the turns of each folder into the target, in the order of their conversations."""
    *folders, target = map(Path, sys.argv[1:])
    for folder in folders:
        lines = (folder / "transcript.jsonl").read_text(encoding="utf-8").splitlines()
        turns = sorted(map(json.loads, lines), key=lambda turn: (turn["conversation"], turn["turn"]))
        kept = [{name: turn[name] for name in _KEPT if name in turn} for turn in turns]
        for turn in kept:
            msgspec.convert(turn, LoggedTurn)  # what cannot be read is told before anything is written
        written = "".join(json.dumps(turn, ensure_ascii=False) + "\n" for turn in kept)
        (target / f"{folder.name}.jsonl").write_text(written, encoding="utf-8")
        print(f"{folder.name} : {len(kept)} tours")


if __name__ == "__main__":
    main()
