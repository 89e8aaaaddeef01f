"""Masking what is personal in the text of an order, by a table of rules. Nothing here knows where a text comes from."""

from indicators.privacy.masking import RULES, MaskedSpan, MaskedText, mask
from indicators.privacy.rules import MaskingRule

__all__ = ["RULES", "MaskedSpan", "MaskedText", "MaskingRule", "mask"]
