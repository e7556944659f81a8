"""What each error code means and what to do about it, beside what the error itself says."""

ADVICE: dict[str, tuple[str, str]] = {
    "bad_request": (
        "The request cannot be read: its body is not valid JSON, or a header makes no sense.",
        "Send the body as valid JSON in UTF-8 and repeat the request."),
    "unauthorized": (
        "No credential came with the request, or the one that came is unknown, expired or revoked. The answer is the "
        "same in each case.",
        "Send a valid API key as X-API-Key. Where several credentials arrive, the first that counts must be good."),
    "forbidden": (
        "The credential is good, but its role or scope does not allow this action.",
        "Where owner_action_required is true, an owner or manager of your organization can grant the role or make a "
        "key that has it."),
    "not_found": (
        "There is nothing at this address, or nothing that your organization may see. The two look alike on purpose.",
        "Check the id; ids are 22 characters and case-sensitive. A partner can share a record with you."),
    "method_not_allowed": (
        "The address is right, the method is not.",
        "Use one of the methods in the header Allow."),
    "conflict": (
        "The request contradicts the present state: what it would create is there already, or it is too late for it.",
        "Read the resource, then decide whether the request is still wanted."),
    "payload_too_large": (
        "The body is larger than this deployment takes at once.",
        "Send it in several smaller requests."),
    "unsupported_media_type": (
        "The body has a content type that this address does not read.",
        "Set Content-Type to what the operation's documentation names, usually application/json."),
    "validation_error": (
        "A value in the path, the query or the body has the wrong form. Nothing has been done.",
        "Each entry of details names the place (loc), what is wrong (msg) and a code for it (type)."),
    "unprocessable_entity": (
        "The request is well formed, but it cannot be carried out as it stands.",
        "Read detail; the same request will fail again."),
    "rate_limited": (
        "More requests came than the limit of the credential, or of the client's address, allows.",
        "Wait for the seconds in Retry-After. RateLimit-Remaining in every answer tells how many requests are left."),
    "internal_error": (
        "Something failed that should not have. It has been logged under the request's id.",
        "Try again after a pause that grows each time. If it stays, report the X-Request-ID."),
    "service_unavailable": (
        "A server behind the API is away or too slow to answer now. Nothing is half done.",
        "Repeat the request after the seconds in Retry-After; repeating is safe."),
}
"""By error code: what it means, what to do."""
