"""Places: departments, regions, zones, communes and their inhabitants, with numbers and misspellings."""
