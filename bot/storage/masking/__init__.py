"""Masking: marks such as "[téléphone]" replace personal data in a text before it is kept.

`mask` joins the results of three searches in a text's plain form (`plain_text`): the maintainers' expressions
(`masques.yml`), telephone numbers (`phonenumbers`), and names found by a trained tagger (`names`).
"""

from bot.storage.masking.mask import Mask, Masking

__all__ = ["Mask", "Masking"]
