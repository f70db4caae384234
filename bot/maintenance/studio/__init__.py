"""The studio: a page on this machine where maintainers try what they edit, and see why it was answered so."""
