"""Where it is said: the assistant in front of Rasa, the words of its answers, its channels and its storage."""

from bot.process.lazy_import import import_later

# Whatever policies there are, Rasa binds the first, which imports TensorFlow: eight seconds of a start, and 300 MB. Its
# rules bind the second, which imports matplotlib. Answering uses neither.
for _name in ("rasa.utils.train_utils", "rasa.core.test"):
    import_later(_name)
