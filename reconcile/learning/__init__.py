"""A template learned from clean sheets, each of its lines with what it rests on."""

from reconcile.learning.learned import Learned, Note
from reconcile.learning.template import learn
from reconcile.learning.wording import annotated

__all__ = ["Learned", "Note", "annotated", "learn"]
