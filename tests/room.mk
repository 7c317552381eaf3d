# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += %D%/layers.sh %D%/run-one %D%/packages.sh %D%/dist.sh %D%/fuzz/brief.sh %D%/interop/run.sh
TESTS += %D%/layers.sh
include %D%/unit/base.mk
include %D%/unit/widget.mk

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/t_codec_text tests/unit/t_codec_hash tests/unit/t_codec_scale \
	tests/unit/t_codec_meta
TESTS += tests/unit/t_codec_text tests/unit/t_codec_hash tests/unit/t_codec_scale \
	tests/unit/t_codec_meta
CODEC_TEST_LIBS = libcommon.a $(COMMON_LIBS) $(CMOCKA_LIBS)
tests_unit_t_codec_text_SOURCES = tests/unit/t_codec_text.c tests/shared.h
tests_unit_t_codec_text_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_hash_SOURCES = tests/unit/t_codec_hash.c tests/shared.h
tests_unit_t_codec_hash_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_scale_SOURCES = tests/unit/t_codec_scale.c
tests_unit_t_codec_scale_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_meta_SOURCES = tests/unit/t_codec_meta.c tests/shared.h
tests_unit_t_codec_meta_LDADD = $(CODEC_TEST_LIBS)
EXTRA_DIST += tests/unit/codec/metadata_v14.scale tests/unit/codec/metadata_v15.scale tests/unit/codec/metadata_v16.scale
endif

if HAVE_CMOCKA
if SANDBOX
SANDBOX_TESTS = tests/unit/t_sandbox_world
check_PROGRAMS += $(SANDBOX_TESTS)
TESTS += $(SANDBOX_TESTS)
SANDBOX_TEST_LIBS = $(SANDBOX_LIBS) $(CMOCKA_LIBS)
tests_unit_t_sandbox_world_SOURCES = tests/unit/t_sandbox_world.c
tests_unit_t_sandbox_world_LDADD = $(SANDBOX_TEST_LIBS)
endif
endif
