"""Signing in as tests do it, and an app that shows codes."""

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from broadsheet.accounts.actions import found_roles, make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role

PASSWORD = "a password of ten"
OTHER = "another, just as long"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def person(name: str, *, role: Role) -> User:
    found_roles()
    return make_person(name, name=name.title(), email=f"{name}@paper.example", password=PASSWORD, role=role)


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What an app shows (RFC 6238): now, or some half minutes ahead."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def with_app(one: User) -> list[str]:
    """Give somebody an app that knows SECRET; gives the recovery codes."""
    TOTP.activate(one, SECRET)
    codes: list[str] = RecoveryCodes.activate(one).generate_codes()
    return codes


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the sign-in form; gives the answer."""
    return client.post("/sign-in/", {"login": name, "password": password, **more})


def signed_in(one: User, *, password: str = PASSWORD, agent: str = FIREFOX, **facts: Any) -> Client:
    """A browser in which somebody has tried to sign in with the password, and with a code where one was asked for."""
    client = Client(headers={"user-agent": agent}, **facts)
    sign_in(client, one.get_username(), password)
    if Authenticator.objects.filter(user=one).exists():
        client.post("/sign-in/code/", {"code": code_of(SECRET)})
    return client


def is_let_in(client: Client) -> bool:
    """Whether the newsroom's home answers."""
    return bool(client.get("/admin/").status_code == 200)


def errors_in(answer: Any) -> list[str]:
    """What a page says went wrong."""
    found = re.findall(
        r'<li class="error">(.*?)</li>|<p class="error-message">\s*(.*?)\s*</p>', answer.content.decode(), re.DOTALL
    )
    return ["".join(words) for words in found]
