# SPDX-License-Identifier: GPL-3.0-or-later
libvigie_a_SOURCES += \
	%D%/read.c %D%/read.h %D%/daemon.c %D%/daemon.h %D%/beacon.c %D%/beacon.h %D%/beacon_in.h %D%/beacon_heart.c %D%/beacon_write.c %D%/beacon_fold.c %D%/beacon_fold.h \
	%D%/economy.c %D%/economy.h %D%/event.c %D%/event.h %D%/host.c %D%/host.h %D%/host_in.h %D%/host_disk.c \
	%D%/nightly.c %D%/nightly.h %D%/ssh.c %D%/ssh.h %D%/who.c %D%/who.h %D%/home.c %D%/home.h %D%/reach.c %D%/reach.h
