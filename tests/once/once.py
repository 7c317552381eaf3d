#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exactly once: payments with the program killed at every numbered write, fsync and send (cut.c) and at random moments, while
the node freezes, loses answers and takes blocks back, and several instances pay from one account at once. Afterwards this
script, which shares no code with the program, reads the chain block by block and the journal's file, and judges:
every payment the journal calls final is on the chain once, none is there twice, none that nobody asked for, the sum matches.

Before that, the judge is judged: doctored journals and chains must be found out.

usage: once.py BUILD_DIR [PAYMENTS] [SEED]
"""
import hashlib, json, os, pty, random, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, time, urllib.request

BUILD = os.path.abspath(sys.argv[1])
PAYMENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 24
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
WORDS = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
SYSTEM_ACCOUNT = "26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
BLOCK_S, FINALITY = 0.25, 5
rnd = random.Random(SEED)
work = tempfile.mkdtemp(prefix="vigie-once.")
tests = 0
bad = 0


def tell(ok, name, why=""):
    global tests, bad
    tests += 1
    bad += not ok
    print("%s %d - %s" % ("ok" if ok else "not ok", tests, name), flush=True)
    if not ok and why:
        print("# " + str(why)[:2000].replace("\n", "\n# "), flush=True)


def finish():
    print("1..%d" % tests, flush=True)
    if bad:
        print("# kept: %s" % work)
    else:
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if bad else 0)


# -- the chain, by its bare interface --

class Node:
    def __init__(self, url):
        self.url = url.replace("ws://", "http://")

    def call(self, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}).encode()
        for again in range(20):
            try:
                ask = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
                answer = json.load(urllib.request.urlopen(ask, timeout=10))
                if "result" in answer:
                    return answer["result"]
            except Exception:
                pass
            time.sleep(0.2)
        raise RuntimeError("the node does not answer " + method)

    def final(self):
        return int(self.call("chain_getHeader", self.call("chain_getFinalizedHead"))["number"], 16)


def compact(b, i):
    mode = b[i] & 3
    if mode == 0:
        return b[i] >> 2, i + 1
    if mode == 1:
        return int.from_bytes(b[i:i + 2], "little") >> 2, i + 2
    if mode == 2:
        return int.from_bytes(b[i:i + 4], "little") >> 2, i + 4
    n = (b[i] >> 2) + 4
    return int.from_bytes(b[i + 1:i + 1 + n], "little"), i + 1 + n


def transfers(call, i=0):
    """Transfers in a call, those inside a batch_all included: (receiver, centimes). Stops at what it does not know."""
    if call[i:i + 2] == b"\x06\x03" and call[i + 2] == 0:
        value, end = compact(call, i + 35)
        return [(call[i + 3:i + 35], value)], end
    if call[i:i + 2] == b"\x1e\x00":
        return [], i + 2
    if call[i:i + 2] == b"\x00\x07":
        n, j = compact(call, i + 2)
        return [], j + n
    if call[i:i + 2] == b"\x36\x02":
        n, i = compact(call, i + 2)
        out = []
        for _ in range(n):
            some, i = transfers(call, i)
            out += some
        return out, i
    raise ValueError("unknown call " + call[i:i + 2].hex())


def read_signed(raw):
    """A signed extrinsic: (signer, nonce, transfers), None for others."""
    n, i = compact(raw, 0)
    b = raw[i:i + n]
    if b[0] != 0x84:
        return None
    signer, i = b[2:34], 35 + 64
    i += 1 if b[i] == 0 else 2
    nonce, i = compact(b, i)
    _, i = compact(b, i)
    try:
        return signer, nonce, transfers(b, i + 1)[0]
    except ValueError:
        return signer, nonce, []


def free_of(node, pub):
    key = "0x" + SYSTEM_ACCOUNT + hashlib.blake2b(pub, digest_size=16).hexdigest() + pub.hex()
    value = node.call("state_getStorage", key)
    return int.from_bytes(bytes.fromhex(value[2:])[16:24], "little") if value else 0


B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def address(pub):
    body = bytes([0x58, 0x91]) + pub
    body += hashlib.blake2b(b"SS58PRE" + body, digest_size=64).digest()[:2]
    n, out = int.from_bytes(body, "big"), ""
    while n:
        n, r = divmod(n, 58)
        out = B58[r] + out
    return out


# -- the program under test --

env = dict(os.environ, HOME=work, XDG_RUNTIME_DIR=work + "/run", VIGIE_PASSPHRASE_FILE=work + "/pass", LANGUAGE="en", LC_ALL="C.UTF-8")
for name in ("CONFIG", "DATA", "STATE", "CACHE"):
    env["XDG_%s_HOME" % name] = "%s/%s" % (work, name.lower())


def vigie(*args, cut=0, count=None, timeout=120, kill_after=None):
    e = dict(env)
    if cut or count:
        e["LD_PRELOAD"] = os.path.join(BUILD, "tests/once/cut.so")
        e["CUT_AT"] = str(cut)
        if count:
            e["CUT_COUNT"] = count
    p = subprocess.Popen([os.path.join(BUILD, "vigie"), *args], env=e, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
    if kill_after is not None:
        def end():
            try:
                p.kill()
            except OSError:
                pass
        threading.Timer(kill_after, end).start()
    try:
        out, err = p.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        p.kill()
        out, err = p.communicate()
        return 124, out, err
    return p.returncode, out, err


def sandbox():
    p = subprocess.Popen([os.path.join(BUILD, "vigie-sandbox"), "--seed", "1", "--block-time", str(BLOCK_S), "--finality", str(FINALITY),
                          "--transfers", "200", "--still"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return p, json.loads(p.stdout.readline())


def order(line, text):
    ask = urllib.request.Request(line["ctl"], text.encode(), {"X-Token": line["token"]})
    try:
        urllib.request.urlopen(ask, timeout=10).read()
    except Exception:
        pass


class Screen(threading.Thread):
    """Somebody has the full screen open all the while: it follows the same rows, and dies as often as the others."""

    def __init__(self):
        super().__init__(daemon=True)
        self.over, self.killed, self.starts = False, 0, 0

    def run(self):
        r = random.Random(SEED + 2000)
        while not self.over:
            pid, fd = pty.fork()
            if not pid:
                program = os.path.join(BUILD, "vigie")
                os.execve(program, [program, "wallet"], dict(env, TERM="xterm-256color"))
            self.starts += 1
            end = time.time() + r.uniform(0.3, 6)
            drain = threading.Thread(target=self.drain, args=(fd,), daemon=True)
            drain.start()
            while time.time() < end and not self.over:
                time.sleep(0.05)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.killed += 1
            drain.join()
            os.close(fd)

    @staticmethod
    def drain(fd):
        try:
            while os.read(fd, 65536):
                pass
        except OSError:
            pass


class Mischief(threading.Thread):
    """What nodes and lines do to people: now and then for a moment."""

    def __init__(self, line):
        super().__init__(daemon=True)
        self.line, self.over, self.done = line, False, {}

    def run(self):
        r = random.Random(SEED + 1000)
        acts = ["reorg 1", "reorg 2", "reorg 3", "reorg 3 drop", "freeze", "loss", "silent", "full", "down"]
        while not self.over:
            time.sleep(r.uniform(0.4, 1.6))
            act = r.choice(acts)
            self.done[act] = self.done.get(act, 0) + 1
            if act.startswith("reorg"):
                order(self.line, act)
                continue
            on, off = {"freeze": ("freeze g1 on", "freeze g1 off"), "loss": ("loss g1 40", "loss g1 0"),
                       "silent": ("switch g1 silent-pool on", "switch g1 silent-pool off"),
                       "full": ("switch g1 pool-full on", "switch g1 pool-full off"), "down": ("down g1 on", "down g1 off")}[act]
            order(self.line, on)
            time.sleep(r.uniform(0.2, 1.2))
            order(self.line, off)


def main():
    os.makedirs(work + "/run", mode=0o700)
    with open(work + "/pass", "w") as f:
        f.write("correct horse battery\n")
    with open(work + "/words", "w") as f:
        f.write(WORDS + "\n")
    os.chmod(work + "/pass", 0o600)
    os.chmod(work + "/words", 0o600)
    rc, out, err = vigie("version", count=work + "/count")
    if rc or not os.path.exists(work + "/count"):
        print("1..0 # SKIP the program cannot be preloaded (built with a sanitizer?)")
        shutil.rmtree(work, ignore_errors=True)
        sys.exit(0)
    judge_the_judge()
    box, line = sandbox()
    try:
        run(line)
    finally:
        box.send_signal(signal.SIGTERM)
        try:
            box.wait(10)
        except subprocess.TimeoutExpired:
            box.kill()
    finish()


asked = {}          # centimes of each payment that was asked for -> how it was asked
said_final = set()  # those that the program itself told to be final


def pay(i, to, **how):
    amount = 100 + i
    asked[amount] = how
    rc, out, err = vigie("pay", to, "%d.%02d" % divmod(amount, 100), "--yes", "--json", "--wait", rnd.choice(["sent", "block", "final"]),
                         timeout=150, **how)
    if rc == 0 and '"final"' in out.split('"hash"')[0]:
        said_final.add(amount)
    return rc, out, err


def run(line):
    node = Node(line["g1"]["rpc"])
    env.update(VIGIE_G1_RPC=line["g1"]["rpc"], VIGIE_G1_INDEXER=line["g1"]["indexer"], VIGIE_G1_GENESIS=line["g1"]["genesis"])
    first = node.final()
    rc, out, err = vigie("vault-create")
    rc2, out2, err2 = vigie("key-import", work + "/words", "--yes", "--json", "--offline")
    tell(rc == 0 and rc2 == 0, "a vault with the sandbox's member", err + err2)
    pub = bytes(random.Random(SEED + 7).randrange(256) for _ in range(32))
    to = address(pub)
    rc, out, err = pay(0, to, count=work + "/count")
    tell(rc == 0, "the first payment goes through", out + err)
    points = int(open(work + "/count").read())
    print("# %d numbered points in one payment" % points, flush=True)

    mischief, screen = Mischief(line), Screen()
    mischief.start()
    screen.start()
    lock = threading.Lock()
    todo = list(range(1, PAYMENTS))
    killed = [0]
    cuts, been = [], set()      # every numbered point in turn, in an order of chance

    def worker(me):
        while True:
            with lock:
                if not todo:
                    return
                i = todo.pop(0)
                how = rnd.random()
            if how < 0.6:   # at a numbered point: all of them in turn
                with lock:
                    if not cuts:
                        cuts.extend(rnd.sample(range(1, points + 1), points))
                    at = cuts.pop()
                    been.add(at)
                rc, out, err = pay(i, to, cut=at)
            elif how < 0.8:
                rc, out, err = pay(i, to, kill_after=rnd.uniform(0.05, 2.5))
            else:
                rc, out, err = pay(i, to)
            killed[0] += rc == -signal.SIGKILL
            if rnd.random() < 0.15:     # the next start looks after what was left; it may die, too
                vigie("resume", "--json", cut=1 + rnd.randrange(points), timeout=60, kill_after=8)

    threads = [threading.Thread(target=worker, args=(k,)) for k in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    mischief.over = screen.over = True
    mischief.join()
    screen.join()
    order(line, "clear")
    print("# %d of %d runs were killed, at %d of %d points; the full screen was killed %d times; mischief: %s" %
          (killed[0], PAYMENTS, len(been), points, screen.killed, json.dumps(mischief.done)), flush=True)
    tell(killed[0] >= PAYMENTS // 4, "many of them were killed on their way")
    if PAYMENTS > 2 * points:
        tell(len(been) == points, "at every numbered point", points - len(been))

    rc, out, err = vigie("resume", "--json", timeout=300)
    if rc == 4:
        rc, out, err = vigie("resume", "--json", timeout=300)
    tell(rc == 0, "afterwards nothing is open", out + err)
    top = node.final() + FINALITY + 2
    while node.final() < top:
        time.sleep(BLOCK_S)
    judge(node, pub, first)


def journal_rows():
    for root, _, files in os.walk(work + "/state"):
        if "journal.db" in files:
            db = sqlite3.connect("file:%s/journal.db?mode=ro" % root, uri=True)
            return db.execute("SELECT id, state, settled, total_c, hash, nonce FROM entry ORDER BY id").fetchall()
    return []


DRAFT, FINAL = 0, 4


def verdict(rows, seen, paid, asked, told, free):
    """What is wrong, by name. rows: (id, state, settled, centimes, hash, nonce) of the journal; seen: hash of an extrinsic -> how
    often it is on the chain; paid: centimes -> how often they arrived; told: those said to be final; free: what the account has."""
    final = [r for r in rows if r[1] == FINAL]
    checks = {
        "every payment the journal calls final is on the chain once": [(r[0], seen.get(r[4])) for r in final if seen.get(r[4]) != 1],
        "none was paid twice": {v: n for v, n in paid.items() if n != 1},
        "none was paid that nobody asked for": set(paid) - set(asked),
        "the chain holds nothing that the journal does not call final": [h.hex() for h in set(seen) - {r[4] for r in final}],
        "every signed one is settled": [r[:3] for r in rows if r[1] != DRAFT and r[2] != 1],
        "no two rows have the same bytes or number": [r[0] for r in final if sum(q[4] == r[4] or q[5] == r[5] for q in final) != 1],
        "what the program told to be final is": told - set(paid),
        "the sum matches": [] if free == sum(r[3] for r in final) == sum(v * n for v, n in paid.items()) else [free],
    }
    return checks


def judge_the_judge():
    """A clean case passes; each planted fault is found by the check that is there for it."""
    h = [bytes([k]) * 32 for k in range(4)]
    rows = [(1, FINAL, 1, 100, h[1], 7), (2, FINAL, 1, 101, h[2], 8), (3, 6, 1, 102, h[3], 9), (4, DRAFT, 0, 103, b"", None)]
    good = dict(rows=rows, seen={h[1]: 1, h[2]: 1}, paid={100: 1, 101: 1}, asked={100, 101, 102, 103}, told={100}, free=201)
    faults = {
        "every payment the journal calls final is on the chain once": dict(seen={h[1]: 1}),
        "none was paid twice": dict(paid={100: 2, 101: 1}, free=301),
        "none was paid that nobody asked for": dict(asked={100, 102}),
        "the chain holds nothing that the journal does not call final": dict(seen={h[1]: 1, h[2]: 1, h[3]: 1}),
        "every signed one is settled": dict(rows=rows[:2] + [(3, 2, 0, 102, h[3], 9)]),
        "no two rows have the same bytes or number": dict(rows=[rows[0], (2, FINAL, 1, 101, h[2], 7)]),
        "what the program told to be final is": dict(told={100, 102}),
        "the sum matches": dict(free=200),
    }
    wrong = [name for name, bad in verdict(**good).items() if bad]
    missed = [name for name, fault in faults.items() if not verdict(**dict(good, **fault))[name]]
    unproven = set(verdict(**good)) - set(faults)
    tell(not wrong and not missed and not unproven, "the judge finds each planted fault", (wrong, missed, unproven))


def judge(node, pub, first):
    seen = {}       # hash of an extrinsic -> how often it is on the chain
    paid = {}       # centimes -> how often
    for n in range(first, node.final() + 1):
        block = node.call("chain_getBlock", node.call("chain_getBlockHash", n))
        for text in block["block"]["extrinsics"]:
            raw = bytes.fromhex(text[2:])
            x = read_signed(raw)
            mine = [v for to, v in x[2] if to == pub] if x else []
            if not mine:
                continue
            h = hashlib.blake2b(raw, digest_size=32).digest()
            seen[h] = seen.get(h, 0) + 1
            for v in mine:
                paid[v] = paid.get(v, 0) + 1
    rows = journal_rows()
    final = [r for r in rows if r[1] == FINAL]
    states = {}
    for r in rows:
        states[r[1]] = states.get(r[1], 0) + 1
    print("# journal by state: %s; on the chain: %d" % (states, len(seen)), flush=True)
    for name, bad in verdict(rows, seen, paid, asked, said_final, free_of(node, pub)).items():
        tell(not bad, name, bad)
    tell(len(final) >= PAYMENTS // 4, "enough of them went through to mean something", states)


main()
