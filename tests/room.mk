# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += %D%/layers.sh %D%/run-one %D%/packages.sh %D%/dist.sh %D%/fuzz/brief.sh %D%/interop/run.sh
TESTS += %D%/layers.sh
