"""What a text says otherwise in each zone: "{selon_zone:metropole=La Fabrik|outre_mer=Francil'IN|l'une ou l'autre}"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

BY_ZONE = "selon_zone"
"""The word in braces, before what is said in each zone and, last, where the place is not known or in several."""

_BY_ZONE = re.compile(rf"\{{{BY_ZONE}:([^{{}}]*)\}}")


class ByZone:
    """What fills that word, for somebody of some places."""

    def __init__(self, zones: Mapping[str, frozenset[str]], codes: Collection[str] = ()) -> None:
        """Keep the zones and the places; none where they are not known."""
        self._zones = zones
        self._codes = frozenset(codes)

    def __format__(self, variants: str) -> str:
        """What is said in the zone where all the places are, else the last."""
        *zoned, otherwise = variants.split("|")
        for zone, _, text in (variant.partition("=") for variant in zoned):
            if self._codes and self._codes <= self._zones[zone]:
                return text
        return otherwise


ANYWHERE = ByZone({})
"""For a text that is said to nobody in particular."""


def said_anywhere(text: str) -> str:
    """A text as it is said where the place is not known."""
    return _BY_ZONE.sub(lambda found: found[1].split("|")[-1], text)


def zones_named(text: str) -> frozenset[str]:
    """The zones that a text tells apart."""
    variants = (variant for found in _BY_ZONE.finditer(text) for variant in found[1].split("|")[:-1])
    return frozenset(variant.partition("=")[0] for variant in variants)
