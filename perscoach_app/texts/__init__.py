"""What the pages say, in Russian and English, from one catalogue per language."""

from perscoach_app.texts.catalogue import DEFAULT_LANGUAGE, FAMILIAR, LANGUAGES, keys, say
from perscoach_app.texts.language import choose_language, choose_voice

__all__ = ["DEFAULT_LANGUAGE", "FAMILIAR", "LANGUAGES", "choose_language", "choose_voice", "keys", "say"]
