"""What an utterance names: places, courses, facts and days, by the maintainers' lexicon."""
