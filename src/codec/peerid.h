/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libp2p names of an Ed25519 key: the peer id "12D3Koo...", and the same key as the IPNS name "k51...". */
#ifndef CODEC_PEERID_H
#define CODEC_PEERID_H

#include "codec/cid.h"

enum { PEERID_MAX = 64 };

void peerid_text(const unsigned char pub[32], char out[PEERID_MAX]);
void peerid_name(const unsigned char pub[32], char out[PEERID_MAX]);
/* Any of both, also as a CID in another base. E_UNSUPPORTED for a good peer id of another kind of key (Qm...). */
enum err peerid_read(struct slice text, unsigned char pub[32]);

#endif
