"""Where it is said: the assistant in front of Rasa, the words of its answers, its channels and its storage."""
