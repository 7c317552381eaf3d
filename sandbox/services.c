/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The services in the order they start and get their ports. A new one adds its line here. */
#include "sandbox/chain/mirror.h"
#include "sandbox/chain/node.h"
#include "sandbox/ctl.h"
#include "sandbox/kubo/kubo.h"
#include "sandbox/indexer/indexer.h"
#include "sandbox/skywire.h"
#include "sandbox/station/station.h"

const struct service *const services[] = {
	&service_g1,
	&service_indexer,
	&service_ctl,
	&service_kubo,
	&service_station,
	&service_skywire,
	&service_mirror,
	NULL,
};
