"""The Rasa side of understanding: graph components, importer and policy, by class path in `config.yml`."""
