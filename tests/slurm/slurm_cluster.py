# SPDX-License-Identifier: Apache-2.0
"""A real Slurm on virtual hosts: the controller on `n0`, one daemon on each other host."""

import os
import shutil
import time

from virtual_hosts import Hosts, missing as hosts_missing

CONFIGURATION = """\
ClusterName=test
SlurmctldHost=n0({head})
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0,sched_min_interval=0
MpiDefault=pmix
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=10
TCPTimeout=2
MessageTimeout=5
KillWait=3
KillOnBadExit=1
JobRequeue=1
MinJobAge=3600
MailProg=/bin/true
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
TmpFS={folder}/temporary/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
AccountingStorageType=accounting_storage/none
NodeName=n[1-{number}] NodeAddr={subnet}.[1-{number}] CPUs={cpus} RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def missing():
    for tool in ("slurmctld", "slurmd", "sbatch", "munged"):
        if shutil.which(tool) is None:
            return f"there is no {tool}"
    return hosts_missing()


class SlurmCluster(Hosts):
    def __init__(self, number, cpus, folder):
        super().__init__(number, folder)
        self.number, self.cpus = number, cpus
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf")}

    def __enter__(self):
        super().__enter__()
        try:
            self._configure()
            self._start_daemons()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _configure(self):
        munge = self.folder / "munge"
        for path in (munge, self.folder / "state"):
            path.mkdir(mode=0o755)
        for name in self.names:
            for kind in ("spool", "temporary"):
                (self.folder / kind / name).mkdir(parents=True, exist_ok=True)
        (munge / "key").write_bytes(os.urandom(128))
        (munge / "key").chmod(0o600)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            head=self.names["n0"], folder=self.folder, number=self.number, cpus=self.cpus, subnet="10.77.0"))
        # slurmd wants a plugin for control groups even where none is used.
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")

    def _start_daemons(self):
        munge = self.folder / "munge"
        self.run("n0", "munged", f"--key-file={munge}/key", f"--socket={munge}/socket", f"--pid-file={munge}/pid",
                 f"--log-file={munge}/log", f"--seed-file={munge}/seed")
        self.slurm("slurmctld")
        for i in range(1, self.number + 1):
            self.start_node(f"n{i}")
        self.wait(lambda: len(self.idle_nodes()) == self.number, 60, "not all nodes became idle")

    def start_node(self, name):
        self.run(name, "slurmd", "-N", name, env=self.environment)

    def slurm(self, *command, **options):
        """Runs a Slurm command on the head and returns what it said."""
        return self.run("n0", *command, env=self.environment, **options).stdout

    def idle_nodes(self):
        return self.slurm("sinfo", "-h", "-N", "-t", "idle", "-o", "%N").split()

    def wait(self, condition, patience_s, text):
        begun = time.monotonic()
        while not condition():
            if time.monotonic() - begun > patience_s:
                queue = self.slurm("squeue", check=False) + self.slurm("sinfo", "-N", "-l", check=False)
                raise AssertionError(f"{text} within {patience_s} s:\n{queue}")
            time.sleep(0.2)
        return time.monotonic() - begun

    def submit(self, *arguments):
        return self.slurm("sbatch", "--parsable", *arguments).strip()

    def state(self, job):
        for field in self.slurm("scontrol", "-o", "show", "job", job).split():
            if field.startswith("JobState="):
                return field.partition("=")[2]
        raise AssertionError(f"job {job} has no state")

    def await_end(self, job, patience_s=240):
        ended = ("COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY")
        self.wait(lambda: self.state(job) in ended, patience_s, f"job {job} did not end")
        return self.state(job)
