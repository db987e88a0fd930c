"""Runs a program under what systemd's RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 does: no other socket, AF_NETLINK least of all."""
import errno
import os
import sys

import seccomp

AF_INET6 = 10
ALLOWED = (1, 2, AF_INET6)

rules = seccomp.SyscallFilter(defaction=seccomp.ALLOW)
refused = seccomp.ERRNO(errno.EAFNOSUPPORT)
for family in range(AF_INET6):
    if family not in ALLOWED:
        rules.add_rule(refused, "socket", seccomp.Arg(0, seccomp.EQ, family))
rules.add_rule(refused, "socket", seccomp.Arg(0, seccomp.GT, AF_INET6))
rules.load()
os.execv(sys.argv[1], sys.argv[1:])
