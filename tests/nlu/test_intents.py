"""The intents that code names are those that maintainers wrote examples of."""

from nlu import intents
from nlu.training_data.examples import FAQ, read_examples


def test_each_intent_that_code_names_has_examples():
    named = {value for name, value in vars(intents).items() if name.isupper() and isinstance(value, str)}
    assert named - {example.intent for example in read_examples(faq=FAQ)} == {
        *intents.WITHOUT_EXAMPLES,
        intents.LANGUAGE,
    }
