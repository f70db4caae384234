"""What is true: the programme of the advisers' training as dated, sourced data, and the engine that decides.

This room imports nothing of the others and knows no Rasa. Start with :func:`rules.loading.load_programme` and
:func:`rules.engine.decide`.
"""
