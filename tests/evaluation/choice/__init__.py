"""The choice among the acts that a turn may be: annotated conversations, the fit of its weights, its measure."""
