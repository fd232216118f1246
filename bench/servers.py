"""Servers on one core, load on the other: the edge, nginx beside it, and wrk."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import httpx

SERVER_CORE, LOAD_CORE = "0", "1"
_READY_WITHIN = 15.0  # seconds
_CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What wrk saw in one round."""

    rate: float  # answers a second
    p99: float  # milliseconds
    errors: int
    cpu: float  # microseconds of the server's processor time an answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def edge_server(home: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """An edge with one worker on the server's core; its port and process."""
    port = free_port()
    environment = {**os.environ, "BROADSHEET_HOME": str(home), "BROADSHEET_EDGE_STATUS_PORT": "0"}
    command = ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "broadsheet", "edge", "--port", str(port)]
    with _running(command, port=port, environment=environment) as process:
        yield port, process


@contextmanager
def nginx_server(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """An nginx with one worker on the server's core, over `folder/www`; its port and process."""
    port = free_port()
    # Debian's own settings (sendfile, tcp_nopush), no log, and connections kept as long as the edge keeps its own.
    configuration = f"""
        worker_processes 1;
        daemon off;
        pid {folder}/nginx.pid;
        error_log {folder}/nginx.log;
        events {{ worker_connections 1024; }}
        http {{
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          gzip_static on;
          types {{ text/html html; }}
          {_places(folder)}
          server {{ listen 127.0.0.1:{port}; root {folder}/www; index index.html; }}
        }}
    """
    command = ["taskset", "-c", SERVER_CORE, *_nginx(folder, configuration)]
    with _running(command, port=port, environment=os.environ) as process:
        yield port, process


@contextmanager
def proxy_with_tls(folder: Path, *, port: int, to: int) -> Iterator[None]:
    """What stands before an edge on the web: HTTP/2 over TLS at https://localhost:`port`, its certificate its own."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out",
         str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    configuration = f"""
        worker_processes 1;
        daemon off;
        pid {folder}/nginx.pid;
        error_log {folder}/nginx.log;
        events {{ worker_connections 256; }}
        http {{
          access_log off;
          {_places(folder)}
          upstream edge {{ server 127.0.0.1:{to}; keepalive 16; }}
          server {{
            listen 127.0.0.1:{port} ssl http2;
            ssl_certificate {certificate};
            ssl_certificate_key {key};
            location / {{
              proxy_pass http://edge;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $http_host;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Proto https;
            }}
          }}
        }}
    """
    with _running(_nginx(folder, configuration), port=port, environment=os.environ):
        yield


def _nginx(folder: Path, configuration: str) -> list[str]:
    """The command that runs an nginx by that configuration."""
    path = folder / "nginx.conf"
    path.write_text(dedent(configuration))
    return ["nginx", "-e", f"{folder}/nginx.log", "-c", str(path)]


def _places(folder: Path) -> str:
    """Where nginx may write without being root."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def load(
    script: str, *, port: int, process: subprocess.Popen[bytes], seconds: int, connections: int, folder: Path
) -> Load:
    """One round of wrk with that Lua script."""
    path = folder / "load.lua"
    path.write_text(script + _REPORT)
    before = cpu_seconds(process.pid)
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(path)]
    result = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True, timeout=seconds + 30
    )
    used = cpu_seconds(process.pid) - before
    found = re.search(r"report (\d+) (\d+) (\d+) (\d+)", result.stdout)
    assert found, result.stdout
    answers, microseconds, p99, errors = map(int, found.groups())
    return Load(
        rate=answers / microseconds * 1e6, p99=p99 / 1000, errors=errors, cpu=used / answers * 1e6 if answers else 0.0
    )


_REPORT = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("report %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@contextmanager
def _running(command: list[str], *, port: int, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, f"{process.args} ended at once"
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{process.args} does not answer")


def cpu_seconds(pid: int) -> float:
    """Processor time of the process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_ticks(int(one)) for one in (pid, *children)) / _CLOCK_TICKS


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
