"""Press releases from an IMAP mailbox."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from broadsheet.contracts.fetching import Fetched, FetchError, FetchOrder
from broadsheet.fetching.addresses import Allowed, read_allowed
from broadsheet.fetching.mailbox import MailboxFetcher, session
from broadsheet.fetching.mailbox.boxes import quoted
from broadsheet.fetching.patience import never
from fetching.certificates import Certificate, make_certificate
from fetching.mailbox.imap_server import PASSWORD, TOKEN, USER, SmallImap

HERE = read_allowed(["127.0.0.1"])
TODAY = datetime(2026, 6, 3, 12, tzinfo=UTC)
FETCHER = MailboxFetcher(allowed=HERE, seconds=60, clock=lambda: TODAY)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def mail(certificate: Certificate) -> Iterator[SmallImap]:
    with SmallImap(certificate.context()) as server:
        yield server


@pytest.fixture
def order(mail: SmallImap, certificate: Certificate) -> FetchOrder:
    return order_for(mail, certificate)


def order_for(
    mail: SmallImap,
    certificate: Certificate,
    *,
    secret: str = PASSWORD,
    cursor: str = "",
    scheme: str = "imaps",
    folder: str = "",
    **options: str,
) -> FetchOrder:
    return FetchOrder(
        address=f"{scheme}://127.0.0.1:{mail.port}/{folder}",
        user=USER,
        secret=secret,
        cursor=cursor,
        options={"fingerprint": certificate.fingerprint, **options},
    )


def names(fetched: Fetched) -> list[str]:
    return [document.name for document in fetched.documents]


def test_messages_come_oldest_first_as_they_stand_and_once(
    mail: SmallImap, order: FetchOrder, certificate: Certificate
) -> None:
    mail.add(9, b"Subject: second\r\n\r\n{12}\r\n)\r\n")
    mail.add(4, b"Subject: first\r\n\r\n")

    first = FETCHER.fetch(order, stop=never)
    mail.add(10)
    second = FETCHER.fetch(order_for(mail, certificate, cursor=first.cursor), stop=never)
    third = FETCHER.fetch(order_for(mail, certificate, cursor=second.cursor), stop=never)

    assert [document.data for document in first.documents] == [
        b"Subject: first\r\n\r\n",
        b"Subject: second\r\n\r\n{12}\r\n)\r\n",
    ]
    assert names(second) == ["INBOX 10.eml"]
    assert names(third) == []
    assert mail.folders["INBOX"][4].flags == set()


@pytest.mark.parametrize("abilities", ["MOVE UIDPLUS", "UIDPLUS"])
def test_finishing_moves_messages(mail: SmallImap, certificate: Certificate, abilities: str) -> None:
    mail.abilities = abilities
    mail.add(4)
    mail.add(5)
    order = order_for(mail, certificate, after="move", done="Erledigt/Größeres")
    fetched = FETCHER.fetch(order, stop=never)

    FETCHER.finish(order, fetched.documents)

    assert mail.folders["INBOX"] == {}
    assert len(mail.folders["Erledigt/Gr&APYA3w-eres"]) == 2


def test_finishing_marks_deletes_or_leaves(mail: SmallImap, certificate: Certificate) -> None:
    flags = {}
    for uid, after in enumerate(("seen", "leave", "delete"), start=1):
        message = mail.add(uid)
        order = order_for(mail, certificate, after=after, cursor=f"7:{uid - 1}")
        FETCHER.finish(order, FETCHER.fetch(order, stop=never).documents)
        flags[after] = message.flags

    assert flags == {"seen": {"\\Seen"}, "leave": set(), "delete": {"\\Deleted"}}
    assert sorted(mail.folders["INBOX"]) == [1, 2]


def test_without_a_careful_expunge_a_message_is_only_marked(mail: SmallImap, certificate: Certificate) -> None:
    mail.abilities = ""
    mail.add(4)
    order = order_for(mail, certificate, after="delete")

    FETCHER.finish(order, FETCHER.fetch(order, stop=never).documents)

    assert mail.folders["INBOX"][4].flags == {"\\Deleted"}


def test_numbers_given_anew_begin_anew_and_finish_nothing(
    mail: SmallImap, order: FetchOrder, certificate: Certificate
) -> None:
    mail.add(4)
    fetched = FETCHER.fetch(order, stop=never)
    mail.validity = 8
    mail.folders["INBOX"] = {}
    other = mail.add(4, b"Subject: another\r\n\r\n")

    FETCHER.finish(order, fetched.documents)
    again = FETCHER.fetch(order_for(mail, certificate, cursor=fetched.cursor), stop=never)

    assert other.flags == set()
    assert [document.data for document in again.documents] == [b"Subject: another\r\n\r\n"]
    assert again.cursor == "8:4"


@pytest.mark.parametrize("tells_next", [True, False])
def test_a_first_look_passes_old_messages_by_for_ever(
    mail: SmallImap, order: FetchOrder, certificate: Certificate, *, tells_next: bool
) -> None:
    mail.tells_next = tells_next
    for uid in (1, 2, 3):
        mail.add(uid, came=date(2025, 1, uid))

    first = FETCHER.fetch(order, stop=never)
    mail.add(4)
    second = FETCHER.fetch(order_for(mail, certificate, cursor=first.cursor), stop=never)

    assert (names(first), names(second)) == ([], ["INBOX 4.eml"])


def test_all_messages_come_where_the_source_wants_them(mail: SmallImap, certificate: Certificate) -> None:
    mail.add(1, came=date(2020, 1, 1))

    fetched = FETCHER.fetch(order_for(mail, certificate, days="0"), stop=never)

    assert names(fetched) == ["INBOX 1.eml"]


def test_a_full_mailbox_comes_in_batches(mail: SmallImap, order: FetchOrder, certificate: Certificate) -> None:
    for uid in range(1, 61):
        mail.add(uid)

    first = FETCHER.fetch(order, stop=never)
    second = FETCHER.fetch(order_for(mail, certificate, cursor=first.cursor), stop=never)

    assert (len(first.documents), first.is_more) == (50, True)
    assert (len(second.documents), second.is_more) == (10, False)


def test_another_folder_is_read(mail: SmallImap, certificate: Certificate) -> None:
    mail.folders["Press/K&APY-ln"] = mail.folders["INBOX"]
    mail.add(4)

    fetched = FETCHER.fetch(order_for(mail, certificate, folder="Press/K%C3%B6ln"), stop=never)

    assert names(fetched) == ["Press/Köln 4.eml"]


def test_a_message_out_of_proportion_is_passed_by_and_told_of(mail: SmallImap, order: FetchOrder) -> None:
    mail.add(4, claims=10**11)
    mail.add(5)

    fetched = FETCHER.fetch(order, stop=never)

    assert names(fetched) == ["INBOX 5.eml"]
    assert "Message INBOX 4 has 100,000,000,000 bytes" in fetched.troubles[0]


def test_a_token_signs_in(mail: SmallImap, certificate: Certificate) -> None:
    mail.add(4)

    fetched = FETCHER.fetch(order_for(mail, certificate, secret=TOKEN, login="xoauth2"), stop=never)

    assert names(fetched) == ["INBOX 4.eml"]


def test_a_password_of_other_letters_signs_in(mail: SmallImap, certificate: Certificate) -> None:
    mail.add(4)

    fetched = FETCHER.fetch(order_for(mail, certificate, secret="größer"), stop=never)

    assert names(fetched) == ["INBOX 4.eml"]


@pytest.mark.parametrize("login", ["password", "xoauth2"])
def test_a_wrong_password_is_said(mail: SmallImap, certificate: Certificate, login: str) -> None:
    with pytest.raises(FetchError, match="does not let this source in"):
        FETCHER.fetch(order_for(mail, certificate, secret="wrong", login=login), stop=never)


def test_a_folder_that_is_not_there_is_said(mail: SmallImap, certificate: Certificate) -> None:
    with pytest.raises(FetchError, match="does not open the folder in Nowhere"):
        FETCHER.fetch(order_for(mail, certificate, folder="Nowhere"), stop=never)


def test_starttls_encrypts_before_the_password(certificate: Certificate) -> None:
    with SmallImap(certificate.context(), is_tls_at_once=False) as mail:
        mail.add(4)

        fetched = FETCHER.fetch(order_for(mail, certificate, scheme="imap"), stop=never)

    assert names(fetched) == ["INBOX 4.eml"]
    assert [word.split()[0] for word in mail.said[:3]] == ["CAPABILITY", "STARTTLS", "CAPABILITY"]


def test_no_password_is_sent_where_there_is_no_tls(certificate: Certificate) -> None:
    with (
        SmallImap(certificate.context(), is_tls_at_once=False, offers_starttls=False) as mail,
        pytest.raises(FetchError, match="offers no encryption"),
    ):
        FETCHER.fetch(order_for(mail, certificate, scheme="imap"), stop=never)

    assert [word for word in mail.said if word.startswith(("LOGIN", "AUTH"))] == []


def test_no_password_is_sent_to_another_certificate(mail: SmallImap, certificate: Certificate) -> None:
    with pytest.raises(FetchError, match="cannot be trusted"):
        FETCHER.fetch(order_for(mail, certificate, fingerprint=""), stop=never)
    with pytest.raises(FetchError, match=certificate.fingerprint):
        FETCHER.fetch(order_for(mail, certificate, fingerprint="AB:" * 31 + "AB"), stop=never)

    assert mail.said == []


def test_nothing_but_allowed_addresses_is_reached(mail: SmallImap, order: FetchOrder) -> None:
    with pytest.raises(FetchError, match="a loopback address"):
        MailboxFetcher(allowed=Allowed()).fetch(order, stop=never)


def test_a_server_that_drips_is_cut_off_and_what_came_before_is_kept(mail: SmallImap, order: FetchOrder) -> None:
    mail.add(4)
    mail.drips, mail.literal = True, 10_000

    with pytest.raises(FetchError, match=r"did not answer whole within 0\.5 seconds"):
        MailboxFetcher(allowed=HERE, seconds=0.5, clock=lambda: TODAY).fetch(order, stop=never)


def test_a_server_that_says_nothing_is_cut_off_at_the_deadline(mail: SmallImap, order: FetchOrder) -> None:
    mail.is_mute = True

    with pytest.raises(FetchError, match=r"0\.4 seconds"):
        MailboxFetcher(allowed=HERE, seconds=0.4).fetch(order, stop=never)


def test_a_length_out_of_proportion_is_not_waited_for(mail: SmallImap, order: FetchOrder) -> None:
    mail.add(4)
    mail.literal = 10**12

    with pytest.raises(FetchError, match="announces 1,000,000,000,000 bytes at once"):
        FETCHER.fetch(order, stop=never)


def test_chatter_without_end_is_cut_off(mail: SmallImap, order: FetchOrder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_MOST_BYTES", 2_000_000)
    mail.add(4)
    mail.chatter = b"* OK [ALERT] " + b"x" * 900_000 + b"\r\n"
    mail.chatter *= 5

    with pytest.raises(FetchError, match="answers without end"):
        FETCHER.fetch(order, stop=never)


def test_a_message_that_is_not_to_be_had_is_passed_by_at_the_third_look(
    mail: SmallImap, certificate: Certificate
) -> None:
    mail.add(4)
    mail.add(5)
    mail.mixes_up = True
    looks: list[Fetched] = []

    for _ in range(3):
        cursor = looks[-1].cursor if looks else ""
        looks.append(FETCHER.fetch(order_for(mail, certificate, cursor=cursor), stop=never))

    assert [names(look) for look in looks] == [["INBOX 4.eml"], [], []]
    assert [look.cursor for look in looks] == ["7:4:1", "7:4:2", "7:5"]
    assert [look.is_more for look in looks] == [False, False, False]
    assert "gave another message" in looks[0].troubles[0]
    assert "passed by after 3 tries" in looks[2].troubles[0]


def test_stopping_ends_a_look_at_once_and_keeps_the_cursor(mail: SmallImap, certificate: Certificate) -> None:
    mail.is_mute = True
    asked = iter(range(1_000))

    fetched = FETCHER.fetch(order_for(mail, certificate, cursor="7:3"), stop=lambda: next(asked) > 3)

    assert fetched == Fetched(cursor="7:3")


@pytest.mark.parametrize(
    ("name", "line"),
    [("INBOX", '"INBOX"'), ("R&D", '"R&-D"'), ('a"b\\c', r'"a\"b\\c"'), ("台北/日本語", '"&U,BTFw-/&ZeVnLIqe-"')],
)
def test_folder_names_go_out_in_modified_utf_7(name: str, line: str) -> None:
    assert quoted(name) == line  # the last from RFC 3501, section 5.1.3


@pytest.mark.parametrize(
    ("address", "options", "said"),
    [
        ("https://example.com/", {}, "no address of a mailbox"),
        ("imaps://me:word@example.com/", {}, "holds a password"),
        ("imaps://example.com/", {"after": "burn"}, "seen, leave, move, delete"),
        ("imaps://example.com/", {"days": "many"}, "number of days"),
        ("imaps://example.com/", {"login": "kerberos"}, "password, xoauth2"),
        ("imaps://example.com/", {"folder": "x"}, "no setting 'folder'"),
    ],
)
def test_settings_that_cannot_be_used_are_named(address: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(FetchError, match=said):
        FETCHER.fetch(FetchOrder(address=address, options=options), stop=never)
