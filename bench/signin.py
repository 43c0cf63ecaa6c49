"""Reading one simple page at a fixed rate, while 200 people sign in with right passwords.

The accounts are made by the command line, each with a password. Each signs in once, and an operator confirms
its device in the place of the mail; from then on its right password opens a session, and costs the server
exactly one argon2id hash. The flood is these sign-ins, over and over, on several connections.

Nothing is switched off for it: only wrong passwords count against the limits of sign-ins. Reader and flood
are processes of their own, so that neither waits for the other's interpreter, but they share the machine
with the server.
"""

import argparse
import concurrent.futures
import contextlib
import html
import http.client
import http.cookies
import itertools
import multiprocessing
import pathlib
import re
import socket
import sys
import time
import urllib.parse

import machine
from results import SIGN_IN, write
from simple import JSON, PROJECT, publish

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "clients"))
from kit.distributions import wheel
from kit.index import PASSWORD, Index

ACCOUNTS = 200
CONNECTIONS = 16
FILES = 600
READS_PER_SECOND = 200
ROUNDS = 3
LEAST_HASHES_PER_SECOND = 20
SIGN_IN_PATH = "/account/sign-in/"
DEVICE_PATH = "/account/sign-in/device/"


class Person:
    """One account in one browser: its password and its cookies."""

    def __init__(self, index, number):
        self.port = index.port
        self.name, self.password = f"person-{number}", f"{PASSWORD} {number}"
        self.cookies, self.token = {}, None
        words = ["user", "create", self.name, "--email", f"{self.name}@index.example", "--password-stdin"]
        index.command(*words, given=self.password + "\n")
        with contextlib.closing(connect(self.port)) as connection:
            self.make_device_known(index, connection)

    def make_device_known(self, index, connection):
        """Signs in for the first time, so that the password is enough from now on."""
        page = self.ask(connection, "GET", SIGN_IN_PATH)
        self.token = html.unescape(re.search(r'name="csrf_token" value="([^"]+)"', page)[1])
        form = self.cookies["form"]
        self.post(connection, SIGN_IN_PATH, DEVICE_PATH, username=self.name, password=self.password)
        index.command("user", "confirm-device", self.name)
        self.post(connection, DEVICE_PATH, "/account/", resume="yes")
        # The form of the first page stays good, as in a browser that has it open in another tab.
        self.cookies = {"form": form, "devices": self.cookies["devices"]}

    def sign_in(self, connection):
        """Opens one more session by the password; the session's cookie is left aside."""
        kept = dict(self.cookies)
        self.post(connection, SIGN_IN_PATH, "/account/", username=self.name, password=self.password)
        assert "session" in self.cookies, self.cookies
        self.cookies = kept

    def post(self, connection, path, then, **fields):
        """Sends a form and expects to be led on."""
        self.ask(connection, "POST", path, urllib.parse.urlencode(fields | {"csrf_token": self.token}), then)

    def ask(self, connection, method, path, body=None, then=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, {name: value for name, value in headers.items() if value})
        answer = connection.getresponse()
        text = answer.read().decode()
        location = urllib.parse.urlsplit(answer.getheader("Location", "")).path
        assert (answer.status, location) == ((303, then) if then else (200, "")), (answer.status, location, text[:2000])
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, cookie in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = cookie.value
        return text


def connect(port):
    # The name in Host is that of the public address; other names are refused.
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def people_of(index, count):
    """Makes the accounts and their known devices, and waits until the work that they left behind is done."""
    with concurrent.futures.ThreadPoolExecutor(4) as makers:
        people = list(makers.map(lambda number: Person(index, number), range(count)))
    while any(job["kind"] in ("send_mail", "render_description") for job in index.command("jobs", "list")["waiting"]):
        time.sleep(0.5)
    return people


def flood(people, connections, begun, over, done):
    """The process of the flood: counts the sign-ins that were answered with a session before it was over."""
    counts = [0] * connections

    def sign_in_again_and_again(place):
        with contextlib.closing(connect(people[0].port)) as connection:
            for person in itertools.cycle(people[place::connections]):
                person.sign_in(connection)
                if over.is_set():
                    return
                counts[place] += 1
                begun.set()

    with concurrent.futures.ThreadPoolExecutor(connections) as threads:
        for ended in [threads.submit(sign_in_again_and_again, place) for place in range(connections)]:
            ended.result()
    done.send(sum(counts))


@contextlib.contextmanager
def flooded(people, connections):
    """A flood of sign-ins for as long as the block lasts; yields a list that gets its count and its seconds."""
    begun, over = multiprocessing.Event(), multiprocessing.Event()
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=flood, args=(people, connections, begun, over, sender), daemon=True)
    process.start()
    since = time.monotonic()
    assert begun.wait(60), "nobody could sign in"
    counted = []
    yield counted
    over.set()
    seconds = time.monotonic() - since
    assert receiver.poll(60), "the flood broke down"
    counted += [receiver.recv(), seconds]
    process.join()


def read(port, rate, seconds):
    """Asks for the page at a fixed rate over one connection; the seconds of each answer.

    A request that could not be sent in time because the answer before it was late counts from its own moment.
    """
    lines = [f"GET /simple/{PROJECT}/ HTTP/1.1", f"Host: localhost:{port}"]
    request = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in JSON.items()), "", ""]).encode()
    latencies = []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        first = time.perf_counter()
        for number in range(int(rate * seconds)):
            moment = first + number / rate
            early = moment - time.perf_counter()
            if 0 < early:
                time.sleep(early)
                moment = time.perf_counter()
            connection.sendall(request)
            take_answer(connection)
            latencies.append(time.perf_counter() - moment)
    return latencies


def take_answer(connection):
    received = bytearray()
    while b"\r\n\r\n" not in received:
        received += more(connection)
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), head
    length = int(re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)[1])
    left = length - len(body)
    while 0 < left:
        left -= len(more(connection))


def more(connection):
    chunk = connection.recv(1 << 18)
    assert chunk, "the server hung up"
    return chunk


def percentile(latencies, share):
    """A percentile in milliseconds."""
    return sorted(latencies)[min(int(len(latencies) * share), len(latencies) - 1)] * 1000


def rounds(index, people, options):
    """Reads without and with the flood by turns, so that what else the machine does meets both."""
    quiet, loud, hashes, lasted = [], [], 0, 0.0
    with concurrent.futures.ProcessPoolExecutor(1) as reader:
        reader.submit(read, index.port, READS_PER_SECOND, 1).result()
        for number in range(ROUNDS):
            quiet += reader.submit(read, index.port, READS_PER_SECOND, options.seconds).result()
            with flooded(people, options.connections) as counted:
                loud += reader.submit(read, index.port, READS_PER_SECOND, options.seconds).result()
            hashes, lasted = hashes + counted[0], lasted + counted[1]
            print(f"round {number + 1}: {counted[0]} sign-ins in {counted[1]:.1f} s", flush=True)
    return quiet, loud, hashes, lasted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--dry", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args()
    with Index() as index:
        publish(index, index.token(), [wheel(PROJECT, f"{it // 100}.{it % 100}") for it in range(options.files)])
        begun = time.monotonic()
        people = people_of(index, options.accounts)
        print(f"{len(people)} accounts in {time.monotonic() - begun:.0f} s", flush=True)
        quiet, loud, hashes, lasted = rounds(index, people, options)
    rate, ratio = hashes / lasted, percentile(loud, 0.99) / percentile(quiet, 0.99)
    lines = ["| reads | answers | p50 | p99 | longest |", "|---|---:|---:|---:|---:|"]
    for name, latencies in (("without sign-ins", quiet), ("while people sign in", loud)):
        cells = " | ".join(f"{percentile(latencies, share):.2f} ms" for share in (0.5, 0.99, 1))
        lines.append(f"| {name} | {len(latencies):,} | {cells} |")
    table = "\n".join(lines)
    text = (
        f"The JSON page of a project with {options.files} files, asked for {READS_PER_SECOND} times a second on one connection;\n"
        f"`cargo xtask bench signin`, {ROUNDS} rounds of {options.seconds} s without and {options.seconds} s with the flood, by turns.\n"
        f"The flood: {options.accounts} accounts sign in with right passwords on {options.connections} connections, again and again;\n"
        "each sign-in is one argon2id hash and one new session. Server, reader and flood share one machine.\n\n"
        f"{table}\n\n"
        f"p99 with the flood ÷ p99 without: **{ratio:.2f}** (aim: at most 2).\n"
        f"Hashes done: {hashes:,} in {lasted:.0f} s, **{rate:.0f} a second** (at least {LEAST_HASHES_PER_SECOND}).\n\n"
        "What is left of the difference is what sign-ins do besides hashing (a request, a commit and a session each) on\n"
        "the processor that the reads share with the flood's own process; hashing has the other one (ADR 13).\n\n"
        f"Machine: {machine.describe()}.\n"
    )
    if not options.dry:
        write(SIGN_IN, text)
    print(f"\n{text}")
    assert LEAST_HASHES_PER_SECOND <= rate, "too few hashes: what was read beside them shows nothing"


if __name__ == "__main__":
    main()
