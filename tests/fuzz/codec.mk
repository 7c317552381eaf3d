# SPDX-License-Identifier: GPL-3.0-or-later
# The fuzz targets of src/codec.
codec_fuzz = %D%/fuzz_address %D%/fuzz_meta %D%/fuzz_value %D%/fuzz_proof %D%/fuzz_cid %D%/fuzz_payuri
FUZZ_TARGETS += $(codec_fuzz)
tests_fuzz_fuzz_address_SOURCES = %D%/fuzz_address.c
tests_fuzz_fuzz_address_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_address_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_meta_SOURCES = %D%/fuzz_meta.c
tests_fuzz_fuzz_meta_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_meta_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_value_SOURCES = %D%/fuzz_value.c
tests_fuzz_fuzz_value_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_value_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_value_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_SOURCE='"$(abs_top_srcdir)"'
tests_fuzz_fuzz_proof_SOURCES = %D%/fuzz_proof.c
tests_fuzz_fuzz_proof_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_proof_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_cid_SOURCES = %D%/fuzz_cid.c
tests_fuzz_fuzz_cid_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_cid_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_payuri_SOURCES = %D%/fuzz_payuri.c
tests_fuzz_fuzz_payuri_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_payuri_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += %D%/corpus/address %D%/corpus/meta %D%/corpus/value %D%/corpus/proof %D%/corpus/cid %D%/corpus/payuri
