"""What the web chat lets a browser do, and which requests it refuses."""

from urllib.parse import urlsplit

from aiohttp import hdrs, web

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Give every response the strict headers, unless its page has set its own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def same_site(request: web.Request) -> bool:
    """True if a page of this very host sent the request.

    Browsers name the relation in Sec-Fetch-Site, older ones and plain http only the origin. A
    request with neither is refused: no page of ours sends one.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return site == "same-origin"
    return urlsplit(origin).netloc == request.host


def check(request: web.Request, content_type: str) -> None:
    """Raise HTTPForbidden for a post of another site, HTTPUnsupportedMediaType for a form's."""
    if not same_site(request):
        raise web.HTTPForbidden(text="This page may only be used from its own address.")
    if request.content_type != content_type:
        raise web.HTTPUnsupportedMediaType(text=f"Send {content_type}.")
