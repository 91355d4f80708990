"""How the face looks: the document of words and numbers made into the elements of the page, so that JavaScript only puts them there."""

from perscoach_training.look.look import Look

__all__ = ["Look"]
