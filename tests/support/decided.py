"""What a reply decided, by the ids that it carries: tests of conversations hold these, and no wording."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nlu.resources import project_programme

if TYPE_CHECKING:
    from bot.answers.texts import AnswerTexts
    from bot.messages import Reply

Decided = dict[str, str]


def decided(reply: Reply, texts: AnswerTexts) -> Decided:
    """The ids of a reply, of those that it has.

    Args:
        reply: of the assistant.
        texts: of its language.

    Returns:
        `language`; `question` and `row`: what was answered, and by which wording; `asks`: the fact that is asked for;
        `verdict`: the id of the word that it begins with (`oui`, `non`, `selon` …); `organisations`: whose links it
        shows, joined by ", ".
    """
    found = {
        "language": reply.language,
        "question": reply.question,
        "row": reply.outcome,
        "asks": reply.awaits.fact if reply.awaits else None,
        "verdict": _verdict(reply, texts),
        "organisations": ", ".join(sorted(set(_organisations(reply)))),
    }
    return {name: value for name, value in found.items() if value}


def _verdict(reply: Reply, texts: AnswerTexts) -> str | None:
    first = reply.paragraphs[0] if reply.paragraphs else ""
    words = sorted(texts.acts.mots.items(), key=lambda item: -len(item[1]))
    return next((name for name, word in words if first.replace("’", "'").startswith(word)), None)


def _organisations(reply: Reply) -> Iterator[str]:
    shown = {link.url for link in reply.all_links}
    for organisation in project_programme().organisations.values():
        if shown & {link.url for link in organisation.links}:
            yield organisation.id
