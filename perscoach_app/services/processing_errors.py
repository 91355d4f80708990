"""What wishes about processing are refused for, in the reader's language."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class ModelAway(ServiceError):
    """A model was chosen that cannot work on this installation."""

    code = "model_away"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Модель {model} на этом сервере не установлена. Выберите другую; поставить её может администратор.",
        "en": "The model {model} is not installed on this server. Choose another; the administrator can install it.",
    }
