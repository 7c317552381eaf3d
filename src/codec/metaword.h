/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts inside metadata, which come from outside: names are printable ASCII, documentation is skipped but kept raw. */
#ifndef CODEC_METAWORD_H
#define CODEC_METAWORD_H

#include "codec/scale.h"

/* A name, borrowed; blanks and line ends only where allowed. Sets bad for anything else. */
struct slice metaword_read(struct scale *in, bool blanks);
struct slice metaword_docs(struct scale *in);
/* The same word but for case and underscores: "transferKeepAlive" is "transfer_keep_alive". */
bool metaword_same(struct slice a, struct slice b);

#endif
