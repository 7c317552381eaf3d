/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The node's configuration, with every member that a real one writes into its file. */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/find.h"
#include "sandbox/kubo/inside.h"

#include <stdlib.h>
#include <string.h>

static const char template[];

json_t *kubo_config(const struct kubo *k)
{
	const struct station *here = &k->swarm->stations.v[HERE];
	json_t *c = json_loads(template, 0, NULL), *peers = json_array();

	json_object_set_new(json_object_get(c, "Identity"), "PeerID", json_string(here->peer));
	json_object_set_new(json_object_get(c, "Addresses"), "API", json_sprintf("/ip4/127.0.0.1/tcp/%d", port_number(k->api)));
	json_object_set_new(json_object_get(c, "Addresses"), "Gateway", json_sprintf("/ip4/127.0.0.1/tcp/%d", port_number(k->gateway)));
	for (size_t i = 1; i < k->swarm->stations.n && i < 4; i++) {
		const struct station *st = &k->swarm->stations.v[i];
		json_array_append_new(peers, i == 1 ? json_sprintf("/ip4/%s/tcp/4001/p2p/%s", st->ip, st->peer)
						    : json_sprintf("/dnsaddr/ipfs.%s/p2p/%s", st->host, st->peer));
	}
	json_object_set_new(c, "Bootstrap", peers);
	if (k->swarm->open)
		json_array_append_new(json_object_get(json_object_get(c, "Addresses"), "Swarm"),
				      json_string("/ip4/0.0.0.0/udp/4001/quic-v1"));
	if (kubo_on(k, "no-metrics"))
		json_object_set_new(json_object_get(c, "Swarm"), "DisableBandwidthMetrics", json_true());
	if (kubo_on(k, "no-tunnels"))
		json_object_set_new(json_object_get(c, "Experimental"), "Libp2pStreamMounting", json_false());
	if (kubo_on(k, "ahead"))
		json_object_set_new(c, "Horizon", json_pack("{s:b}", "Enabled", 1));
	return c;
}

void cmd_config_show(struct kubo *k, struct request *r)
{
	kubo_json(k, r, kubo_config(k));
}

static void not_found(struct kubo *k, struct request *r, const char *key, size_t n, const char *what)
{
	kubo_fail(k, r, "failed to get config value: \"%.*s %s\"", (int)n, key, what);
}

void cmd_config(struct kubo *k, struct request *r)
{
	const char *key = request_arg(r, "arg", 0);
	json_t *c, *at;
	size_t done = 0;

	if (request_arg(r, "arg", 1)) {
		kubo_text(k, r, 403, "text/plain; charset=utf-8", SLICE("this invented node is read only\n"));
		return;
	}
	if (!strncmp(key, "Identity", 8) && (!key[8] || !strncmp(key + 8, ".PrivKey", 8))) {
		kubo_fail(k, r, "cannot show or change private key through API");
		return;
	}
	if (!strncmp(key, "Pinning.RemoteServices", 22)) {
		kubo_fail(k, r, "cannot show or change pinning services credentials");
		return;
	}
	at = c = kubo_config(k);
	while (at && (!done || key[done - 1])) {
		size_t n = strcspn(key + done, ".");
		char part[64];
		if (!json_is_object(at)) {
			not_found(k, r, key, done - 1, "key is not a map");
			json_decref(c);
			return;
		}
		snprintf(part, sizeof part, "%.*s", (int)n, key + done);
		at = json_object_get(at, part);
		done += n + 1;
	}
	if (at)
		kubo_json(k, r, json_pack("{s:s,s:O}", "Key", key, "Value", at));
	else
		not_found(k, r, key, done - 1, "not found");
	json_decref(c);
}

static const char template[] =
	"{\"API\":{\"HTTPHeaders\":{}},"
	"\"Addresses\":{\"API\":\"\",\"Announce\":[],\"AppendAnnounce\":[],\"Gateway\":\"\",\"NoAnnounce\":[],"
	"\"Swarm\":[\"/ip4/0.0.0.0/tcp/4001\",\"/ip6/::/tcp/4001\"]},"
	"\"AutoConf\":{\"Enabled\":false},\"AutoNAT\":{},\"AutoTLS\":{\"Enabled\":false},\"Bitswap\":{},\"Bootstrap\":[],"
	"\"DNS\":{\"Resolvers\":{}},"
	"\"Datastore\":{\"BlockKeyCacheSize\":null,\"BloomFilterSize\":0,\"GCPeriod\":\"1h\",\"HashOnRead\":false,"
	"\"Spec\":{\"mounts\":[{\"mountpoint\":\"/blocks\",\"path\":\"blocks\",\"prefix\":\"flatfs.datastore\","
	"\"shardFunc\":\"/repo/flatfs/shard/v1/next-to-last/2\",\"sync\":false,\"type\":\"flatfs\"},"
	"{\"compression\":\"none\",\"mountpoint\":\"/\",\"path\":\"datastore\",\"prefix\":\"leveldb.datastore\","
	"\"type\":\"levelds\"}],\"type\":\"mount\"},\"StorageGCWatermark\":90,\"StorageMax\":\"60GB\"},"
	"\"Discovery\":{\"MDNS\":{\"Enabled\":false}},"
	"\"Experimental\":{\"FilestoreEnabled\":false,\"Libp2pStreamMounting\":true,\"OptimisticProvide\":false,"
	"\"OptimisticProvideJobsPoolSize\":0,\"P2pHttpProxy\":false,\"UrlstoreEnabled\":false},"
	"\"Gateway\":{\"AllowCodecConversion\":null,\"DeserializedResponses\":null,\"DisableHTMLErrors\":null,"
	"\"ExposeRoutingAPI\":null,\"HTTPHeaders\":{},\"NoDNSLink\":false,\"NoFetch\":false,\"PublicGateways\":null,"
	"\"RootRedirect\":\"\"},"
	"\"HTTPRetrieval\":{},\"Identity\":{\"PeerID\":\"\"},"
	"\"Import\":{\"BatchMaxNodes\":null,\"BatchMaxSize\":null,\"CidVersion\":null,\"FastProvideDAG\":null,"
	"\"FastProvideRoot\":null,\"FastProvideWait\":null,\"HashFunction\":null,\"UnixFSChunker\":null,"
	"\"UnixFSDAGLayout\":null,\"UnixFSDirectoryMaxLinks\":null,\"UnixFSFileMaxLinks\":null,"
	"\"UnixFSHAMTDirectoryMaxFanout\":null,\"UnixFSHAMTDirectorySizeEstimation\":null,"
	"\"UnixFSHAMTDirectorySizeThreshold\":null,\"UnixFSRawLeaves\":null},"
	"\"Internal\":{},"
	"\"Ipns\":{\"DelegatedPublishers\":[],\"RecordLifetime\":\"\",\"RepublishPeriod\":\"\",\"ResolveCacheSize\":128,"
	"\"UsePubsub\":true},"
	"\"Migration\":{},"
	"\"Mounts\":{\"FuseAllowOther\":null,\"IPFS\":\"/ipfs\",\"IPNS\":\"/ipns\",\"MFS\":\"/mfs\",\"StoreMode\":null,"
	"\"StoreMtime\":null},"
	"\"Peering\":{\"Peers\":null},\"Pinning\":{\"RemoteServices\":{}},"
	"\"Plugins\":{\"Plugins\":{\"telemetry\":{\"Config\":{\"Mode\":\"off\"},\"Disabled\":true}}},"
	"\"Provide\":{\"DHT\":{}},\"Provider\":{},\"Pubsub\":{\"DisableSigning\":false,\"Router\":\"\"},\"Reprovider\":{},"
	"\"Routing\":{\"DelegatedRouters\":[],\"Type\":\"dht\"},"
	"\"Swarm\":{\"AddrFilters\":null,\"ConnMgr\":{\"GracePeriod\":\"1m0s\",\"HighWater\":40,\"LowWater\":20,"
	"\"Type\":\"basic\"},\"DisableBandwidthMetrics\":false,\"DisableNatPortMap\":false,"
	"\"EnableHolePunching\":true,\"RelayClient\":{\"Enabled\":true},\"RelayService\":{\"Enabled\":true},\"ResourceMgr\":{},"
	"\"Transports\":{\"Multiplexers\":{},\"Network\":{\"QUIC\":false,\"Relay\":true,\"Websocket\":false},\"Security\":{}}},"
	"\"Version\":{}}";
