"""What stands before every page: who asks, from where, with how much.

In this order: the Host header (DNS rebinding); the key in the address, exchanged for a cookie and
redirected away; the cookie; where a request comes from (Fetch Metadata, Origin); a form's size,
its time and its token. A refusal is a line, on a page of its own for a browser that would show it,
and no page of ours has run before it.

The headers let a page load what is ours and nothing else: no inline script or style, no frame, no
image of a source's (Content Security Policy Level 3). Referrer-Policy is "same-origin" rather than
"no-referrer", with which browsers send "Origin: null" along with our own forms (Fetch §3.1).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Mapping
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.web.site import Site

MOST_BODY = 1_000_000  # bytes of a form: an entry's text is a few thousand
MOST_FIELDS = 50
SEND_SECONDS = 30.0  # for a client to take what is ready

_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{what}-src 'self'" for what in ("style", "script", "img", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


_NO_KEY = (
    "open the address with the key that tracker serve printed; the key is new at each start, "
    "unless you start it with --keep-key"
)


class Guard:
    """Lets through to ``app`` what may pass; a form is then in ``scope["form"]``."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return
        guarded = _guarded(send)
        headers = Headers(scope=scope)
        try:
            answer = self._answer(scope, headers)
            if answer is None and scope["method"] == "POST":
                scope["form"] = await self._form(headers, receive)
        except RefusedError as error:
            answer = _refused(error, headers.get("accept", ""))
        await (answer or self._app)(scope, receive, guarded)

    def _answer(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to who brings the key, None for what may pass. Raises RefusedError."""
        site = self._site
        if not site.answers_to(headers.get("host", "")):
            advice = "open the address that tracker serve printed, or name this one: --allow-host"
            raise RefusedError(421, f"this is not a name of this page; {advice}")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            raise RefusedError(405, "a page is read (GET), and a form sent (POST)")
        if scope["path"] == "/enter":
            return self._enter(scope)
        if not site.has_cookie(_cookies(headers).get(site.cookie_name, "")):
            raise RefusedError(403, _NO_KEY)
        if not _is_own(scope["method"], headers):
            raise RefusedError(403, "another site asked for this, and it is yours alone")
        return None

    def _enter(self, scope: Scope) -> Response:
        """The key for the cookie, and away from the address that holds it. Raises RefusedError."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if scope["method"] != "GET" or not self._site.has_key(query.get("key", [""])[0]):
            raise RefusedError(403, "this is not the key of this run; tracker serve printed it")
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            self._site.cookie_name,
            self._site.cookie,
            max_age=90 * 86_400,
            path="/",
            httponly=True,
            samesite="lax",
        )
        return answer

    async def _form(self, headers: Headers, receive: Receive) -> Mapping[str, str]:
        """The form's fields. Raises RefusedError."""
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise RefusedError(415, "a form is sent as application/x-www-form-urlencoded")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MOST_BODY:
            raise RefusedError(413, f"a form has at most {MOST_BODY:,} bytes")
        try:
            async with asyncio.timeout(self._site.patience_seconds):
                body = await _body(receive)
        except TimeoutError:
            raise RefusedError(408, "the form did not arrive in time") from None
        try:
            fields = parse_qs(
                body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS
            )
        except ValueError:
            raise RefusedError(400, "this form cannot be read") from None
        if not self._site.has_token(fields.get("token", [""])[-1]):
            raise RefusedError(403, "this form is of an earlier run; load the page again")
        return {name: values[-1] for name, values in fields.items()}


class RefusedError(Exception):
    """A form that goes no further, with the status of the answer."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie")).items()}
    except CookieError:
        return {}


def _is_own(method: str, headers: Headers) -> bool:
    """Whether a page of ours asked, or the user themselves.

    Another site may lead here by a link, and do nothing else. A browser names the origin of every
    form that is sent, and says of all else where it was asked from.
    """
    origin = headers.get("origin")
    is_ours = origin is not None and _netloc(origin) == headers.get("host", "").lower()
    if not is_ours and (method == "POST" or origin is not None):
        return False
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return True
    return method != "POST" and headers.get("sec-fetch-mode") == "navigate"


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "the form ended too early")
        body.extend(message.get("body", b""))
        if len(body) > MOST_BODY:
            raise RefusedError(413, f"a form has at most {MOST_BODY:,} bytes")
        if not message.get("more_body"):
            return bytes(body)


def _refused(error: RefusedError, accept: str) -> Response:
    """A line for who asks for a part of a page, a page for who would look at one."""
    message = str(error)
    if "text/html" not in accept:
        return PlainTextResponse(f"tracker: {message}\n", status_code=error.status)
    sentence = f"{message[:1].upper()}{message[1:]}."
    page = _PAGE.format(style=_STYLE, sentence=escape(sentence))
    return HTMLResponse(
        page, status_code=error.status, headers={"Content-Security-Policy": _PAGE_POLICY}
    )


_STYLE = "main{max-width:32rem;margin:18vh auto;padding:0 1rem;font:1.0625rem/1.55 system-ui}"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not shown · tracker</title><style>{style}</style></head>
<body><main><h1>Not shown</h1><p>{sentence}</p></main></body></html>
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        async with asyncio.timeout(SEND_SECONDS):
            await send(message)

    return guarded
