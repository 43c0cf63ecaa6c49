"""The peers, each started from its package on a port of this machine."""

import http.client
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "clients"))
from kit import wire
from kit.index import die_with_parent, free_port
from kit.venvs import clean_environment, run, venv

REQUIREMENTS = pathlib.Path(__file__).with_name("requirements")

NGINX = """\
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=1000 inactive=600s;
    open_file_cache_valid 600s;
    gzip_static on;
    gzip_vary on;
    types {{ text/html html; application/vnd.pypi.simple.v1+json json; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map $http_accept $page {{
        default index.html;
        "~simple.v1\\+json" index.json;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        root {folder}/static;
        add_header Vary Accept;
        location ~ ^/simple/[^/]+/$ {{ try_files $uri$page =404; }}
    }}
}}
"""


class Peer:
    """A server process; leaving it ends the process."""

    name = ""
    page = ""

    def __init__(self, folder):
        self.folder = folder / self.name
        self.folder.mkdir()
        self.port = free_port()
        self.process = None

    def __enter__(self):
        self.prepare()
        log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            [str(word) for word in self.words()], stdout=log, stderr=log, cwd=self.folder,
            env=clean_environment(self.folder), preexec_fn=die_with_parent,
        )
        self.wait()
        self.fill()
        return self

    def __exit__(self, *fault):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def prepare(self):
        """What is done before the start."""

    def fill(self):
        """What is done once it answers."""

    def wait(self, seconds=90):
        """Waits until it answers anything at all."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                wire.request(self, "GET", "/", timeout=10)
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not answer: {(self.folder / 'log').read_text()[-2000:]}")


class Nginx(Peer):
    """nginx with our own bytes as static files."""

    name = "nginx"

    def __init__(self, folder, project, pages):
        super().__init__(folder)
        self.page = f"/simple/{project}/"
        self.pages = pages
        self.program = shutil.which("nginx") or "/usr/sbin/nginx"
        shown = subprocess.run([self.program, "-v"], capture_output=True, text=True, check=True).stderr
        self.version = shown.strip().split("/")[-1]

    def prepare(self):
        static = self.folder / "static" / self.page.strip("/")
        static.mkdir(parents=True)
        for kind, (plain, packed) in self.pages.items():
            (static / f"index.{kind}").write_bytes(plain)
            (static / f"index.{kind}.gz").write_bytes(packed)
        # The workers of nginx run as another user and must be able to come this far.
        for folder in (self.folder, self.folder.parent):
            folder.chmod(0o755)
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, port=self.port))

    def words(self):
        return [self.program, "-p", self.folder, "-e", self.folder / "error.log", "-c", self.folder / "nginx.conf"]


class Pypiserver(Peer):
    """pypiserver over a folder of wheels."""

    name = "pypiserver"

    def __init__(self, folder, project, wheels):
        super().__init__(folder)
        self.page = f"/simple/{project}/"
        self.wheels = wheels
        self.programs = venv("pypiserver", REQUIREMENTS)
        self.version = version_of(self.programs, "pypiserver")

    def prepare(self):
        packages = self.folder / "packages"
        packages.mkdir()
        for distribution in self.wheels:
            (packages / distribution.filename).write_bytes(distribution.content)

    def words(self):
        options = ["--interface", "127.0.0.1", "--port", self.port, "--disable-fallback"]
        return [self.programs / "pypi-server", "run", *options, self.folder / "packages"]


class Devpi(Peer):
    """devpi-server with one index of its own, without a mirror."""

    name = "devpi-server"

    def __init__(self, folder, project, wheels):
        super().__init__(folder)
        self.page = f"/bench/main/+simple/{project}/"
        self.wheels = wheels
        self.programs = venv("devpi-server", REQUIREMENTS)
        self.version = version_of(self.programs, "devpi-server")

    def prepare(self):
        words = [self.programs / "devpi-init", "--serverdir", self.folder / "data", "--no-root-pypi"]
        run(words, clean_environment(self.folder), self.folder)

    def words(self):
        options = ["--serverdir", self.folder / "data", "--host", "127.0.0.1", "--port", self.port]
        return [self.programs / "devpi-server", *options]

    def fill(self):
        environment = clean_environment(self.folder)
        devpi = self.programs / "devpi"
        run([devpi, "use", f"http://127.0.0.1:{self.port}"], environment, self.folder)
        run([devpi, "user", "-c", "bench", "password=bench"], environment, self.folder)
        run([devpi, "login", "bench", "--password=bench"], environment, self.folder)
        run([devpi, "index", "-c", "bench/main", "bases=", "volatile=True"], environment, self.folder)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for distribution in self.wheels:
            body = wire.form(wire.upload_fields(distribution), distribution.content, distribution.filename)
            headers = {"Content-Type": f"multipart/form-data; boundary={wire.BOUNDARY}"} | wire.basic("bench", user="bench")
            connection.request("POST", "/bench/main/", body, headers)
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status == 200, (answer.status, text)


def version_of(programs, package):
    """The installed version of a peer."""
    script = f"import importlib.metadata as m; print(m.version({package!r}))"
    return run([programs / "python", "-c", script], clean_environment(programs)).strip()
