"""What an utterance asks by its words alone: the encoder, the intent classifiers, the language."""
