# SPDX-License-Identifier: GPL-3.0-or-later
libsandbox_a_SOURCES += \
	%D%/runtime.c %D%/runtime.h %D%/runtime_inside.h %D%/runtime_metadata.c %D%/runtime_skip.c \
	%D%/runtime_types.def %D%/runtime_calls.def %D%/runtime_events.def %D%/runtime_errors.def %D%/runtime_pallets.def \
	%D%/state.c %D%/state.h %D%/state_items.def %D%/records.c %D%/records.h \
	%D%/exec.c %D%/exec.h %D%/balances.c %D%/balances.h %D%/ud.c %D%/ud.h %D%/wot.c %D%/wot.h %D%/distance.h %D%/identity.c \
	%D%/identity.h \
	%D%/distance.c %D%/calls.c %D%/calls.h %D%/signature.c %D%/signature.h %D%/extrinsic.c %D%/extrinsic.h \
	%D%/headers.c %D%/headers.h %D%/genesis.c %D%/chain.c %D%/chain_make.c %D%/chain_look.c %D%/chain.h %D%/chain_inside.h %D%/advance.c \
	%D%/pool.c %D%/pool.h \
	%D%/rpc.c %D%/rpc.h %D%/rpc_inside.h %D%/rpc_chain.c %D%/rpc_state.c %D%/rpc_call.c %D%/rpc_system.c %D%/rpc_subs.c \
	%D%/node.c %D%/node.h %D%/mirror.c %D%/mirror.h \
	%D%/store.c %D%/store.h %D%/village.c %D%/village.h
