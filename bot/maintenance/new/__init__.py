"""New files for maintainers: each begins from a model that says what goes where."""
