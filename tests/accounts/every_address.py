"""Every address that the newsroom answers, from its URL configuration, each with arguments that lead somewhere."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST")
# Wagtail's answers to an address that nobody has, and an error that it raises to be looked at.
NOT_ADDRESSES = {"admin/^.*/$", "admin/test404/", "admin/failwhale/"}
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
_HOME = re.compile(r"/admin/$")
_DOORS = re.compile(r"/(?:sign-in|second-factor|password/forgotten)/")


def patterns() -> Iterator[str]:
    """The pattern of each address: "admin/wire/<int:pk>/"."""
    return (pattern for pattern, _ in views())


def views(resolver: URLResolver | None = None, *, before: str = "") -> Iterator[tuple[str, str]]:
    """Each pattern with the module of the view under it: "broadsheet.wire.views.items"."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, before=here)
        elif isinstance(entry, URLPattern) and here not in NOT_ADDRESSES:
            yield here, _module_of(entry.callback)


def _module_of(view: Any) -> str:
    """Where a view is written, under whatever decorators."""
    while not hasattr(view, "view_class") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    module: str = getattr(view, "view_class", view).__module__
    return module


def address_of(pattern: str, *, arguments: Mapping[tuple[str, str], object]) -> str:
    """
    The address under a pattern.

    `arguments` are by the beginning of a pattern and a name; the longest beginning that fits wins, else it is 1.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        fitting = [key for key in arguments if key[1] == name and pattern.startswith(key[0])]
        return str(arguments[max(fitting, key=lambda key: len(key[0]))]) if fitting else "1"

    return "/" + _ARGUMENT.sub(value, pattern).replace("^", "").replace("$", "").replace("\\", "")


def is_answered(answer: HttpResponseBase) -> bool:
    """
    Whether somebody got what stands there.

    Not those who are refused, sent to sign in or to set up a second factor, or sent home as Wagtail does with those
    who may not; nor those who are told that there is no such thing or no such method.
    """
    if answer.status_code in {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }:
        return False
    place = answer.headers.get("Location", "")
    return not (_HOME.fullmatch(place) or _DOORS.match(place))


def answered_to(client: Client, arguments: Mapping[tuple[str, str], object]) -> set[tuple[str, str]]:
    """The methods and addresses that answer in a browser; what they would have changed is taken back each time."""
    as_it_is = SimpleCookie(client.cookies)
    answered = set()
    for pattern in patterns():
        for method in METHODS:
            client.cookies = SimpleCookie(as_it_is)
            with transaction.atomic():
                answer = client.generic(method, address_of(pattern, arguments=arguments))
                _close(answer)
                transaction.set_rollback(True)
            if is_answered(answer):
                answered.add((method, f"/{pattern}"))
    return answered


def _close(answer: HttpResponseBase) -> None:
    """Close an answer's files and leave the test's connection open, as Django's client does for its own."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)
