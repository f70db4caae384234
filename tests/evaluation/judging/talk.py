"""Talk to the assistant and keep all of it in one file. Copied into a judge's folder: it needs Python alone.

    talk.py say     < turns.jsonl     {"c": 1, "m": "qui paie ?"}                   a message of conversation 1
                                      {"c": 1, "click": "Autre territoire"}         a button, by its title
                                      {"c": 1, "m": "…", "meaning": {"act": …}}     a message with what it means
    talk.py grade   < grades.jsonl    {"c": 1, "t": 2, "grade": "M", "cause": "U1", "note": "…", "ideal": "…"}
    talk.py show [CONVERSATION]       what was said so far
    talk.py report                    grades by cause, and what is not graded yet

A line that cannot be taken is told, and the others are taken.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILE = HERE / "transcript.jsonl"
SETTINGS = json.loads((HERE / "settings.json").read_text(encoding="utf-8"))
GRADES = ("G", "O", "M", "W", "R")
CAUSES = ("U1", "U2", "A1", "A2", "A3")


def turns() -> list[dict[str, Any]]:
    """All turns so far, in the order in which they were said."""
    if not FILE.exists():
        return []
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def kept(found: list[dict[str, Any]]) -> None:
    """Write all turns, one a line."""
    FILE.write_text("".join(json.dumps(turn, ensure_ascii=False) + "\n" for turn in found), encoding="utf-8")


def problem(line: dict[str, Any]) -> str | None:
    """Why a line cannot be said; None where it can."""
    if not isinstance(line.get("c"), int) or not (line.get("m") or line.get("click")):
        return 'write {"c": 1, "m": "…"}'
    if line.get("click") or not SETTINGS["labels"]:
        return None
    meaning = line.get("meaning")
    return mistake(meaning, line["m"]) if isinstance(meaning, dict) else "its meaning is missing"


def mistake(meaning: dict[str, Any], message: str) -> str | None:
    """What cannot be right in the meaning of a message; None where nothing is found."""
    more, spans = meaning.get("more") or [], meaning.get("spans") or []
    for name, labels in SETTINGS["labels"].items():
        for ask in [meaning, *more] if name in ("topic", "course", "form", "who") else [meaning]:
            if ask.get(name) not in labels:
                return f"{name} {ask.get(name)!r} is none of: {', '.join(labels)}"
    if meaning["operation"] == "verifier" and not meaning.get("claim"):
        return "verifier, and no claim"
    for words in [ask.get("part", "") for ask in [meaning, *more] if more] + [span.get("words", "") for span in spans]:
        if not words or words not in message:
            return f"{words!r} does not stand in the message"
    for span in spans:
        roles = SETTINGS["roles"].get(span.get("kind"))
        if roles is None:
            return f"kind {span.get('kind')!r} is none of: {', '.join(SETTINGS['roles'])}"
        if span.get("role") not in roles:
            return f"role {span.get('role')!r} of {span['kind']} is none of: {', '.join(roles)}"
        if span.get("holder") not in SETTINGS["holders"]:
            return f"holder {span.get('holder')!r} is none of: {', '.join(SETTINGS['holders'])}"
    return None


def say(line: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Send a message, and make the turn that is kept of it."""
    before = [turn for turn in found if turn["conversation"] == line["c"]]
    message = line.get("m")
    if message is None:
        buttons = before[-1]["buttons"] if before else {}
        message = buttons.get(line["click"])
        if message is None:
            raise ValueError(f"the last reply has no button {line['click']!r}: {', '.join(buttons)}")
        if message.startswith("http"):
            raise ValueError("that button opens a page")
    body = {"sender": f"{SETTINGS['writer']}-{line['c']}", "message": message}
    request = urllib.request.Request(  # noqa: S310
        SETTINGS["url"], json.dumps(body).encode(), {"Content-Type": "application/json", **SETTINGS["headers"]}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        parts = json.loads(answer.read())
    buttons = {
        button["title"]: button.get("payload") or button.get("url", "")
        for part in parts
        for button in part.get("buttons", ())
    }
    reply = "\n".join([*(part.get("text", "") for part in parts), *(f"[{title}]" for title in buttons)])
    turn = {"writer": SETTINGS["writer"], "conversation": line["c"], "turn": len(before) + 1, "message": message}
    kind = {"click": True} if "click" in line else {"meaning": line["meaning"]} if "meaning" in line else {}
    return {**turn, **kind, "reply": reply, "buttons": buttons}


def graded(line: dict[str, Any], found: list[dict[str, Any]]) -> str | None:
    """Give a turn its grade; why that cannot be, where it cannot."""
    turn = next(
        (each for each in found if (each["conversation"], each["turn"]) == (line.get("c"), line.get("t"))), None
    )
    if turn is None:
        return "there is no such turn"
    if line.get("grade") not in GRADES:
        return f"grade {line.get('grade')!r} is none of {' '.join(GRADES)}"
    if line["grade"] != "G" and line.get("cause") not in CAUSES:
        return f"cause {line.get('cause')!r} is none of {' '.join(CAUSES)}"
    turn.update({name: line[name] for name in ("grade", "cause", "note", "ideal") if line.get(name)})
    return None


def report(found: list[dict[str, Any]]) -> str:
    """The grades, and their causes, in lines."""
    grades = Counter(turn["grade"] for turn in found if "grade" in turn)
    causes = Counter(turn["cause"] for turn in found if "cause" in turn)
    total = sum(grades.values())
    shares = {grade: round(100 * grades[grade] / total, 1) if total else None for grade in GRADES}
    all_good = [
        conversation
        for conversation in {turn["conversation"] for turn in found}
        if all(turn.get("grade") == "G" for turn in found if turn["conversation"] == conversation)
    ]
    left = [f"{turn['conversation']}.{turn['turn']}" for turn in found if "grade" not in turn]
    return "\n".join(
        [
            f"{len(found)} turns in {len({turn['conversation'] for turn in found})} conversations, {total} graded",
            "grades: " + ", ".join(f"{grade} {grades[grade]} ({shares[grade]} %)" for grade in GRADES),
            "causes: " + ", ".join(f"{cause} {causes[cause]}" for cause in CAUSES),
            f"conversations all good: {len(all_good)}",
            f"not graded: {' '.join(left) or 'none'}",
            json.dumps({"turns": len(found), "graded": total, **grades, **causes}),
        ]
    )


def main() -> None:
    """One of the commands above."""
    command, *rest = sys.argv[1:] or ["help"]
    found = turns()
    if command in ("say", "grade"):
        for number, text in enumerate(sys.stdin.read().splitlines(), start=1):
            if not text.strip():
                continue
            try:
                line = json.loads(text)
                if command == "grade":
                    if wrong := graded(line, found):
                        print(f"line {number}: {wrong}")
                elif wrong := problem(line):
                    print(f"line {number}, not sent: {wrong}")
                else:
                    found.append(turn := say(line, found))
                    print(f"--- {turn['conversation']}.{turn['turn']} {turn['message']}\n{turn['reply']}\n")
            except (ValueError, OSError) as error:
                print(f"line {number}: {error}")
            kept(found)
    elif command == "show":
        for turn in found:
            if not rest or str(turn["conversation"]) == rest[0]:
                print(f"--- {turn['conversation']}.{turn['turn']} {turn['message']}\n{turn['reply']}\n")
    elif command == "report":
        print(report(found))
    else:
        print(__doc__)


if __name__ == "__main__":
    main()
