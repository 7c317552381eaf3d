# SPDX-License-Identifier: GPL-3.0-or-later
# station_truth.py FOLDER SCREEN FORM LANG: whether every figure of a station screen is what curl and the files of the station say.
# FOLDER holds what was read: peers, sys, repo, version, bw-before, bw-after, station, boards (JSON), pins (a number), home (a
# path), root (the machine of files). FORM: box, lines (cut off at the right) or plain. Prints "NAME" or "NAME: why not" lines.
# Nothing here is taken from the program: units, rounding and rules are written anew from what is documented.
import json, os, re, sys, time

folder, screen_file, form, lang = sys.argv[1:5]
fr = lang == 'fr'
screen = open(screen_file).read()
def read(name): return json.load(open(os.path.join(folder, name)))
def word(name): return open(os.path.join(folder, name)).read().strip()

def scaled(n, units):
    n, i, unit = int(n), 0, 1
    while n // unit >= 1000: unit *= 1000; i += 1
    text = '%d%s%d' % (n // unit, ',' if fr else '.', n % unit // (unit // 10)) if i and n // unit < 10 else '%d' % (n // unit)
    return text + ' ' + units[i]
def size(n): return scaled(n, ['o', 'ko', 'Mo', 'Go', 'To'] if fr else ['B', 'kB', 'MB', 'GB', 'TB'])
def count(n): return re.sub(r'(?<=\d)(?=(\d{3})+$)', ' ', str(n))
def fixed(x): return ('%.2f' % x).replace('.', ',') if fr else '%.2f' % x
def percent(part, whole): return '%d %%' % (part * 100 // whole)
def unsize(text):
    m = re.match(r'([\d.,]+) ([kMGT]?)', text)
    return float(m.group(1).replace(',', '.')) * {'': 1, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12}[m.group(2)]

# The truth.
peers = read('peers')['Peers']
relayed = sum('/p2p-circuit' in p['Addr'] for p in peers)
home = word('home'); zen = home + '/.zen'
me = read('station')
swarm = {p for p in os.listdir(zen + '/tmp/swarm') if p.startswith('12D3')} | {me['ipfsnodeid']}
connected = len({p['Peer'] for p in peers} & (swarm - {me['ipfsnodeid']}))
disk, repo = read('sys')['diskinfo'], read('repo')
root = word('root')
mem = dict(re.findall(r'(\w+): *(\d+)', open(root + '/proc/meminfo').read()))
load = open(root + '/proc/loadavg').read().split()[0]
heat = int(open(root + '/sys/class/thermal/thermal_zone0/temp').read())
up = float(open(root + '/proc/uptime').read().split()[0])
listening = {int(line.split()[1].split(':')[1], 16) for line in open(root + '/proc/net/tcp').read().splitlines()[1:]}
cap, eco = me['capacities'], me['economy']
multipass, cards = eco['multipass_count'], eco['zencard_count']
free_m, free_z, reserved = cap['nostr_slots'], cap['zencard_slots'], cap['reserved_captain_slots']
price_m, price_z, paf = (int(float(me[k]) * 100) for k in ('NCARD', 'ZCARD', 'PAF'))
revenue, costs = multipass * price_m + cards * price_z, 3 * paf
def coins(wallet, else_zen):
    try: return round((float(open('%s/tmp/coucou/%s.COINS' % (zen, wallet)).read()) - 1) * 1000)
    except OSError: return int(float(else_zen) * 100)
treasury = coins(me['UPLANETNAME_TREASURY'], eco['treasury_zen'])
captain = coins(me['CAPTAING1PUB'], me['captainZEN'])
risk = ('ORANGE' if treasury >= costs else 'RED') if captain < costs else 'YELLOW' if revenue < costs else 'GREEN'
# people: each with 10 GB, one in five with 128 GB more; one in ten present, with 512 kbit/s, 32 MB and 1/25 of a core each
def carried(n):
    fifth, present = n * 20 // 100, -(-n * 10 // 100)
    have_gb = cap['available_space_gb'] + multipass * 10 + cards * 128
    return n <= multipass + free_m - reserved and fifth <= cards + free_z and n * 10 + fifth * 128 <= have_gb and \
        2000 + present * 32 <= int(mem['MemTotal']) * 1024 // 10**6 and present <= 25 * 1 and present * 512 <= 100000
people = max(n for n in range(2000) if carried(n))
def blobs(path):
    try: return [re.search(r'(ssh-\S+|ecdsa-\S+) (\S+)', l).group(2) for l in open(path) if re.search(r'(ssh-|ecdsa-)\S+ \S', l) and l[0] != '#']
    except OSError: return []
let_in = blobs(home + '/.ssh/authorized_keys')
known = set(blobs(zen + '/game/My_boostrap_ssh.txt')) | set(blobs(home + '/.ssh/id_ed25519.pub'))
for p in os.listdir(zen + '/game/players'): known |= set(blobs(zen + '/game/players/%s/ssh.pub' % p))
for p in swarm - {me['ipfsnodeid']}:
    try: known.add(json.load(open('%s/tmp/swarm/%s/12345.json' % (zen, p)))['SSHPUB'].split()[1])
    except (OSError, ValueError, KeyError, IndexError, AttributeError): pass
lines = [l for l in open(home + '/.ssh/authorized_keys') if l.strip() and l[0] != '#']
strangers = len(lines) - sum(b in known for b in let_in)
now = time.time()
def heard(p): return int(open('%s/tmp/swarm/%s/_MySwarm.moats' % (zen, p)).read())
fresh = 1 + sum(now - heard(p) <= 3600 for p in swarm - {me['ipfsnodeid']})
boards = len(read('boards'))
log = open(zen + '/log/' + sorted(os.listdir(zen + '/log'))[-1], errors='replace').read()
took = re.search(r'Execution time was (\d+)', log)
bw = (read('bw-before'), read('bw-after'))

# The screen, figure by figure. (name, pattern); a pattern with a group holds a rate or size that moves while it is read.
en = lambda a, b: '(%s|%s)' % (a, b) if fr else a
pins = count(int(word('pins')))
P, D, R = len(peers), len(peers) - relayed, relayed
short = me['ipfsnodeid'][:7] + '…' + me['ipfsnodeid'][-4:]
every = {
 'its name': re.escape(me['hostname']),
 'its id': re.escape(short),
 'its captain': '(captain|capitaine) ' + re.escape(me['captain'].split('@')[0]),
 'speed in': ('in', r'[↓v] ?([\d.,]+ [kMG]?%s/s)' % en('B', 'o')),
 'speed out': ('out', r'[↑^] ?([\d.,]+ [kMG]?%s/s)' % en('B', 'o')),
 'disk': en('disk', 'disque') + r'[ █░#.,]+' + percent(disk['total_space'] - disk['free_space'], disk['total_space']),
 'repository and limit': en('repo', 'dépôt') + ' %s (of|sur) %s' % (size(repo['RepoSize']), size(repo['StorageMax'])),
 'pins': pins + ' ' + en('pins', 'épingles'),
 'memory': percent(int(mem['MemTotal']) - int(mem['MemAvailable']), int(mem['MemTotal'])),
 'risk of its economy': {'GREEN': '(GREEN|VERT)', 'YELLOW': '(YELLOW|JAUNE)', 'ORANGE': 'ORANGE', 'RED': '(RED|ROUGE)'}[risk],
 'income and costs': '%s / %s Ẑ' % tuple(count(v // 100) if v % 100 == 0 else fixed(v / 100) for v in (revenue, costs)),
 'people': en('carries', 'porte') + ' %s ' % count(people),
 'keys': r'%d (known|connues), %d (UNKNOWN|INCONNUES)' % (len(lines) - strangers, strangers),
 'stations heard of': r'%d stations?, %d ' % (len(swarm), fresh),
 'boards': r'Skywire:? +%d ' % boards,
}
boxes = {
 'peers': r'(Peers|Pairs) ?[─-]+ ?%s[┐+]' % count(P),
 'direct and relayed peers': r'direct %d (relay|relais) %d' % (D, R),
 'services up, of how many': r'Services ?[─-]+ ?%d/\d+[┐+]' % len([p for p in (5001, 7777, 54321, 12345, 81, 8001, 33101, 11434) if p in listening]),
 'stations connected': r'stations %d (of|sur) %d' % (connected, len(swarm)),
}
said = lambda a, b: b if fr else a
words = {
 'peers': '%d %s, %s %d, %s %d, stations %d %s %d' % (P, said('peers', 'pairs'), said('direct', 'directs'), D, said('relayed', 'relayés'), R, connected, said('of', 'sur'), len(swarm)),
 'services up': r'(up|marche)',
}
details = {
 'temperature': '%d (°|o|deg)C' % (heat // 1000),
 'load': re.escape(load.replace('.', ',') if fr else load),
 'since when it is up': '%d (days|jours)' % (up // 86400),
 'MULTIPASS': r'MULTIPASS +%s (of|sur) %s' % (count(multipass), count(multipass + free_m)),
 'ZEN Card': r'ZEN Card +%s (of|sur) %s' % (count(cards), count(cards + free_z)),
 'power': r'(power|puissance) %d +(%s|\w+)' % (cap['power_score'], cap['provider_tier']),
 'runway': r'\D%d (weeks?|semaines?)' % (treasury // costs),
 'nightly run': '20h12 +' + (r'.*%d (minutes?|min)' % (int(took.group(1)) // 60) if took else ''),
 'traffic of the day': (None, en('day', 'jour') + r' [↓v] ([\d.,]+ [kMG]?[Bo]|n/[ad])'),
 'version of ipfs': r'ipfs.*' + re.escape(read('version')['Version']),
}
for name, port in (('relay', 7777), ('upassport', 54321), ('astroport', 12345), ('npm', 81), ('cloud', 8001), ('g1billet', 33101)):
    good, bad = (r'[●*] ', r'[✗x] ') if form == 'box' else ('', '')
    details['service ' + name] = (good if port in listening else bad) + name + ('' if form == 'box' else
        ' (up|en marche)' if port in listening else ' (down|arrêté|without|sans)')

def moved(kind, text):
    if kind is None: return True
    lo, hi = sorted(b['RateIn' if kind == 'in' else 'RateOut'] for b in bw)
    return 0.4 * lo - 1000 <= unsize(text) <= 1.6 * hi + 1000
def check(name, pattern):
    kind, pattern = pattern if isinstance(pattern, tuple) else ('', pattern)
    text = re.sub('[\u00a0\u202f\u2009]', ' ', screen)
    m = re.search(pattern.replace('…', '[…~.]+').replace('Ẑ', '[ẐZ]').replace('é', '[ée]').replace('É', '[ÉE]'), text)
    why = None if m and (kind == '' or moved(kind, m.group(1))) else 'no /%s/' % pattern
    print(name if not why else '%s: %s' % (name, why))

wanted = dict(every)
if form == 'box': wanted.update(boxes); wanted.update(details)
if form == 'plain': wanted.update(words); wanted.update(details)
if form == 'lines':
    # what does not fit is cut: as much as stands there must be the beginning of what belongs there
    for name in ('its id', 'its captain', 'pins', 'speed out', 'repository and limit', 'stations heard of', 'keys', 'income and costs', 'disk'): del wanted[name]
    starts = {'peers': words['peers'], 'disk and repository': '%s %s, %s %s %s %s' % (said('disk', 'disque'), percent(disk['total_space'] - disk['free_space'], disk['total_space']), said('repo', 'dépôt'), size(repo['RepoSize']), said('of', 'sur'), size(repo['StorageMax'])),
              'keys': '%d %s, %d %s' % (len(lines) - strangers, said('known', 'connues'), strangers, said('UNKNOWN', 'INCONNUES')),
              'stations heard of': '%d stations, %d %s' % (len(swarm), fresh, said('heard', 'entendues'))}
    text = re.sub('[\u00a0\u202f\u2009]', ' ', screen)
    for name, whole in starts.items():
        shown = [l[15:].rstrip('…~ ') for l in text.splitlines()]
        cut = [l for l in shown if len(l) >= min(10, len(whole)) and (whole.startswith(l) or l.startswith(whole))]
        print(name if cut else '%s: nothing begins %s' % (name, whole))
for name, pattern in wanted.items(): check(name, pattern)
