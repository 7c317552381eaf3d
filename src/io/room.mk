# SPDX-License-Identifier: GPL-3.0-or-later
libcommon_a_SOURCES += %D%/loop.c %D%/loop.h %D%/loop_curl.h
