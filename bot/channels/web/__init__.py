"""The web: Rasa's REST channel, the widget with its API, and pages, one of which needs no script."""
