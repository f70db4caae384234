"""The maintainers' conversation tests: what is asked, and what the answer must and must not say."""
