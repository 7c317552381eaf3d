# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += %D%/layers.sh %D%/run-one
TESTS += %D%/layers.sh
