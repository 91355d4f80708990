"""What the pages say, in Russian and English, from one catalogue per language."""

from perscoach_app.texts.catalogue import DEFAULT_LANGUAGE, LANGUAGES, keys, say
from perscoach_app.texts.language import choose_language

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "choose_language", "keys", "say"]
