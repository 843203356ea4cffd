"""A template learned from clean sheets, each of its lines with what it rests on."""

from reconcile.learning.learned import Learned, TemplateNote, annotated
from reconcile.learning.template import learn

__all__ = ["Learned", "TemplateNote", "annotated", "learn"]
