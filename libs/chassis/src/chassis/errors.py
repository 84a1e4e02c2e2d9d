"""The City's error body (REQUIREMENTS §5): code, message in the caller's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

Words = tuple[str, str]  # French, English


@dataclass(frozen=True)
class Detail:
    """One thing wrong: with which field, and why."""

    code: str
    words: Words
    target: str | None = None

    def body(self, language: str) -> dict[str, Any]:
        """The five keys at most that the convention allows."""
        message = self.words[0] if language == "fr" else self.words[1]
        target = {} if self.target is None else {"target": self.target}
        return {"code": self.code, "message": message, **target}


class ErrorPart(BaseModel):
    """A code to act upon, words to show."""

    code: str = Field(description="Stable word for programs, such as notFound")
    message: str = Field(description="In French, or in English by Accept-Language")
    target: str | None = Field(None, description="Field that it concerns")


class ErrorWhole(ErrorPart):
    """The error, and where several fields are wrong each of them."""

    details: list[ErrorPart] | None = None


class ErrorAnswer(BaseModel):
    """The form of every error, for the OpenAPI documents."""

    error: ErrorWhole


class ApiError(Exception):
    """An answer that is not a success."""

    def __init__(
        self,
        status: int,
        code: str,
        words: Words,
        *,
        target: str | None = None,
        details: Sequence[Detail] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.headers = dict(headers or {})
        self._detail = Detail(code, words, target)
        self._details = details

    def body(self, language: str) -> dict[str, Any]:
        """The body in French (`fr`) or English."""
        error = self._detail.body(language)
        if self._details:
            error["details"] = [detail.body(language) for detail in self._details]
        return {"error": error}


def not_found() -> ApiError:
    """Unknown, or of another borough: the same answer."""
    words = ("Introuvable. Vérifiez la référence.", "Not found. Check the reference.")
    return ApiError(404, "notFound", words)


def unauthorized() -> ApiError:
    """No valid token."""
    words = ("Connectez-vous pour continuer.", "Sign in to continue.")
    return ApiError(401, "unauthorized", words, headers={"WWW-Authenticate": "Bearer"})


def forbidden() -> ApiError:
    """A valid token without the right."""
    words = (
        "Votre rôle ne permet pas cette action.",
        "Your role does not allow this action.",
    )
    return ApiError(403, "forbidden", words)


def invalid(details: Sequence[Detail]) -> ApiError:
    """One or more fields are wrong; nothing was kept."""
    words = (
        "La demande contient des erreurs ; rien n'a été enregistré.",
        "The request has errors; nothing was recorded.",
    )
    return ApiError(400, "invalidParameter", words, target=details[0].target, details=details)


def unprocessable(code: str, words: Words, target: str | None = None) -> ApiError:
    """Well formed, but a rule forbids it."""
    return ApiError(422, code, words, target=target)


def unavailable() -> ApiError:
    """A dependency is away; the caller may repeat the very same request."""
    words = (
        "Service momentanément indisponible ; réessayez dans un instant.",
        "Temporarily unavailable; try again in a moment.",
    )
    return ApiError(503, "serviceUnavailable", words, headers={"Retry-After": "2"})
