"""The forms of the maintainers' files and the meaning of keys: for editors (JSON Schema) and to read (docs/cles.md)."""
