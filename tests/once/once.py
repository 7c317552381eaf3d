#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exactly once: payments with the program killed at every numbered write, fsync and send (cut.c) and at random moments, while
the node freezes, loses answers and takes blocks back. One account is paid from by several commands, by a full screen somebody
types in, and by another machine's cron with a cap for the day, all at once. Afterwards this script, which shares no code with
the program, reads the chain block by block and the files of the journals, and judges: every payment a journal calls final is on
the chain once, none is there twice, none that nobody asked for, the sums match, and none is left without an end.

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
BIN = work + "/bin"      # copies: whoever builds meanwhile does not matter
PASSPHRASE = "correct horse battery"
CAP = max(6000, PAYMENTS * 150)  # centimes that cron may pay in a day
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


def base58(text):
    n = 0
    for c in text:
        n = n * 58 + B58.index(c)
    return n.to_bytes(36, "big")


def address(pub):
    body = bytes([0x58, 0x91]) + pub
    body += hashlib.blake2b(b"SS58PRE" + body, digest_size=64).digest()[:2]
    n, out = int.from_bytes(body, "big"), ""
    while n:
        n, r = divmod(n, 58)
        out = B58[r] + out
    return out


# -- the program under test --

def home(name):
    """A person's home on a machine of its own."""
    top = "%s/%s" % (work, name)
    os.makedirs(top + "/run", mode=0o700)
    os.chmod(top, 0o700)
    e = dict(os.environ, HOME=top, XDG_RUNTIME_DIR=top + "/run", VIGIE_PASSPHRASE_FILE=work + "/pass", LANGUAGE="en", LC_ALL="C.UTF-8")
    for part in ("CONFIG", "DATA", "STATE", "CACHE"):
        e["XDG_%s_HOME" % part] = "%s/%s" % (top, part.lower())
    return e


env = home("desk")
cron_env = home("server")


def vigie(*args, cut=0, count=None, timeout=120, kill_after=None, at=env):
    e = dict(at)
    if cut or count:
        e["LD_PRELOAD"] = BIN + "/cut.so"
        e["CUT_AT"] = str(cut)
        if count:
            e["CUT_COUNT"] = count
    p = subprocess.Popen([BIN + "/vigie", *args], env=e, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
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
    p = subprocess.Popen([BIN + "/vigie-sandbox", "--seed", "1", "--block-time", str(BLOCK_S), "--finality", str(FINALITY),
                          "--transfers", "200", "--still"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return p, json.loads(p.stdout.readline())


def order(line, text):
    ask = urllib.request.Request(line["ctl"], text.encode(), {"X-Token": line["token"]})
    try:
        urllib.request.urlopen(ask, timeout=10).read()
    except Exception:
        pass


class Screen(threading.Thread):
    """Somebody has the full screen open, follows the same rows in it and pays from it, while it dies as often as the others."""

    def __init__(self, to, points):
        super().__init__(daemon=True)
        self.to, self.points, self.over, self.killed, self.confirmed, self.left, self.shown = to, points, False, 0, 0, 0, b""

    def run(self):
        r = random.Random(SEED + 2000)
        last = False
        while not last:
            last = self.over    # this one is left in peace
            pid, fd = pty.fork()
            if not pid:
                e = dict(env, TERM="xterm-256color")
                if r.random() < 0.4 and not last:
                    e.update(LD_PRELOAD=BIN + "/cut.so", CUT_AT=str(r.randrange(200, 6 * self.points)))
                os.execve(BIN + "/vigie", [BIN + "/vigie", "wallet"], e)
            drain = threading.Thread(target=self.drain, args=(fd,), daemon=True)
            drain.start()
            try:
                time.sleep(r.uniform(0.8, 2))
                for _ in range(1 if last else r.randrange(3)):
                    self.pay(fd, r, last)
            except OSError:
                pass    # it is dead already
            time.sleep(r.uniform(0.1, 2) + 4 * last)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.killed += 1
            drain.join()
            os.close(fd)

    def pay(self, fd, r, sure):
        amount = SCREEN + self.confirmed + self.left
        os.write(fd, (":pay %s %d.%02d --comment typed\r" % ((self.to,) + divmod(amount, 100))).encode())
        time.sleep(r.uniform(0.5, 1.5) + sure)
        if not sure and r.random() < 0.2:    # looked at and left: this amount may never be on the chain
            self.left += 1
            os.write(fd, b"\x1b")
            time.sleep(0.3)
            return
        self.confirmed += 1
        asked[self.to, amount] = "screen"
        self.shown = b""
        os.write(fd, b"y")
        for _ in range(20):
            time.sleep(0.1)
            if b"Passphrase" in self.shown:
                os.write(fd, (PASSPHRASE + "\r").encode())
                break
        time.sleep(r.uniform(0, 3))
        os.write(fd, b"\x1b")
        time.sleep(0.2)

    def drain(self, fd):
        try:
            while True:
                self.shown = (self.shown + os.read(fd, 65536))[-20000:]
        except OSError:
            pass


class Cron(threading.Thread):
    """Another machine with the same key: one-shot runs with a passphrase file and a cap for the day."""

    def __init__(self, to, points):
        super().__init__(daemon=True)
        self.to, self.points, self.over, self.runs, self.denied = to, points, False, 0, 0

    def run(self):
        r = random.Random(SEED + 3000)
        while not self.over or not self.denied:
            time.sleep(r.uniform(0.2, 2))
            if self.denied >= 3:
                continue
            amount = CRON + self.runs
            self.runs += 1
            asked[self.to, amount] = "cron"
            cut = r.randrange(1, self.points) if r.random() < 0.3 else 0
            rc, out, err = vigie("pay", self.to, "%d.%02d" % divmod(amount, 100), "--yes", "--json", "--wait", "sent", cut=cut, at=cron_env)
            self.denied += rc > 0 and "day_limit" in out + err


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
            long = PAYMENTS > 100 and r.random() < 0.04     # longer than a payment stays valid
            self.done["long"] = self.done.get("long", 0) + long
            time.sleep(r.uniform(16, 26) if long else r.uniform(0.2, 1.2))
            order(self.line, off)


def main():
    os.makedirs(BIN)
    for name in ("vigie", "vigie-sandbox", "tests/once/cut.so"):
        shutil.copy(os.path.join(BUILD, name), BIN)
    for name, text in (("pass", PASSPHRASE), ("words", WORDS)):
        with open("%s/%s" % (work, name), "w") as f:
            f.write(text + "\n")
        os.chmod("%s/%s" % (work, name), 0o600)
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


SCREEN, CRON = 1200, 2000   # the amounts of others begin there; those of the commands are 100 and more
PAYMENTS = min(PAYMENTS, 1000)
asked = {}          # (address, centimes) of each payment that was confirmed -> by whom
refusals = {}       # code -> how many commands ended with it
said_final = set()  # those that the program itself told to be final
payees = [bytes(random.Random(SEED + 7 + k).randrange(256) for _ in range(32)) for k in range(3)]


def pay(i, several=False, wait=None, **how):
    """Of a run of its own, to one, or to three at once by a file."""
    amount, to = 100 + i, [address(p) for p in (payees if several else payees[:1])]
    text = "%d.%02d" % divmod(amount, 100)
    for one in to:
        asked[one, amount] = "command"
    words = [to[0], text]
    if several:
        words = ["--file", "%s/list%d" % (work, i)]
        with open(words[1], "w") as f:
            f.write("".join("%s;%s\n" % (one, text) for one in to))
    rc, out, err = vigie("pay", *words, "--yes", "--json", "--wait", wait or rnd.choice(["sent", "block", "final"]), timeout=150, **how)
    if rc > 0:
        try:
            why = json.loads(out)["error"]["code"]
        except (ValueError, KeyError, TypeError):
            why = "exit %d" % rc
        refusals[why] = refusals.get(why, 0) + 1
    if rc == 0 and '"final"' in out.split('"hash"')[0]:
        said_final.update((one, amount) for one in to)
    return rc, out, err


def people(line):
    """The same key on two machines; on one of them cron may spend no more than so much a day."""
    good, told = True, ""
    for e in env, cron_env:
        e.update(VIGIE_G1_RPC=line["g1"]["rpc"], VIGIE_G1_INDEXER=line["g1"]["indexer"], VIGIE_G1_GENESIS=line["g1"]["genesis"])
        for words in ["vault-create"], ["key-import", work + "/words", "--yes", "--json", "--offline"]:
            rc, out, err = vigie(*words, at=e)
            good, told = good and rc == 0, told + err
    rc, out, err = vigie("set", "wallet.day_limit", "%d" % (CAP / 100), at=cron_env)
    tell(good and rc == 0, "a vault with the sandbox's member on two machines", told + err)
    rc, out, err = vigie("balance", "--json")
    return base58(json.loads(out)["address"])[2:34] if rc == 0 else b""


def workers(points):
    lock, todo, cuts = threading.Lock(), list(range(1, PAYMENTS)), []
    told = {"killed": 0, "points": set()}     # every numbered point in turn, in an order of chance

    def worker():
        while True:
            with lock:
                if not todo:
                    return
                i, how, several = todo.pop(0), rnd.random(), rnd.random() < 0.15
                if not cuts:
                    cuts.extend(rnd.sample(range(1, points + 1), points))
                at = cuts.pop() if how < 0.6 else 0
                told["points"].add(at)
            rc, out, err = pay(i, several, cut=at) if at else pay(i, several, kill_after=rnd.uniform(0.05, 2.5)) if how < 0.8 else pay(i, several)
            told["killed"] += rc == -signal.SIGKILL
            if rnd.random() < 0.15:     # the next start looks after what was left; it may die, too
                vigie("resume", "--json", cut=1 + rnd.randrange(points), timeout=60, kill_after=8)

    threads = [threading.Thread(target=worker) for k in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    told["points"].discard(0)
    return told


def settle(at):
    """The program has the time to see to all that was left. Drafts are left alone for some minutes, as somebody may be at them."""
    for path in journals(at):
        db = sqlite3.connect(path, timeout=20)
        db.execute("UPDATE entry SET changed = changed - 1000 WHERE state = 0")
        db.commit()
        db.close()
    rc, out, err = vigie("resume", "--json", timeout=700, at=at)
    return rc, out + err


def second_try(line):
    """A node takes it and tells nobody: it runs out, and is tried again, once."""
    order(line, "switch g1 silent-pool on")
    rc, out, err = pay(1000, wait="sent")
    row = max(r[0] for r in journal_rows(env))
    early = vigie("retry", str(row), "--yes", "--json")
    settle(env)
    state = [r[1] for r in journal_rows(env) if r[0] == row]
    order(line, "switch g1 silent-pool off")
    once = vigie("retry", str(row), "--yes", "--json", "--wait", "final")
    twice = vigie("retry", str(row), "--yes", "--json", "--wait", "final")
    tell(early[0] > 0 and "still happen" in early[1] + early[2], "what may still happen is not tried again", early)
    tell(state in ([EXPIRED], [REFUSED]), "what no node passes on runs out", state)
    tell(once[0] == 0, "then it is tried again", once)
    tell(twice[0] > 0 and "already" in twice[1] + twice[2], "but not twice", twice)


def run(line):
    node = Node(line["g1"]["rpc"])
    first = node.final() + 1
    me = people(line)
    begun = free_of(node, me)
    rc, out, err = pay(0, count=work + "/count")
    tell(rc == 0, "the first payment goes through", out + err)
    points = int(open(work + "/count").read())
    print("# %d numbered points in one payment" % points, flush=True)
    to = address(payees[0])
    others = Mischief(line), Screen(to, points), Cron(to, points)
    mischief, screen, cron = others
    [t.start() for t in others]
    told = workers(points)
    for t in others:
        t.over = True
    mischief.join()
    order(line, "clear")
    [t.join() for t in others]
    print("# %d of %d runs were killed, at %d of %d points; the full screen was killed %d times and paid %d; cron ran %d times; mischief: %s" %
          (told["killed"], PAYMENTS, len(told["points"]), points, screen.killed, screen.confirmed, cron.runs, json.dumps(mischief.done)), flush=True)
    print("# commands that ended without success: %s" % json.dumps(refusals), flush=True)
    tell(told["killed"] >= PAYMENTS // 4, "many of them were killed on their way")
    if PAYMENTS > 2 * points:
        tell(len(told["points"]) == points, "at every numbered point", points - len(told["points"]))
    second_try(line)
    settle(env)
    again = [r[0] for r in journal_rows(env) if r[1] in (REFUSED, EXPIRED)][:15]
    done = [vigie("retry", str(k), "--yes", "--json", "--wait", "sent")[0] for k in again]
    print("# %d of %d that came to nothing were tried again" % (done.count(0), len(again)), flush=True)
    for at in env, cron_env:
        rc, words = settle(at)
        tell(rc == 0, "afterwards nothing is open", words)
    top = node.final() + FINALITY + 2
    while node.final() < top:
        time.sleep(BLOCK_S)
    judge(node, me, first, begun)


def journals(at):
    return [root + "/journal.db" for root, _, files in os.walk(at["XDG_STATE_HOME"]) if "journal.db" in files]


def journal_rows(at):
    rows = []
    for path in journals(at):
        db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
        rows += db.execute("SELECT id, state, settled, total_c, hash, nonce FROM entry ORDER BY id").fetchall()
        db.close()
    return rows


DRAFT, FINAL, REFUSED, EXPIRED, DROPPED = 0, 4, 5, 6, 7


def verdict(rows, seen, paid, asked, told, got, went):
    """What is wrong, by name. rows: (id, state, settled, centimes, hash, nonce) of the journals; seen: hash of an extrinsic -> how
    often it is on the chain; paid: (address, centimes) -> how often that arrived; told: those said to be final; got: what the
    receivers have; went: what the sender has no longer."""
    final = [r for r in rows if r[1] == FINAL]
    ends = {FINAL, REFUSED, EXPIRED, DROPPED}
    total = sum(key[1] * n for key, n in paid.items())
    return {
        "every payment the journal calls final is on the chain once": [(r[0], seen.get(r[4])) for r in final if seen.get(r[4]) != 1],
        "none was paid twice": {v: n for v, n in paid.items() if n != 1},
        "none was paid that nobody asked for": set(paid) - set(asked),
        "the chain holds nothing that the journal does not call final": [h.hex() for h in set(seen) - {r[4] for r in final}],
        "every one has an end": [r[:3] for r in rows if r[1] not in ends or r[2] != 1],
        "no two rows have the same bytes or number": [r[0] for r in final if sum(q[4] == r[4] or q[5] == r[5] for q in final) != 1],
        "what the program told to be final is": told - set(paid),
        "cron kept to its cap": sum(key[1] for key in paid if asked.get(key) == "cron") > CAP,
        "the sums match": [] if got == went == sum(r[3] for r in final) == total else [got, went, sum(r[3] for r in final), total],
    }


def judge_the_judge():
    """A clean case passes; each planted fault is found by the check that is there for it."""
    h = [bytes([k]) * 32 for k in range(4)]
    rows = [(1, FINAL, 1, 100, h[1], 7), (2, FINAL, 1, 101, h[2], 8), (3, EXPIRED, 1, 102, h[3], 9), (4, DROPPED, 1, 103, None, None)]
    a, b, c = ("A", 100), ("A", 101), ("A", 102)
    good = dict(rows=rows, seen={h[1]: 1, h[2]: 1}, paid={a: 1, b: 1}, asked={a: "cron", b: "command", c: "command"}, told={a}, got=201, went=201)
    faults = [
        ("every payment the journal calls final is on the chain once", dict(seen={h[1]: 1})),
        ("every payment the journal calls final is on the chain once", dict(seen={h[1]: 2, h[2]: 1})),
        ("none was paid twice", dict(paid={a: 2, b: 1}, got=301, went=301)),
        ("none was paid that nobody asked for", dict(asked={a: "command"})),
        ("the chain holds nothing that the journal does not call final", dict(seen={h[1]: 1, h[2]: 1, h[3]: 1})),
        ("every one has an end", dict(rows=rows[:2] + [(3, 2, 0, 102, h[3], 9)])),
        ("every one has an end", dict(rows=rows[:3] + [(4, DRAFT, 0, 103, None, None)])),
        ("no two rows have the same bytes or number", dict(rows=[rows[0], (2, FINAL, 1, 101, h[2], 7)])),
        ("what the program told to be final is", dict(told={a, c})),
        ("cron kept to its cap", dict(paid={("A", CAP + 1): 1}, asked={("A", CAP + 1): "cron"})),
        ("the sums match", dict(got=200)),
        ("the sums match", dict(went=200)),
        ("the sums match", dict(rows=[rows[0], (2, FINAL, 1, 100, h[2], 8)])),
    ]
    wrong = [name for name, bad in verdict(**good).items() if bad]
    missed = [name for name, fault in faults if not verdict(**dict(good, **fault))[name]]
    unproven = set(verdict(**good)) - {name for name, fault in faults}
    tell(not wrong and not missed and not unproven, "the judge finds each planted fault", (wrong, missed, unproven))


def judge(node, me, first, begun):
    names = {p: address(p) for p in payees}
    seen = {}       # hash of an extrinsic -> how often it is on the chain
    paid = {}       # (address, centimes) -> how often
    for n in range(first, node.final() + 1):
        block = node.call("chain_getBlock", node.call("chain_getBlockHash", n))
        for text in block["block"]["extrinsics"]:
            raw = bytes.fromhex(text[2:])
            x = read_signed(raw)
            if not x or x[0] != me:
                continue
            h = hashlib.blake2b(raw, digest_size=32).digest()
            seen[h] = seen.get(h, 0) + 1
            for to, v in x[2]:
                key = names.get(to, to.hex()), v
                paid[key] = paid.get(key, 0) + 1
    rows = journal_rows(env) + journal_rows(cron_env)
    states = {}
    for r in rows:
        states[r[1]] = states.get(r[1], 0) + 1
    print("# journals by state: %s; on the chain: %d" % (states, len(seen)), flush=True)
    for name, bad in verdict(rows, seen, paid, asked, said_final, sum(free_of(node, p) for p in payees), begun - free_of(node, me)).items():
        tell(not bad, name, bad)
    tell(states.get(FINAL, 0) >= PAYMENTS // 4, "enough of them went through to mean something", states)
    for who in "command", "screen", "cron":
        tell(any(asked[key] == who for key in paid if key in asked), "some of each kind: " + who)


main()
