"""A template learned from clean sheets, each of its lines with what it rests on."""

from reconcile.learning.learned import Learned, Note
from reconcile.learning.lesson import learn
from reconcile.learning.telling import annotated

__all__ = ["Learned", "Note", "annotated", "learn"]
