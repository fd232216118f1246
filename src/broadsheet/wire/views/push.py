"""Where agencies post their items: a token a source, no session, no cookie."""

from http import HTTPStatus

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from broadsheet.contracts.fetching import SourceKind
from broadsheet.contracts.news import LARGEST_FILE
from broadsheet.environment.places import trusted_proxies
from broadsheet.environment.proxies import client_address
from broadsheet.wire.actions import receive
from broadsheet.wire.models import Source
from broadsheet.wire.rates import RateLimit
from broadsheet.wire.tokens import is_token_of

log = structlog.get_logger(__name__)

# Three full agencies send 3 to 5 documents a second at their peak (DESIGN section 3).
DELIVERIES = RateLimit(most=1200)
# Asked only where the token is wrong: nobody who guesses can lock the agency out.
STRANGERS = RateLimit(most=30)
_RETRY_SECONDS = 30


class _RefusedError(Exception):
    """Why a delivery is not taken: a status, words for the agency's operator, and headers."""

    def __init__(self, status: HTTPStatus, text: str, **headers: str) -> None:
        super().__init__(text)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@csrf_exempt
def push(request: HttpRequest, slug: str) -> JsonResponse:
    """
    Take one document: 202 kept, 200 the same as before, 400 kept but unreadable.

    What it demands (routes, kills, updates) the clerk does right after; the agency does not wait for it.
    """
    try:
        source = _source_of(request, slug)
        data = _body_of(request)
        received = receive(
            source, data=data, name=_name_of(request, source), now=timezone.now(),
            charset=request.content_params.get("charset", "") if request.content_params else "", settles=False,
        )  # fmt: skip
    except _RefusedError as refused:
        log.info("wire_push_refused", source=slug, status=refused.status.value)
        return _answer(refused.status, {"error": str(refused)}, refused.headers)
    except (OperationalError, InterfaceError, OSError) as error:
        log.warning("wire_push_failed", source=slug, error=str(error))
        text = "It could not be kept just now. Send it again; nothing is doubled by that."
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": text}, {"Retry-After": str(_RETRY_SECONDS)})
    log.info("wire_document_pushed", source=slug, items=received.items, error=received.error,
             is_repeat=received.is_repeat)  # fmt: skip
    if received.is_repeat:
        return _answer(HTTPStatus.OK, {"repeat": True})
    if received.error:
        return _answer(HTTPStatus.BAD_REQUEST, {"error": received.error, "kept": True})
    return _answer(HTTPStatus.ACCEPTED, {"items": received.items})


def _source_of(request: HttpRequest, slug: str) -> Source:
    """
    The source that is posted to.

    :raises _RefusedError: if it may not be posted to, by this method, with this token, now
    """
    source = Source.objects.filter(slug=slug, kind=SourceKind.PUSH).first()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not is_token_of(source, token.strip()) or source is None:
        _refuse_if_often(STRANGERS.take(_sender_of(request)))
        raise _RefusedError(
            HTTPStatus.UNAUTHORIZED,
            "Send the header “Authorization: Bearer …” with the token of this source.",
            WWW_Authenticate='Bearer realm="wire"',
        )
    if request.method != "POST":
        raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Post the document as the request's body.", Allow="POST")
    if not source.enabled:
        raise _RefusedError(HTTPStatus.FORBIDDEN, "The newsroom has switched this source off.")
    _refuse_if_often(DELIVERIES.take(slug))
    return source


def _sender_of(request: HttpRequest) -> str:
    """Who asks, behind the proxies that are ours: one stranger must not use up what all others may."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_address(request.META.get("REMOTE_ADDR", ""), forwarded, trusted_proxies())


def _refuse_if_often(seconds: float) -> None:
    if seconds:
        raise _RefusedError(
            HTTPStatus.TOO_MANY_REQUESTS, "Too many requests in a minute.", Retry_After=str(int(seconds) + 1)
        )


def _body_of(request: HttpRequest) -> bytes:
    """
    The body, never more than is read of any file.

    :raises _RefusedError: if it is too large, empty, packed, or a form
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the document as it is, without Content-Encoding.")
    if request.content_type and request.content_type.startswith("multipart/"):
        raise _RefusedError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the document itself as the body, one a request, not a form."
        )
    stated = request.headers.get("Content-Length", "")
    too_large = _RefusedError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {LARGEST_FILE:,} bytes are taken in one document."
    )
    if stated.isdecimal() and int(stated) > LARGEST_FILE:
        raise too_large
    data = request.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise too_large
    if not data:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "The body is empty.")
    if stated.isdecimal() and len(data) < int(stated):
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "The body ended before its Content-Length.")
    return data


def _name_of(request: HttpRequest, source: Source) -> str:
    """What an editor finds it by: the sender's own name for it, else the moment."""
    given = "".join(letter for letter in request.headers.get("X-Document-Name", "") if letter.isprintable())
    return given.strip()[:200] or f"{source.slug} {timezone.localtime():%Y-%m-%d %H:%M:%S}"


def _answer(status: HTTPStatus, words: dict[str, object], headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse(words, status=status, headers={"Cache-Control": "no-store", **(headers or {})})
