# SPDX-License-Identifier: GPL-3.0-or-later
# Exactly once, judged from the chain: a short form in check, a thousand payments by "make once".
EXTRA_DIST += %D%/cut.c %D%/once.py %D%/once.sh
TESTS += %D%/once.sh
check_DATA += tests/once/cut.so
CLEANFILES += tests/once/cut.so
tests/once/cut.so: $(top_srcdir)/tests/once/cut.c
	$(AM_V_GEN)$(MKDIR_P) tests/once && $(CC) -O1 -shared -fPIC -o $@ $(top_srcdir)/tests/once/cut.c -ldl
once: vigie vigie-sandbox tests/once/cut.so
	python3 $(top_srcdir)/tests/once/once.py . 1000 1
.PHONY: once
