"""All of the bot that touches Rasa, by its extension points: agent, NLG, tracker store, training."""
