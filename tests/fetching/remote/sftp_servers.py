"""An SFTP server on loopback, by asyncssh over a folder."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from fetching.remote.ftp_servers import PASSWORD, USER


@dataclass(frozen=True, slots=True, kw_only=True)
class Sftp:
    port: int
    fingerprint: str


class _Door(asyncssh.SSHServer):
    def __init__(self, guests: list[asyncssh.SSHKey], visits: list[asyncssh.SSHServerConnection]) -> None:
        self.visits = visits
        self.guests = [key.convert_to_public().export_public_key() for key in guests]

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.visits.append(conn)

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
        return key.export_public_key() in self.guests


@contextmanager
def sftp_over(
    folder: Path, *, guests: list[asyncssh.SSHKey] | None = None, kind: type[asyncssh.SFTPServer] = asyncssh.SFTPServer
) -> Iterator[Sftp]:
    """Serve a folder as the server's root; gives port and host key fingerprint."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    visits: list[asyncssh.SSHServerConnection] = []
    loop = asyncio.new_event_loop()

    async def start() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[key],
            server_factory=lambda: _Door(guests or [], visits),
            sftp_factory=lambda channel: kind(channel, chroot=str(folder).encode()),
        )

    acceptor = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def end() -> None:
        acceptor.close()
        await acceptor.wait_closed()
        await asyncio.sleep(0.01)  # whoever was accepted last arrives
        for visit in visits:
            visit.abort()
            await visit.wait_closed()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.01)  # transports close themselves in the loop's next turns

    try:
        yield Sftp(port=acceptor.get_port(), fingerprint=key.get_fingerprint())
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
