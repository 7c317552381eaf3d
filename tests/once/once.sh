#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The short form of the exactly-once test; "make once" runs a thousand payments.
command -v python3 >/dev/null || { echo "1..0 # SKIP no python3"; exit 0; }
[ -x ./vigie-sandbox ] && [ -x ./vigie ] || { echo "1..0 # SKIP not in a build folder"; exit 0; }
exec python3 "${top_srcdir:-.}/tests/once/once.py" . "${ONCE_PAYMENTS:-24}" "${ONCE_SEED:-1}"
