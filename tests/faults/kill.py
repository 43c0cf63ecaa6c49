"""`kill -9` during concurrent uploads: what was answered with success is never lost."""

import hashlib
import http.client
import os
import random
import threading
import time

import kit_path  # noqa: F401  (makes the kit known)
from kit import wire
from kit.distributions import wheel
from kit.index import Index
from kit.report import Report

KILLS = 50
IN_FLIGHT = 200
UPLOADERS = 8
# Enough even if many a kill hits a moment in which few uploads are under way.
MOST_KILLS = 120


class Uploader(threading.Thread):
    """Uploads one version after another to a project of its own until the server is gone."""

    def __init__(self, index, token, number, crowd):
        super().__init__(daemon=True)
        self.index, self.token, self.crowd = index, token, crowd
        self.project = f"crash-{number}"
        self.is_sending = False

    def run(self):
        while not self.crowd.is_over:
            distribution = self.crowd.next_for(self.project)
            try:
                self.is_sending = True
                answer = wire.upload(self.index, self.token, distribution, timeout=10)
            except (OSError, http.client.HTTPException):
                self.crowd.unanswered(self.project, distribution)
                return
            finally:
                self.is_sending = False
            self.crowd.answered(self.project, distribution, answer)


class Crowd:
    """What was uploaded so far: what was answered, and what must be tried again."""

    def __init__(self):
        self.lock = threading.Lock()
        self.accepted = {}
        self.retries = {}
        self.surprises = []
        self.versions = {}
        self.is_over = False
        self.retried = 0

    def next_for(self, project):
        """A retry of what the last crash cut off, or a new version."""
        with self.lock:
            if project in self.retries:
                self.retried += 1
                return self.retries.pop(project)
            self.versions[project] = self.versions.get(project, 0) + 1
            version = f"1.{self.versions[project]}"
        return wheel(project, version, {"noise.bin": os.urandom(random.choice([100, 40_000, 400_000]))})

    def unanswered(self, project, distribution):
        with self.lock:
            self.retries[project] = distribution

    def answered(self, project, distribution, answer):
        with self.lock:
            if answer.status == 200:
                self.accepted[distribution.filename] = (project, distribution.sha256)
            else:
                self.surprises.append(f"{distribution.filename}: {answer}")


def one_kill(index, token, crowd):
    """Uploads in parallel, kills the server at a random moment and starts it again; returns what was in flight."""
    crowd.is_over = False
    uploaders = [Uploader(index, token, number, crowd) for number in range(UPLOADERS)]
    for uploader in uploaders:
        uploader.start()
    time.sleep(random.uniform(0.02, 0.25))
    in_flight = sum(uploader.is_sending for uploader in uploaders)
    index.kill()
    crowd.is_over = True
    for uploader in uploaders:
        uploader.join(30)
    index.start()
    return in_flight


def everything_is_there(index, crowd):
    """Every accepted upload is listed, and every listed file downloads with its hash."""
    listed = {}
    for number in range(UPLOADERS):
        listed |= wire.files(index, f"crash-{number}")
    lost = [name for name in crowd.accepted if name not in listed]
    assert not lost, f"answered with 200 and lost: {lost}"
    connection = http.client.HTTPConnection("127.0.0.1", index.port, timeout=30)
    for name, file in listed.items():
        connection.request("GET", wire.path_of(file["url"], index.url))
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, f"listed and missing: {name}: {answer.status}"
        found = hashlib.sha256(content).hexdigest()
        assert found == file["hashes"]["sha256"], f"listed with another hash: {name}"
        wanted = crowd.accepted.get(name, (None, found))[1]
        assert found == wanted, f"not what was uploaded: {name}"
    connection.close()
    return len(listed)


def survives_kills(index, token, crowd, counts):
    """Kills until both counts are reached, looking after each restart."""
    while counts["kills"] < KILLS or counts["in flight"] < IN_FLIGHT:
        assert counts["kills"] < MOST_KILLS, f"too few uploads in flight: {counts}"
        counts["in flight"] += one_kill(index, token, crowd)
        counts["kills"] += 1
        counts["listed"] = everything_is_there(index, crowd)
        assert not crowd.surprises, crowd.surprises[:3]
        if counts["kills"] % 10 == 0:
            print(f"      {counts}", flush=True)
    return True


def retries_were_accepted(crowd):
    """What a crash cut off is accepted when it is sent again."""
    assert crowd.retried > 0, "no upload was ever cut off"
    assert not crowd.surprises, crowd.surprises[:3]


def main():
    random.seed(int(os.environ.get("FROMAGERIE_SEED", time.time_ns() % 2**32)))
    report = Report("kill -9 during uploads")
    crowd, counts = Crowd(), {"kills": 0, "in flight": 0, "listed": 0}
    with Index() as index:
        token = index.token()
        report.case("every answered upload survives every kill", survives_kills, index, token, crowd, counts)
        report.case("an upload that was cut off is accepted again", retries_were_accepted, crowd)
        # An object cut off in the middle waits for the collector, which touches nothing younger than a day.
        report.case("no file of an upload is left", index.wait_for_no_temporary_file, 20, False)
        report.case("the server is alive", index.is_alive)
    print(
        f"kills: {counts['kills']}, uploads in flight when killed: {counts['in flight']}, "
        f"answered with 200: {len(crowd.accepted)}, sent again: {crowd.retried}, listed at the end: {counts['listed']}"
    )
    report.end()


if __name__ == "__main__":
    main()
