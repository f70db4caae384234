"""Rasa's rule policy, which tries every rule at every prediction, with its findings remembered."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe

_REMEMBERED = 10_000
"""Situations remembered; a conversation's last two turns by their intents and actions are few hundreds."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RememberingRulePolicy(RulePolicy):  # type: ignore[misc]
    """The same predictions: which rules fit depends on the rules and the states alone."""

    def _get_possible_keys(self, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        remembered: dict[tuple[int, str], set[str]] = self.__dict__.setdefault("_remembered", {})
        situation = (id(lookup), json.dumps(states, sort_keys=True))
        if situation not in remembered:
            if len(remembered) >= _REMEMBERED:
                remembered.clear()
            remembered[situation] = super()._get_possible_keys(lookup, states)
        return set(remembered[situation])
