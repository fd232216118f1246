"""
The newspaper of the demo: its sections, people, agencies and topics.

The Port Merrin Courier, the country of Ostrey and everybody in it are invented.
"""

from dataclasses import dataclass
from enum import StrEnum

NAME = "The Port Merrin Courier"
LANGUAGE = "en-GB"
ZONE = "Europe/London"
CONTACT = "newsroom@port-merrin-courier.example"
ACCOUNTS = (
    ("Mastodon", "https://social.port-merrin-courier.example/@courier"),
    ("Bluesky", "https://sky.port-merrin-courier.example/courier"),
)  # of the domains that lead nowhere (RFC 2606)
COPYRIGHT = "The Port Merrin Courier (demo edition of Broadsheet)"


class WireFormat(StrEnum):
    NINJS = "ninjs"
    NEWSML_G2 = "newsml-g2"
    NITF = "nitf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the paper; `path` is its address without slashes at the ends ("world/uk-and-europe")."""

    path: str
    name: str
    description: str

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    slug: str
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """`domain` is what its guids carry; `provider` how its wire files name it in one word."""

    slug: str
    name: str
    provider: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """`media_topic` is the code in the IPTC Media Topics vocabulary, empty for a topic of the newsroom's own."""

    slug: str
    name: str
    media_topic: str = ""


SECTIONS = (
    Section(path="world", name="World", description="News from abroad, from our correspondents and the wires."),
    Section(path="world/uk-and-europe", name="UK and Europe", description="Britain, Ireland and the continent."),
    Section(path="world/asia-and-pacific", name="Asia and Pacific", description="From the Indian Ocean to Polynesia."),
    Section(path="national", name="National", description="News from every province of Ostrey."),
    Section(path="national/port-merrin", name="Port Merrin", description="The capital, street by street."),
    Section(path="politics", name="Politics", description="The Assembly, the parties and the campaign."),
    Section(path="business", name="Business", description="The port, the crown and the companies."),
    Section(path="sport", name="Sport", description="On grass, on the road and on the water."),
    Section(path="sport/football", name="Football", description="The Premier Division and beyond."),
    Section(path="culture", name="Culture", description="Stage, page, picture and sound."),
)

REPORTERS = (
    Reporter(slug="maud-ellery", name="Maud Ellery", about="Reports on the provinces. She grew up on Hestey."),
    Reporter(slug="jonas-thorpe", name="Jonas Thorpe", about="Transport reporter, and a former ferry purser."),
    Reporter(slug="adaeze-whitlock", name="Adaeze Whitlock", about="Political editor. This is her sixth election."),
    Reporter(slug="rory-calder", name="Rory Calder", about="Business reporter, with an eye on the port."),
    Reporter(slug="lena-sorrell", name="Lena Sorrell", about="Writes on energy, money and the central bank."),
    Reporter(
        slug="tom-brannock",
        name="Tom Brannock",
        about="Football writer. He has seen every Rovers home game since 1998.",
    ),
    Reporter(slug="signe-hale", name="Signe Hale", about="Covers sailing, rowing and cycling."),
    Reporter(slug="imogen-prys", name="Imogen Prys", about="Culture editor and theatre critic."),
    Reporter(slug="kofi-ballard", name="Kofi Ballard", about="Writes on art, music and the museums."),
    Reporter(slug="harriet-stroud", name="Harriet Stroud", about="Europe correspondent, based in Rotterdam."),
    Reporter(slug="daniel-maris", name="Daniel Maris", about="Asia and Pacific correspondent, based in Osaka."),
    Reporter(slug="beth-oakes", name="Beth Oakes", about="Science and environment reporter."),
)

AGENCIES = (
    Agency(slug="meridian", name="Meridian Press Agency", provider="MPA", domain="meridianpress.example"),
    Agency(slug="fairlead", name="Fairlead News Service", provider="FNS", domain="fairlead.example"),
)

TOPICS = (
    Topic(slug="ferry-strike", name="Ferry strike"),
    Topic(slug="storm-una", name="Storm Una"),
    Topic(slug="assembly-election", name="Assembly election"),
    Topic(slug="northgate-sale", name="Northgate sale"),
    Topic(slug="kaspar-lind", name="Kaspar Lind"),
    Topic(slug="skarrow-isles", name="Skarrow Isles"),
    Topic(slug="banda-sea-earthquake", name="Banda Sea earthquake"),
    Topic(slug="the-night-boats", name="The Night Boats"),
    Topic(slug="strikes", name="Strikes", media_topic="20000530"),
    Topic(slug="shipping", name="Shipping and ferries", media_topic="20000343"),
    Topic(slug="storms", name="Storms", media_topic="20000158"),
    Topic(slug="weather-warnings", name="Weather warnings", media_topic="20001131"),
    Topic(slug="elections", name="Elections", media_topic="20000574"),
    Topic(slug="campaigns", name="Political campaigns", media_topic="20000580"),
    Topic(slug="takeovers", name="Takeovers", media_topic="20000204"),
    Topic(slug="interest-rates", name="Interest rates", media_topic="20000371"),
    Topic(slug="wind-power", name="Wind power", media_topic="20001211"),
    Topic(slug="fishing-industry", name="Fishing industry", media_topic="20000213"),
    Topic(slug="railways", name="Railways and trams", media_topic="20000340"),
    Topic(slug="retail", name="Shops and retail", media_topic="20000252"),
    Topic(slug="football", name="Football", media_topic="20001065"),
    Topic(slug="cycling", name="Cycling", media_topic="20001333"),
    Topic(slug="sailing", name="Sailing", media_topic="20001038"),
    Topic(slug="rowing", name="Rowing", media_topic="20001026"),
    Topic(slug="cricket", name="Cricket", media_topic="20000888"),
    Topic(slug="tennis", name="Tennis", media_topic="20001085"),
    Topic(slug="theatre", name="Theatre", media_topic="20000029"),
    Topic(slug="painting", name="Painting", media_topic="20000035"),
    Topic(slug="museums", name="Libraries and museums", media_topic="20000043"),
    Topic(slug="classical-music", name="Classical music", media_topic="20000022"),
    Topic(slug="books", name="Books", media_topic="20000013"),
    Topic(slug="film", name="Film", media_topic="20000307"),
    Topic(slug="earthquakes", name="Earthquakes", media_topic="20000153"),
    Topic(slug="volcanoes", name="Volcanoes", media_topic="20000159"),
    Topic(slug="climate", name="Climate change", media_topic="20000418"),
    Topic(slug="conservation", name="Conservation", media_topic="20000420"),
    Topic(slug="heritage", name="Heritage", media_topic="20000044"),
    Topic(slug="hospitals", name="Hospitals", media_topic="20000462"),
    Topic(slug="schools", name="Schools", media_topic="20000400"),
    Topic(slug="treaties", name="Treaties", media_topic="20000641"),
)


def agency_named(slug: str) -> Agency:
    """The agency of that slug. :raises KeyError: if the demo has none of that name"""
    return _AGENCIES[slug]


def topic_named(slug: str) -> Topic:
    """The topic of that slug. :raises KeyError: if the demo has none of that name"""
    return _TOPICS[slug]


def reporter_named(slug: str) -> Reporter:
    """The reporter of that slug. :raises KeyError: if the demo has none of that name"""
    return _REPORTERS[slug]


def wire_format(agency: Agency, section: str) -> WireFormat:
    """How the agency sends copy for a section: Fairlead in NITF, Meridian in NewsML-G2 abroad and ninjs at home."""
    if agency.slug == "fairlead":
        return WireFormat.NITF
    return WireFormat.NEWSML_G2 if section.startswith(("world", "business")) else WireFormat.NINJS


_AGENCIES = {agency.slug: agency for agency in AGENCIES}
_TOPICS = {topic.slug: topic for topic in TOPICS}
_REPORTERS = {reporter.slug: reporter for reporter in REPORTERS}
