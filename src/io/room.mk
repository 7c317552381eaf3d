# SPDX-License-Identifier: GPL-3.0-or-later
libcommon_a_SOURCES += \
	%D%/loop.c %D%/loop.h %D%/loop_curl.h %D%/trace.h \
	%D%/net.c %D%/net.h %D%/net_easy.h %D%/net_err.c \
	%D%/http.c %D%/http.h %D%/http_body.c %D%/http_req.h \
	%D%/line.c %D%/line.h %D%/ws.c %D%/ws.h %D%/ws_wire.c %D%/ws_wire.h \
	%D%/jread.c %D%/jread.h %D%/jlist.c %D%/jlist.h %D%/rpc.c %D%/rpc.h %D%/rpc_in.h %D%/rpc_sub.c %D%/graphql.c %D%/graphql.h
libcommon_a_SOURCES += \
	%D%/work.c %D%/work.h %D%/lock.c %D%/lock.h %D%/run.c %D%/run.h \
	%D%/db.c %D%/db.h %D%/mirror.c %D%/mirror.h %D%/outbox.c %D%/outbox.h
