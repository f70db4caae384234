"""A simulated user: talks to the whole assistant towards goals drawn from the programme, and the rules judge."""
