"""The maintainers' inbox: questions without answer and answers of no use, grouped; what maintainers make of them."""
