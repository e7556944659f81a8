"""What can go wrong, as one tree; each error carries a stable code for `application/problem+json`."""

from typing import Any, ClassVar


class LotgraphError(Exception):
    """An error a caller is told about (RFC 9457).

    detail: what happened and what to do, one or two sentences, never a secret.
    details: list of {loc, msg, type} where single values are at fault.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Internal Error"
    retryable: ClassVar[bool] = True
    default: ClassVar[str] = "An unexpected error occurred. Try again later."

    def __init__(self, detail: str | None = None, *, details: list[dict[str, Any]] | None = None,
                 retry_after: int | None = None, owner_action_required: bool | None = None):
        super().__init__(detail or self.default)
        self.detail = detail or self.default
        self.details = details
        self.retry_after = retry_after
        self.owner_action_required = owner_action_required


class _CallerError(LotgraphError):
    retryable = False


class BadRequest(_CallerError):
    status, code, title = 400, "bad_request", "Bad Request"
    default = "The request could not be understood."


class Unauthorized(_CallerError):
    status, code, title = 401, "unauthorized", "Unauthorized"
    default = "Authentication is required: send a valid API key in the X-API-Key header, or a bearer token."


class Forbidden(_CallerError):
    status, code, title = 403, "forbidden", "Forbidden"
    default = "Your role does not allow this action."


class NotFound(_CallerError):
    status, code, title = 404, "not_found", "Not Found"
    default = "The requested resource was not found."


class MethodNotAllowed(_CallerError):
    status, code, title = 405, "method_not_allowed", "Method Not Allowed"
    default = "This method is not allowed here."


class Conflict(_CallerError):
    status, code, title = 409, "conflict", "Conflict"
    default = "The request conflicts with the present state."


class TooLarge(_CallerError):
    status, code, title = 413, "payload_too_large", "Payload Too Large"
    default = "The request body is too large."


class UnsupportedMedia(_CallerError):
    status, code, title = 415, "unsupported_media_type", "Unsupported Media Type"
    default = "This content type is not supported here."


class Invalid(_CallerError):
    status, code, title = 422, "validation_error", "Validation Error"
    default = "Validation error."


class Impossible(_CallerError):
    status, code, title = 422, "unprocessable_entity", "Unprocessable Entity"
    default = "The request is well formed but cannot be carried out."


class RateLimited(LotgraphError):
    status, code, title = 429, "rate_limited", "Rate Limited"
    default = "Rate limit exceeded. Please try again later."


class Unavailable(LotgraphError):
    status, code, title = 503, "service_unavailable", "Service Unavailable"
    default = "A service this request needs is not available. Try again in a moment."
