/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unsigned integers of seven bits a byte, as in protobuf and multiformats; the shortest form only. */
#ifndef CODEC_VARINT_H
#define CODEC_VARINT_H

#include "codec/scale.h"

uint64_t varint_read(struct scale *in);              /* bad as all of scale's readers */
struct slice varint_blob(struct scale *in);          /* a length and as many bytes */
void varint_add(struct str *out, uint64_t v);

#endif
