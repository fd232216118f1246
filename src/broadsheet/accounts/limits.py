"""How often somebody may try, as allauth takes it, and how long one who tried too often has to wait."""

from django.utils.translation import ngettext

# "10/5m/key" is ten in five minutes for one name or address typed, whoever types it; ip is the client's address.
RATES = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,10/5m/key",  # at most 2,880 guesses a day at one name, from however many addresses
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/h/ip,3/h/key",  # each is a mail to somebody
    "reset_password_from_key": "20/m/ip",
}
PASSKEY_RATES = {"webauthn_login": "20/m/ip"}  # asking for one is a try too: it writes a session
_OF_ADDRESS = {
    "account_login": "login",
    "account_reauthenticate": "reauthenticate",
    "mfa_reauthenticate": "reauthenticate",
    "mfa_reauthenticate_webauthn": "reauthenticate",
    "account_change_password": "change_password",
    "account_set_password": "change_password",
    "account_reset_password": "reset_password",
    "account_reset_password_from_key": "reset_password_from_key",
    "mfa_login_webauthn": "webauthn_login",
}
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def wait_for(action: str) -> int:
    """The seconds after which one who tried too often may try again at the latest."""
    rates = {**RATES, **PASSKEY_RATES}[action]
    return max(_seconds(rate.split("/")[1]) for rate in rates.split(","))


def wait_at(address: str) -> int:
    """The same by the name of an address; a minute where nothing is known of it."""
    return wait_for(_OF_ADDRESS[address]) if address in _OF_ADDRESS else _SECONDS["m"]


def in_words(seconds: int) -> str:
    """Say "1 minute", "5 minutes" or "1 hour"."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _seconds(duration: str) -> int:
    return int(duration[:-1] or 1) * _SECONDS[duration[-1]]
