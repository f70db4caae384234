"""Holders: whose dates and places are, if a message states those of two persons ("moi en 2023 et elle en 2026")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlu.entities.cues import Cue, Cues
from nlu.entities.fact_finder import FactSpan
from nlu.entities.model import Attribution
from nlu.entities.places.finder import PlaceSpan
from nlu.text import fold

Attributed = tuple[FactSpan, Attribution]

_OWN = (Cue.FIRST_PERSON, Cue.SELF)
_OTHERS = (Cue.THIRD_PERSON, Cue.OTHER_PERSON)
_UNREAL = (Attribution.SUPPOSED, Attribution.ASKED)


def of_two_persons(
    dated: Sequence[Attributed], spoken: Iterable[FactSpan], folded: str, cues: Cues
) -> list[Attributed]:
    """Attribute the facts of dates to the person named just before, if the text speaks of two.

    Args:
        dated: the facts of dates, with the heads' attribution.
        spoken: the facts that words around dates state.
        folded: the text.
        cues: the words for oneself and for others.
    """
    facts = {span.fact for span, _ in dated}
    spans = sorted(
        [*(span for span, _ in dated), *(span for span in spoken if span.fact in facts)], key=lambda span: span.end
    )
    if any(attribution in _UNREAL for _, attribution in dated):
        return list(dated)
    ends = sorted({span.end for span in spans})
    since = dict(zip(ends, (0, *ends), strict=False))
    whose: dict[int, Attribution] = {}
    holder = Attribution.NOBODYS
    for end in ends:
        named = _person_before(end, since[end], folded, cues)
        holder = holder if named is Attribution.NOBODYS else named  # "me since 2021, a module in April; she …"
        whose[end] = holder
    if {*whose.values()} != {Attribution.OWN, Attribution.OTHERS}:
        return list(dated)
    return [(span, whose[span.end]) for span in spans]


def places_of_two_persons(
    places: Sequence[PlaceSpan], text: str, cues: Cues
) -> tuple[Sequence[PlaceSpan], Sequence[PlaceSpan]] | None:
    """The adviser's places and another person's, by who is named before each; None unless both have one."""
    folded, since, holder = fold(text), 0, Attribution.NOBODYS
    if len(places) < 2 or len(folded) != len(text):
        return None
    of: dict[Attribution, list[PlaceSpan]] = {Attribution.OWN: [], Attribution.OTHERS: []}
    for place in places:
        named = _person_before(place.start, since, folded, cues)
        if named is Attribution.OTHERS and not cues.matches(Cue.OTHER_PERSON, folded[: place.start]):
            named = Attribution.NOBODYS  # "mon poste, lui, est à Dax"
        holder = holder if named is Attribution.NOBODYS else named
        if holder is not Attribution.NOBODYS:
            of[holder].append(place)
        since = place.end
    own, others = of[Attribution.OWN], of[Attribution.OTHERS]
    return (own, others) if own and others else None


def of_who_is_asked_about(facts: Sequence[Attributed], text: str, cues: Cues) -> list[Attributed]:
    """Drop the facts of other persons, if a text describes several and asks about one of them at its end.

    "Mon collègue l'a réussi et ma collègue l'a raté, ma collègue peut-elle … ?"
    """
    persons = cues.persons(text)
    if len({person[0] for person in persons}) < 2:
        return list(facts)
    *_, asked = persons
    last_fact = max((span.end for span, _ in facts), default=0)
    if asked.start() < last_fact:
        return list(facts)

    def is_of_another(span: FactSpan) -> bool:
        before = [person for person in persons if person.start() < span.end]
        return bool(before) and before[-1][0] != asked[0]

    return [(span, attribution) for span, attribution in facts if not is_of_another(span)]


def _person_before(position: int, since: int, folded: str, cues: Cues) -> Attribution:
    """The person named last between `since` and `position`."""
    own, others = (
        max((cues.last_end(cue, folded, position) for cue in group), default=-1) for group in (_OWN, _OTHERS)
    )
    if max(own, others) <= since:
        return Attribution.NOBODYS
    return Attribution.OWN if own > others else Attribution.OTHERS
