"""Whom a page must name after "Source: "."""

from broadsheet.formats.wording import DASHES, one_line

# Codes of the IPTC provider vocabulary (cv.iptc.org/newscodes/newsprovider) and the names that agencies' own feeds use.
_AGENCIES = {
    "aap": "Australian Associated Press",
    "adnkronos": "Adnkronos",
    "afp": "Agence France-Presse",
    "ana": "Athens News Agency",
    "anp": "ANP",
    "ansa": "ANSA",
    "ap": "Associated Press",
    "apa": "Austria Presse Agentur",
    "belga": "Belga",
    "bloomberg": "Bloomberg",
    "cp": "The Canadian Press",
    "dpa": "Deutsche Presse-Agentur",
    "efe": "Agencia EFE",
    "keystone-sda": "Keystone-SDA",
    "kyodo": "Kyodo News",
    "ntb": "NTB",
    "pa": "PA Media",
    "pti": "Press Trust of India",
    "reuters": "Reuters",
    "ritzau": "Ritzau",
    "rtr": "Reuters",
    "rtrs": "Reuters",
    "stt": "STT",
    "thomson reuters": "Reuters",
    "tt": "TT",
    "upi": "United Press International",
    "xinhua": "Xinhua",
}
_DOMAIN_ENDINGS = (".com", ".org", ".net", ".dk", ".de", ".it", ".fi", ".se", ".no")
# AP asks for its full name. What other agencies print as a short name ("dpa", "AFP") is their own custom.
_SPELLED_OUT = {
    "ap": "Associated Press",
    "associated press": "Associated Press",
    "the associated press": "Associated Press",
    "reuters": "Reuters",
}


def agency_of_code(code: str | None) -> str:
    """The name behind a provider's code, literal or domain ("nprov:AP", "reuters.com"); the code itself if unknown."""
    bare = one_line(code)
    bare = bare.rpartition(":")[2] if "://" not in bare else bare.rstrip("/").rpartition("/")[2]
    key = bare.casefold().removeprefix("www.")
    for ending in _DOMAIN_ENDINGS:
        key = key.removesuffix(ending)
    return _AGENCIES.get(key, bare)


def credit_line(text: str | None) -> str:
    """A credit as the wire words it, without stray dashes; AP's letters become its name."""
    line = one_line(text).strip(DASHES + "/")
    return _SPELLED_OUT.get(line.casefold(), line)


def first_credit(lines: list[str]) -> str:
    """The first line that names somebody."""
    return next((line for line in lines if line), "")
