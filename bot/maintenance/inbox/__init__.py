"""The maintainers' inbox: questions without answer and answers of no use, grouped, and filed as examples."""
