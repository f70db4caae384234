"""The forms of the maintainers' files, with what keys mean: for editors (JSON Schema) and to read (docs/cles.md)."""
