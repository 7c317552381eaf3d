# SPDX-License-Identifier: GPL-3.0-or-later
# Stations, Kubo, Skywire.
FUZZ_TARGETS += %D%/fuzz_station %D%/fuzz_kubo
tests_fuzz_fuzz_station_SOURCES = %D%/fuzz_station.c
tests_fuzz_fuzz_station_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_station_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_kubo_SOURCES = %D%/fuzz_kubo.c
tests_fuzz_fuzz_kubo_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_kubo_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += %D%/corpus/station %D%/corpus/kubo
