# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
check_PROGRAMS += %D%/t_codec_text %D%/t_codec_hash %D%/t_codec_scale \
	%D%/t_codec_meta %D%/t_codec_value
TESTS += %D%/t_codec_text %D%/t_codec_hash %D%/t_codec_scale \
	%D%/t_codec_meta %D%/t_codec_value
CODEC_TEST_LIBS = libcommon.a $(COMMON_LIBS) $(CMOCKA_LIBS)
tests_unit_t_codec_text_SOURCES = %D%/t_codec_text.c tests/shared.h
tests_unit_t_codec_text_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_hash_SOURCES = %D%/t_codec_hash.c tests/shared.h
tests_unit_t_codec_hash_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_scale_SOURCES = %D%/t_codec_scale.c
tests_unit_t_codec_scale_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_meta_SOURCES = %D%/t_codec_meta.c tests/shared.h
tests_unit_t_codec_meta_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_value_SOURCES = %D%/t_codec_value.c tests/shared.h
tests_unit_t_codec_value_LDADD = $(CODEC_TEST_LIBS)
endif
EXTRA_DIST += %D%/codec/metadata_v14.scale %D%/codec/metadata_v15.scale %D%/codec/metadata_v16.scale
