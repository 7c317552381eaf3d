# SPDX-License-Identifier: GPL-3.0-or-later
libsandbox_a_SOURCES += \
	%D%/swarm.c %D%/swarm.h %D%/station.c %D%/station.h %D%/inside.h %D%/words.h %D%/home.h %D%/upassport.h %D%/card.c \
	%D%/heartbox.c %D%/economy.c %D%/beacon.c \
	%D%/ssh.c %D%/nightly.c %D%/home.c %D%/upassport.c %D%/upassport_money.c %D%/upassport_geo.c
