"""Our errors as answers: a code for programs, a sentence in the reader's language, a status."""

from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import JSONResponse
from starlette import status

from perscoach_app.services import (
    assigning_errors,
    errors,
    film_errors,
    privacy_errors,
    site_errors,
    talk_errors,
    upload_errors,
    voice_errors,
    workout_errors,
)
from perscoach_app.texts import choose_language

_STATUS: dict[type[errors.ServiceError], int] = {
    errors.NotFound: status.HTTP_404_NOT_FOUND,
    errors.LinkInvalid: status.HTTP_404_NOT_FOUND,
    errors.ChunkGap: status.HTTP_409_CONFLICT,
    errors.SessionFinished: status.HTTP_409_CONFLICT,
    errors.NotReady: status.HTTP_409_CONFLICT,
    errors.JobActive: status.HTTP_409_CONFLICT,
    errors.GpuBudgetSpent: status.HTTP_402_PAYMENT_REQUIRED,
    errors.StorageFull: status.HTTP_413_CONTENT_TOO_LARGE,
    errors.TooFast: status.HTTP_429_TOO_MANY_REQUESTS,
    errors.ResultRejected: 422,
    assigning_errors.NumbersRefused: 422,
    site_errors.PhotoTooLarge: status.HTTP_413_CONTENT_TOO_LARGE,
    site_errors.PhotoUnreadable: 422,
    errors.SubscriptionRefused: 422,
    errors.UploadRejected: 422,
    upload_errors.UploadTooLarge: 413,
    upload_errors.LongerThanAnnounced: 413,
    upload_errors.TooManyUploads: 429,
    upload_errors.DiskFull: 507,
    film_errors.ConsentMissing: status.HTTP_409_CONFLICT,
    film_errors.FilmRejected: 422,
    privacy_errors.ParentMissing: status.HTTP_409_CONFLICT,
    privacy_errors.StoredElsewhere: status.HTTP_409_CONFLICT,
    film_errors.FilmIncomplete: status.HTTP_409_CONFLICT,
    errors.TargetOutOfRange: 422,
    talk_errors.MessageEmpty: 422,
    talk_errors.MessageTooLong: 422,
    talk_errors.MomentUnknown: 422,
    talk_errors.MarkUnknown: 422,
    workout_errors.FieldRefused: 422,
    voice_errors.PhraseRejected: 422,
    voice_errors.PhraseSilent: 422,
    workout_errors.VoiceRejected: 422,
    workout_errors.WorkoutFull: status.HTTP_409_CONFLICT,
    workout_errors.WorkoutMoved: status.HTTP_409_CONFLICT,
}


def language_of(request: Request) -> str:
    """The language to answer in when nobody is signed in."""
    return choose_language(None, request.headers.get("cookie", ""), request.headers.get("accept-language", ""))


def add_refusals(api: FastAPI) -> None:
    """Registers the answers. Each names the reader's language: a page that is refused knows it from nowhere else."""

    @api.exception_handler(HTTPException)
    async def stop(request: Request, error: HTTPException) -> Response:
        return await http_exception_handler(
            request, HTTPException(error.status_code, error.detail, {**(error.headers or {}), "content-language": language_of(request)})
        )

    @api.exception_handler(errors.ServiceError)
    async def refuse(request: Request, error: errors.ServiceError) -> JSONResponse:
        body: dict[str, Any] = {"error": error.code, "message": error.sentence(language_of(request))}
        if isinstance(error, errors.ChunkGap):
            body["next"] = error.expected
        if isinstance(error, film_errors.FilmIncomplete):
            body["missing"] = error.missing
        headers = {"retry-after": str(error.seconds)} if isinstance(error, errors.TooFast) else {}
        headers["content-language"] = language_of(request)
        return JSONResponse(body, _STATUS.get(type(error), 400), headers)
