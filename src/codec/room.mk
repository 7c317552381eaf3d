# SPDX-License-Identifier: GPL-3.0-or-later
libcommon_a_SOURCES += \
	%D%/hex.c %D%/hex.h %D%/radix.c %D%/radix.h %D%/base58.c %D%/base58.h %D%/bech32.c %D%/bech32.h \
	%D%/nip19.c %D%/nip19.h %D%/ss58.c %D%/ss58.h %D%/address.c %D%/address.h %D%/hash.c %D%/hash.h \
	%D%/scale.c %D%/scale.h %D%/pack.c %D%/pack.h %D%/wide.c %D%/wide.h \
	%D%/metaword.c %D%/metaword.h %D%/registry.c %D%/registry.h %D%/meta.c %D%/meta.h %D%/shape.c %D%/shape.h \
	%D%/value.c %D%/value.h %D%/encode.c %D%/encode.h %D%/storekey.c %D%/storekey.h %D%/layout.c %D%/layout.h \
	%D%/trienode.c %D%/trienode.h %D%/trie.c %D%/trie.h %D%/trie_walk.c %D%/proof.c %D%/proof.h %D%/header.c %D%/header.h \
	%D%/varint.c %D%/varint.h %D%/base32.c %D%/base32.h %D%/fives.h %D%/cid.c %D%/cid.h %D%/peerid.c %D%/peerid.h \
	%D%/dagpb.c %D%/dagpb.h %D%/unixfs.c %D%/unixfs.h \
	%D%/decimal.c %D%/decimal.h %D%/geohash.c %D%/geohash.h %D%/cell.c %D%/cell.h \
	%D%/amount.c %D%/amount.h %D%/payuri.c %D%/payuri.h
