"""The maintainers' examples and stories, as they are trained on."""
