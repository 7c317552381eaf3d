#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare.py REAL SANDBOX ROOT ROOT2: asks a real Kubo and the sandbox's the same things, and compares the answers key by key and
type by type. ROOT and ROOT2 are folders that each of them holds. Prints "ok NAME" or "not ok NAME", and what differs."""
import json
import sys
import urllib.error
import urllib.request

real, ours, real_root, our_root = sys.argv[1:5]
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
CALM = {"date", "content-length", "transfer-encoding", "trailer", "connection", "server", "x-content-length"}


def ask(base, command, method="POST"):
    request = urllib.request.Request(base + "/api/v0/" + command, method=method, data=b"" if method == "POST" else None)
    request.add_header("User-Agent", "compare/1")
    request.remove_header("Content-type")
    try:
        answer = opener.open(request, timeout=20)
    except urllib.error.HTTPError as e:
        answer = e
    body = answer.read().decode("utf-8", "replace")
    return answer.status, {k.lower(): v for k, v in answer.headers.items()}, body


def kind(v):
    if v is None:
        return "null"
    if isinstance(v, bool):
        return "bool"
    if isinstance(v, (int, float)):
        return "number"
    return {str: "string", list: "list", dict: "object"}[type(v)]


# Members named by what they hold: any one stands for all.
MAPS = {".Addrs", ".Keys"}


def merge(values):
    """One value with every member that any of a list has."""
    objects = [v for v in values if isinstance(v, dict)]
    if not objects:
        return values[0]
    out = {}
    for o in objects:
        for k, v in o.items():
            if k not in out or out[k] in (None, [], {}):
                out[k] = v
    return out


def differ(a, b, where, subset, optional):
    if where in MAPS and isinstance(a, dict) and isinstance(b, dict):
        a, b = ({"*": merge(list(x.values()))} if x else {} for x in (a, b))
    ka, kb = kind(a), kind(b)
    if "null" in (ka, kb) and ka != kb:
        # Go writes an empty list as null, unless somebody made it first.
        return [] if {ka, kb} == {"null", "list"} else ["%s: %s there, %s here" % (where, ka, kb)]
    if ka != kb:
        return ["%s: %s there, %s here" % (where, ka, kb)]
    out = []
    if ka == "object":
        for k in a:
            if k not in b and where + "." + k not in optional:
                out.append("%s.%s is missing here" % (where, k))
        for k in b:
            if k not in a and not subset and where + "." + k not in optional:
                out.append("%s.%s is not there" % (where, k))
        for k in a:
            if k in b:
                out += differ(a[k], b[k], where + "." + k, subset, optional)
    elif ka == "list" and a and b:
        out += differ(merge(a), merge(b), where + "[]", subset, optional)
    return out


def objects(body):
    return [json.loads(line) for line in body.splitlines() if line.strip()]


def tell(name, troubles):
    print(("not ok kubo: " if troubles else "ok kubo: ") + name)
    for t in troubles[:12]:
        print("   " + t)


def headers(a, b):
    out = []
    for k in a:
        if k not in CALM and a[k] != b.get(k):
            out.append("header %s: %r there, %r here" % (k, a[k], b.get(k)))
    for k in b:
        if k not in CALM and k not in a:
            out.append("header %s is not there" % k)
    return out


def shape(command, subset=False, optional=(), here=None):
    a, b = ask(real, command), ask(ours, here or command)
    troubles = [] if a[0] == b[0] == 200 else ["status %s there, %s here: %s" % (a[0], b[0], b[2][:200])]
    troubles += headers(a[1], b[1])
    if not troubles:
        try:
            troubles += differ(merge(objects(a[2])), merge(objects(b[2])), "", subset, optional)
        except ValueError as e:
            troubles.append(str(e))
    if a[2].endswith("\n") != b[2].endswith("\n"):
        troubles.append("one ends a line, the other does not")
    tell("the shape of " + command.split("&offline")[0].replace(real_root, "CID"), troubles)


def same(command, method="POST", here=None):
    """Errors and small texts: the same to the letter."""
    a, b = ask(real, command, method), ask(ours, here or command, method)
    troubles = headers(a[1], b[1])
    if a[0] != b[0] or a[2].replace(real_root, our_root) != b[2]:
        troubles.append("%s %r there" % (a[0], a[2][:200]))
        troubles.append("%s %r here" % (b[0], b[2][:200]))
    tell("the words of %s %s" % (method, command.replace(real_root, "CID")), troubles)


for c in ["id", "id?peerid-base=base36", "version", "swarm/peers", "swarm/peers?verbose=true", "swarm/peers?latency=true",
          "swarm/peers?direction=true", "swarm/peers?identify=true", "swarm/addrs", "swarm/addrs/local",
          "swarm/addrs/local?id=true", "swarm/addrs/listen", "swarm/filters", "swarm/peering/ls", "stats/bw",
          "stats/bw?proto=/ipfs/id/1.0.0", "repo/stat", "repo/stat?size-only=true", "repo/stat?human=true", "repo/version",
          "stats/repo", "stats/bitswap", "bitswap/stat", "bitswap/wantlist", "pin/ls", "pin/ls?type=recursive", "pin/ls?type=direct",
          "pin/ls?type=indirect", "key/list", "key/list?l=true", "key/list?ipns-base=b58mh", "name/resolve", "name/pubsub/state",
          "p2p/ls", "p2p/stream/ls", "bootstrap", "bootstrap/list", "config?arg=Datastore", "config?arg=Datastore.StorageMax",
          "diag/sys", "files/ls", "files/ls?long=true", "files/stat?arg=/", "files/stat?arg=/&with-local=true"]:
    # A connection may have no stream, an answer nothing to tell of a peer.
    shape(c, optional=(".Peers[].Streams",))
shape("swarm/peers?streams=true", optional=(".Peers[].Streams",))
# A name is written only where there is one.
shape("pin/ls?stream=true", optional=("[].Name", ".Name"))
shape("pin/ls?stream=true&names=true&type=recursive", optional=(".Name",))
# The profile "test" of a node on loopback has a member that others have not.
shape("config/show", subset=True, optional=(".Routing.LoopbackAddressesOnLanDHT",))
for c in ["ls?arg=%s", "ls?arg=%s&stream=true", "ls?arg=%s&size=false&resolve-type=false", "refs?arg=%s", "refs?arg=%s&recursive=true",
          "dag/stat?arg=%s", "dag/stat?arg=%s&progress=false", "block/stat?arg=%s", "pin/ls?arg=%s", "files/stat?arg=/ipfs/%s",
          "resolve?arg=/ipfs/%s"]:
    shape(c % real_root, here=c % our_root)
cat = ask(real, "cat?arg=%s/lisez-moi.txt" % real_root), ask(ours, "cat?arg=%s/lisez-moi.txt" % our_root)
tell("the headers of cat", headers(cat[0][1], cat[1][1]) + ([] if cat[0][1]["x-content-length"] == str(len(cat[0][2].encode()))
     and cat[1][1]["x-content-length"] == str(len(cat[1][2].encode())) else ["x-content-length"]))

nobody = "12D3KooWGvUaX9NfTuAc3MR9bsKyvigdDrJWaA9ZSWDmMBWba6sy"
nothing = "QmPXoo5XpH13yeq1EcxZZ4NU9Cy3Vgfb4BwFUvUVFCvpTX"
for c in ["id?arg=xx", "stats/bw?interval=zz", "stats/bw?poll=true&interval=zz", "stats/bw?peer=" + nobody + "&proto=/ipfs/id/1.0.0",
          "stats/bw?proto=/nobody/speaks/this", "bitswap/ledger", "pin/ls?type=foo", "pin/ls?arg=foo", "pin/ls?name=x",
          "pin/ls?arg=" + nothing, "cat", "ls", "files/stat", "config", "cat?arg=xyz", "cat?arg=/foo/bar", "cat?arg=/ipfs/",
          "cat?arg=bafkqaaa", "ls?arg=zzz", "cat?arg=" + nothing + "&offline=true", "cat?arg=" + nothing + "&timeout=300ms",
          "ls?arg=" + nothing + "&timeout=300ms", "files/ls?arg=/nope", "files/ls?arg=camp", "files/stat?arg=/nope",
          "config?arg=Datastore.Nope", "config?arg=Datastore.StorageMax.x", "config?arg=Identity.PrivKey", "config?arg=Identity",
          "config?arg=Pinning.RemoteServices", "config?arg=No.Such", "swarm/peers?verbose=maybe", "cat?arg=bafkqaaa&length=x",
          "version?encoding=foo", "version?encoding=text", "name/resolve?arg=self", "ls?arg=/ipns/foo.example", "nonsense",
          "name/resolve?arg=" + nobody + "&dht-timeout=1s"]:
    same(c)
for c in ["cat?arg=%s", "cat?arg=%s/nope", "cat?arg=%s/lisez-moi.txt&offset=-2", "pin/ls?arg=%s&type=direct"]:
    same(c % real_root, here=c % our_root)
same("id", "GET")
same("id", "PUT")
same("id", "OPTIONS")
