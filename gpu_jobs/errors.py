"""What can go wrong, as errors that say in the person's language what happened and what to do."""

from gpu_jobs.words import WORDS, Language


class Notice:
    """Something worth saying although the work went on: a code for programs, a sentence for people."""

    __slots__ = ("code", "values")

    def __init__(self, code: str, **values: object) -> None:
        """
        Args:
            code: Which sentence of `gpu_jobs.words` says it.
            values: What fills the sentence in.
        """
        self.code = code
        self.values = values

    def sentence(self, language: Language = "en") -> str:
        """One sentence: what was found."""
        return WORDS[self.code][language].format(**self.values)

    def __repr__(self) -> str:
        return f"Notice({self.code!r}, {self.values!r})"


class JobError(Exception):
    """The family of our errors: a code for programs, a sentence for people.

    Attributes:
        code: Which sentence of `gpu_jobs.words` says it; stable, fit for tables and tests.
        values: What fills the sentence in.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def sentence(self, language: Language = "en") -> str:
        """One sentence: what happened and what the person can do."""
        return WORDS[self.code][language].format(**self.values)

    def __str__(self) -> str:
        return self.sentence("en")

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes: keyword values would be lost by the default way.
        return (_rebuilt, (type(self), self.code, self.values))


class VideoRejected(JobError):
    """The video cannot be worked with."""


class WeightsMissing(JobError):
    """A model file is not there or not the one we know."""


class OutputRejected(JobError):
    """The result cannot be written where it should go."""


class WorkersLost(JobError):
    """The processes that do the work could not be started, or died."""


def _rebuilt(kind: type[JobError], code: str, values: dict[str, object]) -> JobError:
    return kind(code, **values)
