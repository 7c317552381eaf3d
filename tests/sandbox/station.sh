#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every figure of the station's commands beside what curl reads, on a living sandbox. Prints TAP.
. "$(dirname "$0")/lib.sh"
sandbox_up
# both COMMAND RPC: vigie's answer between two readings of the node's own
both() { rpc "$2" > "$dir/b"; vg $1 --json > "$dir/d"; rpc "$2" > "$dir/a"; }

both peers 'swarm/peers?latency=true&direction=true&streams=true'
says "peers: how many" "d['total'] in (len(b['Peers']), len(a['Peers'])) and d['total'] == len(d['items'])"
says "peers: who" "{p['id'] for p in d['items']} in ({p['Peer'] for p in b['Peers']}, {p['Peer'] for p in a['Peers']})"
says "peers: relayed" "d['relayed'] in tuple(sum('/p2p-circuit' in p['Addr'] for p in x['Peers']) for x in (b, a))"
says "peers: directions" "[p['direction'] for p in sorted(d['items'], key=lambda p: (p['id'], p['address']))] in tuple([['unknown','in','out'][p['Direction']] for p in sorted(x['Peers'], key=lambda p: (p['Peer'], p['Addr']))] for x in (b, a))"
says "peers: a missing round trip is none" "all((p['latency_us'] is None) == (q['Latency'] == 'n/a') for p in d['items'] for q in a['Peers'] if (q['Peer'], q['Addr']) == (p['id'], p['address']))"
says "peers: stations by name" "d['stations'] == len({p['id'] for p in d['items'] if p['station']}) and d['stations'] > 3"
vg peers --filter phare --json > "$dir/d"
says "peers: filter" "len(d['items']) < d['total']"
vg peers --sort latency --limit 3 --json > "$dir/d"
says "peers: sorted, cut" "len(d['items']) == 3 and d['more'] and [p['latency_us'] for p in d['items']] == sorted(p['latency_us'] for p in d['items'])"

both bandwidth stats/bw
says "bandwidth: totals" "between(d['total_in'], b['TotalIn'], a['TotalIn']) and between(d['total_out'], b['TotalOut'], a['TotalOut'])"
says "bandwidth: rates" "d['rate_in'] > 0 and abs(d['rate_in'] - b['RateIn']) < 0.5 * b['RateIn'] + 1000"
both bandwidth 'stats/bw?proto=/ipfs/bitswap/1.2.0'
says "bandwidth: by protocol" "[between(p['total_in'], b['TotalIn'], a['TotalIn']) for p in d['protocols'] if p['protocol'] == '/ipfs/bitswap/1.2.0'] == [True]"

both storage repo/stat
says "storage: repository and limit" "between(d['repo'], b['RepoSize'], a['RepoSize']) and d['limit'] == b['StorageMax']"
says "storage: folder" "d['path'] == b['RepoPath']"
rpc diag/sys > "$dir/s"
says "storage: disk" "d['disk_total'] == s['diskinfo']['total_space']"
for kind in recursive direct indirect; do rpc "pin/ls?stream=true&type=$kind" | wc -l; done | tr '\n' ' ' | sed 's/\([0-9]*\) \([0-9]*\) \([0-9]*\) /[\1,\2,\3]/' > "$dir/s"
says "pins: recursive and direct" "[d['pins']['recursive'], d['pins']['direct']] == s[:2] and d['pins']['complete']"
says "pins: indirect ones are only counted when asked for" "d['pins']['indirect'] is None"
vg storage --all --json > "$dir/d"
says "pins: all" "[d['pins'][k] for k in ('recursive', 'direct', 'indirect')] == s"

both ipfs stats/bitswap
says "bitswap" "between(d['bitswap']['received'], b['DataReceived'], a['DataReceived']) and d['bitswap']['partners'] in (len(b['Peers']), len(a['Peers']))"
both ipfs id
says "id" "d['id'] == a['ID'] and d['agent'] == a['AgentVersion']"
both ipfs key/list?l=true
says "keys" "[(k['name'], k['id']) for k in d['keys']] == [(k['Name'], k['Id']) for k in a['Keys']]"
both ipfs p2p/ls
says "tunnels" "[(t['protocol'], t['listen'], t['target']) for t in d['tunnels']] == [(t['Protocol'], t['ListenAddress'], t['TargetAddress']) for t in a['Listeners']]"
both ipfs bootstrap/list
says "bootstrap" "d['bootstrap'] == a['Peers']"
order kubo > "$dir/s"
says "swarm: private, by its fingerprint" "d['swarm']['privacy'] == 'private' and d['swarm']['fingerprint'] == s['fingerprint'] and not d['swarm']['origin']"
key=$(tail -n 1 "$home/.ipfs/swarm.key")
tell "swarm: its key is nowhere in the answer" bash -c "! grep -q $key '$dir/d'"

curl -s "$station" > "$dir/b"; vg station --json > "$dir/d"; curl -s "$station" > "$dir/a"
says "station: who" "(d['id'], d['name'], d['captain'], d['swarm']) == (a['ipfsnodeid'], a['hostname'], a['captain'], a['UPLANETG1PUB'])"
says "station: here" "d['place'] == 'here' and d['kind'] == 'full'"
says "station: places" "(d['capacity']['multipass_free'], d['capacity']['zencard_free'], d['capacity']['power']) == (a['capacities']['nostr_slots'], a['capacities']['zencard_slots'], a['capacities']['power_score'])"
says "economy: prices" "[d['economy'][k] for k in ('paf_zen_c', 'multipass_price_zen_c', 'zencard_price_zen_c')] == [int(round(float(a[k]) * 100)) for k in ('PAF', 'NCARD', 'ZCARD')]"
says "economy: recomputed" "d['economy']['revenue_zen_c'] == 100 * (a['economy']['multipass_count'] * int(a['NCARD']) + a['economy']['zencard_count'] * int(a['ZCARD'])) and d['economy']['costs_zen_c'] == 300 * int(a['PAF'])"
says "economy: the rule for the risk" "d['economy']['risk'] == a['economy']['risk_level']"
says "services: as told, and looked at here" "all(x['state'] == 'up' for x in d['services'] if x['name'] in ('ipfs', 'relay', 'upassport', 'astroport'))"
says "machine: of this machine" "(d['machine']['memory_total'], d['machine']['load_c'], d['machine']['uptime_s']) == (8000000 * 1024, [42, 105, 230], 966151)"
says "machine: disk" "[x['used'] for x in d['machine']['disks']] == [400000000000]"
last=$(ls "$home/.zen/log" | sort | tail -n 1)
py "import re; t=open(sys.argv[1]).read(); m=re.search(r'Execution time was (\d+)', t); print(json.dumps([bool(m), int(m.group(1)) if m else None]))" "$home/.zen/log/$last" > "$dir/s"
says "nightly run: finished, and how long" "d['nightly']['finished'] == s[0] and d['nightly']['duration_s'] == s[1]"
vg station --json > "$dir/d"; ls "$home/.zen/tmp/swarm" | py "print(json.dumps(sys.stdin.read().split()))" > "$dir/s"
vg swarm --json > "$dir/d"
says "swarm: everybody of the cache, and oneself" "{x['id'] for x in d['items']} >= set(s) and sum(x['own'] for x in d['items']) == 1"
py "print(json.dumps({p: json.load(open(sys.argv[1] + '/' + p + '/12345.json')) for p in os.listdir(sys.argv[1]) if p[0] == '1'}))" "$home/.zen/tmp/swarm" > "$dir/s"
says "swarm: names, power and slots" "all((x['name'], x['power'], x['multipass_free']) == (s[x['id']]['hostname'], s[x['id']]['capacities']['power_score'], s[x['id']]['capacities']['nostr_slots']) for x in d['items'] if x['id'] in s and 'capacities' in s[x['id']] and 'power_score' in s[x['id']]['capacities'] and not x['own'])"
py "print(json.dumps({p: int(open(sys.argv[1] + '/' + p + '/_MySwarm.moats').read()) for p in os.listdir(sys.argv[1]) if p[0] == '1'}))" "$home/.zen/tmp/swarm" > "$dir/s"
says "swarm: when each was heard of" "all(__import__('datetime').datetime.strptime(x['at'], '%Y-%m-%dT%H:%M:%SZ').replace(tzinfo=__import__('datetime').timezone.utc).timestamp() == s[x['id']] for x in d['items'] if x['via'] == ['cache'])"
vg capacity --set people=100 --json > "$dir/d"
says "capacity: places in use" "[x['used'] for x in d['items'] if x['resource'] == 'multipass'] == [a['economy']['multipass_count']] and d['people_today'] == a['economy']['multipass_count']"
says "capacity: an assumption changed" "d['assumptions']['people'] == 100 and [x['need'] for x in d['items'] if x['resource'] == 'storage'] == [100 * 10 + 20 * 128]"
vg capacity --set "people=100 multipass-price=2 zencard-price=5 paf=20" --json > "$dir/d"
says "capacity: what if prices and people were others" "(d['what_if']['revenue_zen_c'], d['what_if']['costs_zen_c'], d['what_if']['balance_zen_c']) == (100 * (100 * 2 + 20 * 5), 6000, 24000)"
vg ssh-keys --json > "$dir/d"
grep -c '^[^#]' "$home/.ssh/authorized_keys" > "$dir/s"
says "ssh keys: all lines, unknown ones first" "len(d['items']) == s and d['items'][0]['origin'] == 'unknown' and d['unknown'] == 3"
says "ssh keys: a station's key is its PeerID" "any(x['peer_known'] and x['origin'] in ('swarm', 'bootstrap') for x in d['items'])"

curl -s "$skywire/api/visors-summary" > "$dir/b"; vg skywire --json > "$dir/d"
says "skywire: the boards" "sorted(x['pk'] for x in d['items']) == sorted(x['overview']['local_pk'] for x in b) and d['up'] == 8"
says "skywire: version and round trip" "all((x['version'], x['round_trip_us']) == [(y['overview']['build_info']['version'], y['dmsg_stats']['round_trip'] // 1000) for y in b if y['overview']['local_pk'] == x['pk']][0] for x in d['items'])"
says "skywire: a board without transports" "all((x['transports'] == []) == (y['overview']['transports'] is None) for x in d['items'] for y in b if y['overview']['local_pk'] == x['pk'])"
says "skywire: remote zeros are not known, unless the other end knows" "all(t['sent'] is None or t['mirrored'] or x['hypervisor'] for x in d['items'] for t in x['transports'])"
says "skywire: the hypervisor's own traffic" "[sum(t['sent'] for t in x['transports']) > 0 for x in d['items'] if x['hypervisor']] == [True]"

there=$afar folder=/nonexistent; curl -s "$afar" > "$dir/a"; vg station --json > "$dir/d"
says "afar: nothing but its URL" "(d['place'], d['name'], d['id']) == ('afar', a['hostname'], a['ipfsnodeid'])"
says "afar: what only the station knows is not shown" "d['ipfs'] is None and d['nightly'] is None"
says "afar: its machine from its heartbox" "d['machine']['cores'] is not None and d['machine']['at'] is not None"
says "afar: its services as told" "len(d['services']) > 10"
peer=$(get "$dir/a" "d['ipfsnodeid']")
there=; vg station "$peer" --json > "$dir/d"
says "afar: nothing but its name" "(d['place'], d['name']) == ('afar', a['hostname'])"
unset there folder
tell "a place that is no address is refused" bash -c "! $vigie station 'not an address' 2> '$dir/x' && grep -q URL '$dir/x'"
vg doctor --json > "$dir/d"
says "doctor finds what runs" "{x['check']: x['status'] for x in d['items'] if x['check'] in ('ipfs', 'station', 'skywire')} == {'ipfs': 'found', 'station': 'found', 'skywire': 'found'}"
patience=4 vg doctor station --watch 1 --json > "$dir/s"
tell "doctor --watch says it again and again" test "$(grep -c '"check":"station"' "$dir/s")" -ge 2
tell "nobody complained" test ! -s "$dir/err"
finish
