# SPDX-License-Identifier: GPL-3.0-or-later
# The tests: what belongs to all here, the rest in one file per room.
EXTRA_DIST += %D%/layers.sh %D%/cli.sh %D%/po.sh %D%/run-one %D%/lsan.supp %D%/packages.sh %D%/dist.sh %D%/fuzz/brief.sh %D%/bench/run.sh %D%/interop/run.sh
TESTS += %D%/layers.sh %D%/po.sh %D%/cli.sh
include %D%/unit/base.mk
include %D%/unit/io.mk
include %D%/unit/codec.mk
include %D%/unit/keys.mk
include %D%/unit/cmd.mk
include %D%/unit/wallet.mk
include %D%/unit/draw.mk
include %D%/unit/widget.mk
include %D%/unit/sandbox.mk
include %D%/unit/g1.mk
include %D%/unit/station.mk
include %D%/once/once.mk
include %D%/fuzz/base.mk
include %D%/fuzz/io.mk
include %D%/fuzz/codec.mk
include %D%/fuzz/g1.mk
include %D%/fuzz/sandbox.mk
include %D%/fuzz/station.mk
