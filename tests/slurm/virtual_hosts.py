# SPDX-License-Identifier: Apache-2.0
"""Several hosts on one machine: each has its own network, name, mounts, /tmp and /dev/shm, and shares files and
process numbers with the machine. They are joined by a switch of their own; nothing of the machine's own network is
touched, and nothing outside can be reached from them or reach them. Needs root and iproute2."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

SUBNET = "10.77.0"


def missing():
    """What keeps virtual hosts from being made here; empty when nothing does."""
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    for tool in ("ip", "unshare", "nsenter", "mount"):
        if shutil.which(tool) is None:
            return f"there is no {tool}"
    made = subprocess.run(["unshare", "--net", "--uts", "--mount", "--ipc", "true"], check=False,
                          capture_output=True, text=True)
    return f"namespaces cannot be made: {made.stderr.strip()}" if made.returncode else ""


class Host:
    def __init__(self, name, address, process):
        self.name, self.address, self.process = name, address, process

    def enter(self, *command):
        return ["nsenter", "-t", str(self.process.pid), "-n", "-u", "-m", "-i", f"--wd={os.getcwd()}", "--",
                *map(str, command)]


class Hosts:
    """A switch, a head `n0` and `n1` … `n<number>`; to be used in a `with` statement."""

    def __init__(self, number, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.names = {f"n{i}": f"{SUBNET}.{i or 100}" for i in range(number + 1)}
        self.hosts = {}
        self.switch = None

    def __enter__(self):
        lines = ["127.0.0.1 localhost", *(f"{address} {name}" for name, address in self.names.items())]
        (self.folder / "hosts").write_text("\n".join(lines) + "\n")
        self.switch = self._idle(["unshare", "--net"])
        self._in_switch("ip", "link", "add", "br0", "type", "bridge")
        self._in_switch("ip", "link", "set", "br0", "up")
        for name in self.names:
            self.boot(name)
        return self

    def __exit__(self, *_):
        for name in list(self.hosts):
            self.power_off(name)
        if self.switch:
            self.switch.kill()
            self.switch.wait()

    @staticmethod
    def _idle(prefix, setup="true"):
        """A process that does nothing but hold its namespaces."""
        process = subprocess.Popen([*prefix, "sh", "-c", f"{setup} && echo ready && exec sleep infinity"],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   stdin=subprocess.DEVNULL, start_new_session=True)
        said = process.stdout.readline()
        if said.strip() != "ready":
            raise RuntimeError(f"a virtual host did not start: {said}{process.stdout.read()}")
        return process

    def _in_switch(self, *command, check=True):
        return subprocess.run(["nsenter", "-t", str(self.switch.pid), "-n", "--", *command], check=check,
                              capture_output=not check)

    def boot(self, name):
        """Starts a host, also one that was powered off."""
        address = self.names[name]
        setup = (f"mount -t tmpfs -o size=2g,mode=1777 tmpfs /tmp && mount -t tmpfs -o size=2g,mode=1777 tmpfs /dev/shm"
                 f" && mount --bind {self.folder}/hosts /etc/hosts && hostname {name} && ip link set lo up")
        process = self._idle(["unshare", "--net", "--uts", "--mount", "--ipc"], setup)
        host = Host(name, address, process)
        port = f"p{name}"
        self._in_switch("ip", "link", "del", port, check=False)
        self._in_switch("ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", str(process.pid))
        self._in_switch("ip", "link", "set", port, "master", "br0")
        self._in_switch("ip", "link", "set", port, "up")
        self.hosts[name] = host
        self.run(name, "ip", "addr", "add", f"{address}/24", "dev", "eth0")
        self.run(name, "ip", "link", "set", "eth0", "up")

    def run(self, name, *command, check=True, timeout=60, **options):
        return subprocess.run(self.hosts[name].enter(*command), check=check, timeout=timeout, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)

    def network(self, name):
        """What tells the processes of a host from all others."""
        return os.readlink(f"/proc/{self.hosts[name].process.pid}/ns/net")

    @staticmethod
    def processes_in(network):
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if os.readlink(entry / "ns/net") == network:
                        found.append(int(entry.name))
        return found

    def power_off(self, name):
        network = self.network(name)
        for _ in range(3):  # what a process forked meanwhile goes in the next round
            for pid in self.processes_in(network):
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        host = self.hosts.pop(name)
        host.process.kill()
        host.process.wait()
