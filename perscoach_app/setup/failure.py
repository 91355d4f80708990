"""What set-up says when it cannot go on."""


class SetupFailed(Exception):
    """A step of the set-up cannot go on; the sentence says why and what to do.

    Attributes:
        ru: The sentence in Russian.
        en: The sentence in English.
    """

    def __init__(self, ru: str, en: str) -> None:
        super().__init__(en)
        self.ru = ru
        self.en = en

    def sentence(self, language: str) -> str:
        """The sentence in ``"ru"`` or ``"en"``."""
        return self.ru if language == "ru" else self.en
