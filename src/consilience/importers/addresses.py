"""Where platforms answer with the data of a page."""

import re

_PAGES = (
    (r"https?://(?:www\.)?metaculus\.com/(?:questions|c/[^/]+)/(\d+).*", r"https://www.metaculus.com/api/posts/\1/"),
    (r"https?://(?:www\.)?manifold\.markets/(?!api/)[^/]+/([^/?#]+).*", r"https://api.manifold.markets/v0/slug/\1"),
    (r"https?://(?:www\.)?polymarket\.com/event/([^/?#]+).*", r"https://gamma-api.polymarket.com/events?slug=\1"),
    (r"https?://(?:www\.)?polymarket\.com/market/([^/?#]+).*", r"https://gamma-api.polymarket.com/markets?slug=\1"),
    (
        r"https?://(?:www\.)?predictionbook\.com/predictions/(\d+).*",
        r"https://predictionbook.com/api/predictions/\1",
    ),
)


def api_of(page: str) -> str:
    """Turn the address of a page into that of its data; others are left as they are.

    Examples
    --------
    >>> api_of("https://www.metaculus.com/questions/41001/sample/")
    'https://www.metaculus.com/api/posts/41001/'
    >>> api_of("https://api.manifold.markets/v0/market/m1")
    'https://api.manifold.markets/v0/market/m1'
    """
    for pattern, address in _PAGES:
        if re.fullmatch(pattern, page):
            return re.sub(pattern, address, page)
    return page
