"""The Rasa side of understanding: graph components and importer, by class path in `config.yml`."""
