"""Masking what is personal in the text of an order, by a table of rules. Nothing here knows where a text comes from."""

from indicators.privacy.masking import RULES, Find, Masked, mask
from indicators.privacy.rules import Rule

__all__ = ["RULES", "Find", "Masked", "Rule", "mask"]
