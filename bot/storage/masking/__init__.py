"""The masking: what is personal in a text is replaced by marks such as "[téléphone]" before the text is kept.

`mask` joins what three readers find in the plain form of a text (`plain_text`): the maintainers' expressions
(`masques.yml`), the telephone numbers of `phonenumbers`, and the names that a learnt tagger hears (`names`).
"""

from bot.storage.masking.mask import Mask, Masking

__all__ = ["Mask", "Masking"]
