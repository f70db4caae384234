"""Where it is said: the assistant in front of Rasa, the words of its answers, its channels and its storage."""

from importlib.util import find_spec

from bot.process.lazy_import import fill_later, import_later, import_name_only

# Whatever policies there are, Rasa binds the first, which imports TensorFlow: eight seconds of a start, and 300 MB. Its
# rules bind the second and its list of components the third, which import matplotlib. Answering uses none of them, nor
# does training.
for _name in ("rasa.utils.train_utils", "rasa.core.test", "rasa.utils.plotting"):
    import_later(_name)

# Of its channels, Rasa imports the libraries of Slack, Telegram, Webex and nine more where it needs a user message: a
# second of a start on a slow machine, and 30 MB. Its own tools ask for the others by name, and get them.
fill_later("rasa.core.channels", "channel")

# Rasa's list of components imports these six, and so TensorFlow, for any training. Where that is not installed (an
# install that serves: deploy/requirements.lock), the list has the others; config.yml names none of the six.
if not find_spec("tensorflow"):
    for _name, _component in (
        ("rasa.core.policies.ted_policy", "TEDPolicy"),
        ("rasa.core.policies.unexpected_intent_policy", "UnexpecTEDIntentPolicy"),
        ("rasa.nlu.classifiers.diet_classifier", "DIETClassifier"),
        ("rasa.nlu.featurizers.dense_featurizer.convert_featurizer", "ConveRTFeaturizer"),
        ("rasa.nlu.featurizers.dense_featurizer.lm_featurizer", "LanguageModelFeaturizer"),
        ("rasa.nlu.selectors.response_selector", "ResponseSelector"),
    ):
        import_name_only(_name, _component)
