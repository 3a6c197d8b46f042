"""Which system calls a student's code may make: filters for the kernel (seccomp), made by libseccomp.

A filter is a list of what is refused; a call that it refuses fails with an error, and nothing is killed. There are two:
one for the whole sandbox, and a stricter one that a process installs in itself before a student's code runs in it
(`grading.confine`).
"""

from __future__ import annotations

import errno
import functools
import socket
import sys
import tempfile

#: Memory that no limit counts, kernels' young corners, other processes, mounts, and what needs rights anyway.
NEVER = """
    memfd_create memfd_secret shmget shmat shmctl msgget semget mq_open
    bpf userfaultfd perf_event_open add_key request_key keyctl
    ptrace process_vm_readv process_vm_writev process_madvise pidfd_open pidfd_getfd kcmp
    mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr
    unshare setns name_to_handle_at open_by_handle_at fanotify_init quotactl acct swapon swapoff reboot
    init_module finit_module delete_module kexec_load kexec_file_load syslog settimeofday clock_settime
""".split()
#: Answered as by a kernel that does not have them: libraries then do without.
UNKNOWN = "clone3 io_uring_setup io_uring_enter io_uring_register".split()
#: What starts a process, or reaches another one.
PROCESSES = "fork vfork".split()
OTHERS = """
    execve execveat kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal
    setpriority ioprio_set sched_setaffinity sched_setscheduler sched_setparam sched_setattr setsid setpgid
""".split()
#: Commands of fcntl by which a file sends signals, to any process: F_SETOWN, F_SETSIG, F_SETOWN_EX.
SIGNALS_OF_FILES = 8, 10, 15
CLONE_THREAD = 0x10000
#: Flags of clone that make a new namespace.
NAMESPACES = 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000


@functools.cache
def why_unfiltered() -> str:
    """Why no system calls are refused on this machine; empty if they are."""
    if not sys.platform.startswith("linux"):
        return "filters of system calls are for Linux"
    try:
        import pyseccomp  # noqa: F401
    except Exception as error:
        return f"libseccomp can't be used ({error})"
    return ""


@functools.cache
def sandbox_filter(*, sockets: bool, processes: bool) -> bytes:
    """The filter of a whole sandbox; empty where there is none (see `why_unfiltered`).

    Parameters
    ----------
    sockets : whether UNIX sockets may be made; others never
    processes : whether new processes may be started
    """
    return _program([*NEVER, *(() if processes else PROCESSES)], sockets=sockets, processes=processes)


@functools.cache
def process_filter() -> bytes:
    """The filter for one process that runs a student's code: no other process comes from it or is reached by it."""
    return _program([*PROCESSES, *OTHERS], sockets=False, processes=False)


def _program(refused, *, sockets, processes):
    if why_unfiltered():
        return b""
    import pyseccomp as seccomp

    no = seccomp.ERRNO(errno.EPERM)
    calls = seccomp.SyscallFilter(seccomp.ALLOW)
    calls.set_attr(seccomp.Attr.ACT_BADARCH, no)  # 32-bit calls on a 64-bit system

    def refuse(action, name, *arguments):
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
        if number != -1:  # a call that this libseccomp does not know
            calls.add_rule(action, number, *arguments)

    for name in refused:
        refuse(no, name)
    for name in UNKNOWN:
        refuse(seccomp.ERRNO(errno.ENOSYS), name)
    for flag in NAMESPACES:
        refuse(no, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
    if not processes:
        refuse(no, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))
        refuse(no, "prlimit64", seccomp.Arg(0, seccomp.NE, 0))
        for command in SIGNALS_OF_FILES:  # of which the kernel takes 32 bits
            refuse(no, "fcntl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    for name in ("socket", "socketpair"):  # with the one error that ZeroMQ, asked for a port, takes for an answer
        refuse(
            seccomp.ERRNO(errno.EOPNOTSUPP), name, *([seccomp.Arg(0, seccomp.NE, socket.AF_UNIX)] if sockets else [])
        )
    with tempfile.TemporaryFile() as file:
        calls.export_bpf(file)
        file.seek(0)
        return file.read()
