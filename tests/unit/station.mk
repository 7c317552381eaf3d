# SPDX-License-Identifier: GPL-3.0-or-later
# IPFS, the station, Skywire, and their models.
if HAVE_CMOCKA
station_tests = %D%/t_station_beacon %D%/t_station_local %D%/t_station_event %D%/t_io_jlist %D%/t_ipfs_read %D%/t_skywire_visor \
	%D%/t_model_series %D%/t_model_station
check_PROGRAMS += $(station_tests)
TESTS += $(station_tests)
STATION_TEST_LIBS = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_station_beacon_SOURCES = %D%/t_station_beacon.c tests/shared.h
tests_unit_t_station_beacon_LDADD = $(STATION_TEST_LIBS)
tests_unit_t_station_local_SOURCES = %D%/t_station_local.c tests/shared.h
tests_unit_t_station_local_LDADD = $(STATION_TEST_LIBS)
tests_unit_t_station_event_SOURCES = %D%/t_station_event.c tests/shared.h
tests_unit_t_station_event_LDADD = $(STATION_TEST_LIBS)
tests_unit_t_io_jlist_SOURCES = %D%/t_io_jlist.c
tests_unit_t_io_jlist_LDADD = $(STATION_TEST_LIBS)
tests_unit_t_ipfs_read_SOURCES = %D%/t_ipfs_read.c
tests_unit_t_ipfs_read_LDADD = $(STATION_TEST_LIBS)
tests_unit_t_skywire_visor_SOURCES = %D%/t_skywire_visor.c tests/shared.h
tests_unit_t_skywire_visor_LDADD = $(STATION_TEST_LIBS)
tests_unit_t_model_series_SOURCES = %D%/t_model_series.c
tests_unit_t_model_series_LDADD = $(STATION_TEST_LIBS)
tests_unit_t_model_station_SOURCES = %D%/t_model_station.c tests/cmd_bench.h
tests_unit_t_model_station_LDADD = $(STATION_TEST_LIBS)
endif
EXTRA_DIST += tests/sandbox/lib.sh tests/sandbox/station.sh tests/sandbox/station_faults.sh tests/sandbox/station_screens.sh \
	tests/sandbox/station_truth.py tests/sandbox/station_live.sh tests/sandbox/station_samples.sh tests/sandbox/serve.py
if SANDBOX
TESTS += tests/sandbox/station.sh tests/sandbox/station_faults.sh tests/sandbox/station_screens.sh tests/sandbox/station_live.sh tests/sandbox/station_samples.sh
endif
EXTRA_DIST += tests/interop/station/run.sh
noinst_PROGRAMS += tests/bench/station_bench
tests_bench_station_bench_SOURCES = tests/bench/station_bench.c tests/bench/bench.h
tests_bench_station_bench_LDADD = $(CORE_LIBS)
EXTRA_DIST += tests/bench/station.sh
