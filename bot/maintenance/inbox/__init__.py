"""The maintainers' inbox: unanswered questions and useless answers, grouped, and what maintainers make of them."""
