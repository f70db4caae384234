"""A long text in pieces: between lines, else between sentences, else between words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.channels.telegram.limits import LONGEST_TEXT, units

# A no-break space keeps a sign with its word, so it is no place to cut.
_BREAKS = (re.compile(r"\n+"), re.compile(r"(?<=[.!?…])[ \t]+"), re.compile(r"[ \t]+"))


def pieces(text: str, longest: int = LONGEST_TEXT) -> Iterator[str]:
    """Cut a text into pieces of at most so many UTF-16 code units, without the white space where it is cut."""
    rest = text.strip()
    while units(rest) > longest:
        head, rest = _cut(rest, longest)
        yield head
    if rest:
        yield rest


def _cut(text: str, longest: int) -> tuple[str, str]:
    """Cut a text that is too long once, at the last of the best breaks that leave the head short enough."""
    # Half of a character beyond the basic plane is left out.
    head = text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore")
    for kind in _BREAKS:
        breaks = [found for found in kind.finditer(text, 0, len(head) + 1) if 0 < found.start() <= len(head)]
        if breaks:
            return text[: breaks[-1].start()].rstrip(), text[breaks[-1].end() :].lstrip()
    return head, text[len(head) :]
