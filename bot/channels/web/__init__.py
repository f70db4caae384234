"""The web: Rasa's REST channel, the widget with its API, and pages, including a form without scripts."""
