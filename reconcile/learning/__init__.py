"""A template learned from clean sheets, each of its lines with what it rests on."""

from reconcile.learning.learned import Learned, TemplateNote
from reconcile.learning.template import learn
from reconcile.learning.wording import annotated

__all__ = ["Learned", "TemplateNote", "annotated", "learn"]
