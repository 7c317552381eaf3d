# SPDX-License-Identifier: GPL-3.0-or-later
libsandbox_a_SOURCES += %D%/swarm.c %D%/swarm.h
