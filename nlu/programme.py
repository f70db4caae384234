"""The project's programme with its plain questions, loaded once a process."""

from __future__ import annotations

from functools import cache

from nlu.training_data.examples import FAQ
from rules.loading import load_programme
from rules.model import Programme


@cache
def project_programme() -> Programme:
    """The programme of `rules/programme` and `stories/faq`.

    Raises:
        ProgrammeError: with every finding.
    """
    return load_programme(faq=FAQ)
