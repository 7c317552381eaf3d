# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of src/codec.
if HAVE_CMOCKA
CODEC_TEST_LIBS = $(COMMON_LIBS) $(CMOCKA_LIBS)
codec_tests = %D%/t_codec_text %D%/t_codec_hash %D%/t_codec_scale %D%/t_codec_meta %D%/t_codec_value %D%/t_codec_trie \
	 %D%/t_codec_header %D%/t_codec_cid %D%/t_codec_pay %D%/t_codec_geo
check_PROGRAMS += $(codec_tests)
TESTS += $(codec_tests)
tests_unit_t_codec_text_SOURCES = %D%/t_codec_text.c tests/shared.h
tests_unit_t_codec_text_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_hash_SOURCES = %D%/t_codec_hash.c tests/shared.h
tests_unit_t_codec_hash_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_scale_SOURCES = %D%/t_codec_scale.c tests/shared.h
tests_unit_t_codec_scale_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_meta_SOURCES = %D%/t_codec_meta.c tests/shared.h
tests_unit_t_codec_meta_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_value_SOURCES = %D%/t_codec_value.c tests/shared.h
tests_unit_t_codec_value_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_trie_SOURCES = %D%/t_codec_trie.c tests/shared.h
tests_unit_t_codec_trie_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_header_SOURCES = %D%/t_codec_header.c tests/shared.h
tests_unit_t_codec_header_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_cid_SOURCES = %D%/t_codec_cid.c tests/shared.h
tests_unit_t_codec_cid_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_pay_SOURCES = %D%/t_codec_pay.c tests/shared.h
tests_unit_t_codec_pay_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_geo_SOURCES = %D%/t_codec_geo.c tests/shared.h
tests_unit_t_codec_geo_LDADD = $(CODEC_TEST_LIBS)
endif
EXTRA_DIST += %D%/codec/metadata_v14.scale %D%/codec/metadata_v15.scale %D%/codec/metadata_v16.scale \
	%D%/codec/polkadot_proof.h %D%/codec_json.h
noinst_PROGRAMS += tests/bench/codec_bench
tests_bench_codec_bench_SOURCES = tests/bench/codec_bench.c
tests_bench_codec_bench_LDADD = $(COMMON_LIBS)
