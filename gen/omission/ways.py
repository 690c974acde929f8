"""What a frame yields: what is missing, and the ways to hide it."""

from nescio.gen.omission.clause import Asked
from nescio.schemas.evidence import HidingForm

Way = tuple[HidingForm, int, int, str]
"""A form, what of the context it replaces (start, end) and by what."""
Found = tuple[Asked, list[Way]]

ABSENT, VAGUE, WITHHELD = HidingForm.ABSENT, HidingForm.VAGUE, HidingForm.WITHHELD
