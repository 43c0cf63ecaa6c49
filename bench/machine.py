"""The machine and the load generator."""

import os
import platform
import re
import subprocess


def wrk(url, headers, connections, seconds):
    """Runs `wrk` and returns requests per second, the 99th percentile and what went wrong."""
    words = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    text = subprocess.run([*words, url], capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    tail = re.search(r"99%\s+(\S+)", text)
    assert rate and tail, text
    errors = re.findall(r"(?:Socket errors|Non-2xx or 3xx).*", text)
    assert not any(line.startswith("Non-2xx") for line in errors), text
    return {"rate": float(rate[1]), "p99": tail[1]} | ({"errors": errors} if errors else {})


def describe():
    """One line about processor, memory, kernel and system."""
    with open("/proc/cpuinfo") as processors:
        model = next((line.split(":")[1].strip() for line in processors if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with open("/etc/os-release") as release:
        system = re.search(r'PRETTY_NAME="?([^"\n]+)', release.read())
    name = system[1] if system else "Linux"
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, {name}, kernel {platform.release().split('-')[0]}"
