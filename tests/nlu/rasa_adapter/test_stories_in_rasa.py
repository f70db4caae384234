"""Stories without a finding: Rasa carries them out."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.io import read_config_file
from rasa.validator import Validator

from nlu.intents import WITHOUT_EXAMPLES, YES_NO
from nlu.rasa_adapter.importer import AiguilleurImporter, domain, story_graph
from nlu.training_data.stories import Story, StoryReply, StoryStep, rules
from nlu.training_data.story_checks import Answers, story_findings
from rules.model import Place

QUESTIONS = ["organisme", "financement", "saluer", "oublier", "oui", "non"]
TEXTS = ["saluer", "oublier", "confirmer", "annuler"]
ANSWERS = Answers(dict.fromkeys(TEXTS, ()), ["organisme", "financement"])
POLICIES = read_config_file(str(Path(__file__).parents[3] / "config.yml"))["policies"]
NOWHERE = Place(Path("essai.yml"), 1)
LISTEN = "action_listen"
GIVEN_UP = "action_default_fallback"


def _story(*steps: tuple[str, StoryReply], name: str = "essai") -> Story:
    return Story(name, NOWHERE, tuple(StoryStep(question, reply, NOWHERE, NOWHERE) for question, reply in steps))


def _findings(stories: Sequence[Story]) -> list[str]:
    return [finding.problem for finding in story_findings(stories, dict.fromkeys(QUESTIONS, NOWHERE), ANSWERS)]


def _trained(stories: Sequence[Story]) -> tuple[Domain, list[Policy]]:
    """The domain and the policies of config.yml, trained on these stories."""
    questions = [*QUESTIONS, *WITHOUT_EXAMPLES]
    world = domain(stories, questions)
    trackers = TrainingDataGenerator(story_graph(stories, questions), world).generate()
    policies = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, config in zip((RulePolicy, MemoizationPolicy), POLICIES, strict=True):
            given_by_hand = {key: value for key, value in config.items() if key != "name"}
            policy = kind(
                {**kind.get_default_config(), **given_by_hand},
                LocalModelStorage(Path(folder)),
                Resource(kind.__name__),
                ExecutionContext(GraphSchema({})),
            )
            policy.train(trackers, world)
            policies.append(policy)
    return world, policies


def _answered(tracker: DialogueStateTracker, question: str, world: Domain, policies: Sequence[Policy]) -> list[str]:
    """What is done when a question is asked, until the assistant listens again."""
    tracker.update(UserUttered("", {"name": question, "confidence": 1.0}), world)
    done: list[str] = []
    while not done or done[-1] not in (LISTEN, GIVEN_UP):
        predictions = [policy.predict_action_probabilities(tracker, world) for policy in policies]
        best = max(predictions, key=lambda prediction: (max(prediction.probabilities), prediction.policy_priority))
        done.append(world.action_names_or_texts[best.probabilities.index(max(best.probabilities))])
        tracker.update(ActionExecuted(done[-1], hide_rule_turn=best.hide_rule_turn), world)
    return done


def _expected(reply: StoryReply) -> list[str]:
    return [f"utter_{reply.answer}", *(["action_restart"] if reply.restarts else []), LISTEN]


def _a_conversation(world: Domain) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(
        "", [ActionExecuted("action_session_start"), ActionExecuted(LISTEN)], world.slots
    )


@st.composite
def stories_without_findings(draw: st.DrawFn) -> list[Story]:
    """Stories drawn one after the other; a story with a finding is left out."""
    openings = draw(st.dictionaries(st.sampled_from(["saluer", "oublier"]), st.sampled_from(TEXTS)))
    answers = {question: question for question in QUESTIONS} | openings
    texts = st.sampled_from(TEXTS)
    kept: list[Story] = []
    for number in range(draw(st.integers(1, 8))):
        later = draw(st.lists(st.sampled_from([*QUESTIONS, *sorted(YES_NO) * 2]), max_size=4))
        asked = [draw(st.sampled_from(QUESTIONS[:4])), *later]
        answered = [draw(texts) if question in YES_NO else answers[question] for question in asked]
        last = len(asked) - 1
        restarts = draw(st.booleans()) and asked[last] in YES_NO
        steps = [
            (question, StoryReply(answer, restarts and at == last))
            for at, (question, answer) in enumerate(zip(asked, answered, strict=True))
        ]
        more = [*kept, _story(*steps, name=f"essai {number}")]
        if not _findings(more):
            kept = more
    return kept


@settings(max_examples=40)
@given(stories_without_findings())
def test_rasa_carries_out_stories_without_findings(stories: list[Story]) -> None:
    world, policies = _trained(stories)
    for question, reply in rules(stories, QUESTIONS).items():
        assert _answered(_a_conversation(world), question, world, policies) == _expected(reply)
    for story in stories:
        conversation = _a_conversation(world)
        _answered(conversation, "financement", world, policies)
        for step in story.steps:
            assert _answered(conversation, step.question, world, policies) == _expected(step.reply), story


def test_yes_means_nothing_where_no_story_asked_for_it() -> None:
    world, policies = _trained(
        [_story(("oublier", StoryReply("confirmer")), ("oui", StoryReply("oublier", restarts=True)))]
    )
    assert _answered(_a_conversation(world), "oui", world, policies) == [GIVEN_UP]


def test_the_policy_remembers_the_step_before_and_the_question_as_the_checks_of_stories_take_it() -> None:
    assert POLICIES[1]["max_history"] == 2


def test_rasas_own_validation_finds_the_projects_files_in_order() -> None:
    validator = Validator.from_importer(AiguilleurImporter())
    assert validator.verify_domain_validity()
    assert validator.verify_utterances_in_stories(ignore_warnings=False)
    assert validator.verify_actions_in_stories_rules()
    assert validator.verify_story_structure(ignore_warnings=False)
