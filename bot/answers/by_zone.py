"""Words that differ by zone: "{selon_zone:metropole=La Fabrik|outre_mer=Francil'IN|l'une ou l'autre}"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

BY_ZONE = "selon_zone"
"""The word in braces; a variant for each zone follows, and last the one for an unknown place or several zones."""

_BY_ZONE = re.compile(rf"\{{{BY_ZONE}:([^{{}}]*)\}}")


class ByZone:
    """Fills that word for some places."""

    def __init__(self, zones: Mapping[str, frozenset[str]], codes: Collection[str] = ()) -> None:
        """Keep the departments of each zone, and the adviser's; none if they are not known."""
        self._zones = zones
        self._codes = frozenset(codes)

    def __format__(self, variants: str) -> str:
        """The variant of the zone that has all the places, else the last variant."""
        *zoned, otherwise = variants.split("|")
        for zone, _, text in (variant.partition("=") for variant in zoned):
            if self._codes and self._codes <= self._zones[zone]:
                return text
        return otherwise


ANYWHERE = ByZone({})
"""For a text addressed to nobody in particular."""


def said_anywhere(text: str) -> str:
    """A text as it reads when the place is not known."""
    return _BY_ZONE.sub(lambda found: found[1].split("|")[-1], text)


def zones_named(text: str) -> frozenset[str]:
    """The zones for which a text has a variant."""
    variants = (variant for found in _BY_ZONE.finditer(text) for variant in found[1].split("|")[:-1])
    return frozenset(variant.partition("=")[0] for variant in variants)
