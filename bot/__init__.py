"""Where it is said: the assistant in front of Rasa, the words of its answers, its channels and its storage."""

from bot.process.lazy_import import fill_later, import_later

# Whatever policies there are, Rasa binds the first, which imports TensorFlow: eight seconds of a start, and 300 MB. Its
# rules bind the second, which imports matplotlib. Answering uses neither.
for _name in ("rasa.utils.train_utils", "rasa.core.test"):
    import_later(_name)

# Of its channels, Rasa imports the libraries of Slack, Telegram, Webex and nine more where it needs a user message: a
# second of a start on a slow machine, and 30 MB. Its own tools ask for the others by name, and get them.
fill_later("rasa.core.channels", "channel")
