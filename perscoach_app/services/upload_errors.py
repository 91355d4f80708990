"""What an upload is refused for, in the reader's language."""

from typing import ClassVar

from perscoach_app.services.errors import ServiceError


class UploadTooLarge(ServiceError):
    """A file longer than the installation takes."""

    code = "upload_too_large"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Файл слишком большой: {gigabytes:.1f} ГБ, можно до {most:.0f} ГБ. Снимите короче или в Full HD вместо 4K.",
        "en": "The file is too large: {gigabytes:.1f} GB; up to {most:.0f} GB are fine. Film a shorter clip, or in Full HD instead of 4K.",
    }


class TooManyUploads(ServiceError):
    """More begun uploads than one person may leave lying."""

    code = "too_many_uploads"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Незаконченных загрузок уже {most}. Дождитесь их или уберите ненужные.",
        "en": "There are {most} unfinished uploads already. Let them finish, or remove those you do not need.",
    }


class DiskFull(ServiceError):
    """The installation itself has no room."""

    code = "disk_full"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "На сервере закончилось место. Попробуйте через час; если не поможет, напишите нам.",
        "en": "The server is out of room. Try again in an hour; if that does not help, write to us.",
    }


class LongerThanAnnounced(ServiceError):
    """A piece that would go beyond the length the upload was begun with."""

    code = "longer_than_announced"
    sentences: ClassVar[dict[str, str]] = {
        "ru": "Файл изменился, пока загружался. Уберите его из списка и выберите снова.",
        "en": "The file changed while it was being uploaded. Remove it from the list and choose it again.",
    }
