"""New files for maintainers, each from a model that says what goes where."""
