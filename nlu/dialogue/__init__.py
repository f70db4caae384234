"""An utterance in its conversation: references, requests, statements, and the state that is kept."""
