# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has been through, from the sandbox's own GraphQL and RPC answers: the judge of tests/sandbox/wallet_history.sh.
   wallet_history.py read INDEXER RPC ADDRESS > truth
   wallet_history.py judge TRUTH ANSWER EXPRESSION: Python over t (the truth), d (vigie's answer), n (its rows, made comparable)"""
import csv, datetime, hashlib, io, json, re, sys, urllib.request

B58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'


def ask(url, body):
    r = urllib.request.Request(url, json.dumps(body).encode(), {'Content-Type': 'application/json'})
    a = json.load(urllib.request.urlopen(r, timeout=600))
    if 'errors' in a or 'error' in a:
        sys.exit(str(a)[:300])
    return a


def pub_of(address):
    n = 0
    for c in address:
        n = n * 58 + B58.index(c)
    return n.to_bytes(36, 'big')[2:34]


def pages(indexer, field, order, where, nodes):
    after, rows = '', []
    while True:
        c = ask(indexer, {'query': '{%s(first:1000%s,orderBy:%s,filter:%s){pageInfo{hasNextPage endCursor} nodes{%s}}}'
                          % (field, after, order, where, nodes)})['data'][field]
        rows += c['nodes']
        if not c['pageInfo']['hasNextPage']:
            return rows
        after = ',after:"%s"' % c['pageInfo']['endCursor']


def read(indexer, rpc, address):
    a = '{equalTo:"%s"}' % address
    rows = []
    for r in pages(indexer, 'transfers', '[BLOCK_NUMBER_DESC,ID_DESC]', '{or:[{fromId:%s},{toId:%s}]}' % (a, a),
                   'blockNumber timestamp amount fromId toId comment{remark}'):
        out = r['fromId'] == address
        if out and r['toId'] == address:
            sys.exit('a payment to oneself: not in this test')
        rows.append([r['timestamp'][:19] + 'Z', r['blockNumber'], 'transfer', -int(r['amount']) if out else int(r['amount']),
                     r['toId'] if out else r['fromId'], (r['comment'] or {}).get('remark', '')])
    pub = pub_of(address)
    for r in pages(indexer, 'events', '[ID_DESC]', '{pallet:{equalTo:"UniversalDividend"},name:{in:["UdsClaimed","UdsAutoPaid"]},'
                   'args:{contains:{who:"0x%s"}}}' % pub.hex(), 'args block{height timestamp}'):
        rows.append([r['block']['timestamp'][:19] + 'Z', r['block']['height'], 'claim', int(r['args']['total']), int(r['args']['count']), ''])
    key = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9' + hashlib.blake2b(pub, digest_size=16).hexdigest() + pub.hex()
    v = bytes.fromhex(ask(rpc.replace('ws://', 'http://'), {'jsonrpc': '2.0', 'id': 1, 'method': 'state_getStorage', 'params': [key]})['result'][2:])
    print(json.dumps({'address': address, 'rows': rows, 'balance': int.from_bytes(v[16:24], 'little') + int.from_bytes(v[24:32], 'little')}))


def row(x):
    """One of vigie's rows as one of the truth."""
    return [x['time'], x['block'], x['kind'], -x['amount_c'] if x['direction'] == 'out' else x['amount_c'],
            x['party']['address'] if x['party'] else x.get('uds'), x['comment']]


def runs(items, opening, balance):
    """Each balance is the one before and the amount; the first comes out of the opening, the last is the chain's."""
    at = opening
    for x in reversed(items):
        at += row(x)[3]
        if x['balance_c'] != at:
            return 'balance at block %d: %d, not %d' % (x['block'], x['balance_c'], at)
    return True if at == balance else '%d, not %d' % (at, balance)


def cents(text):
    if not re.fullmatch(r'-?\d+(\.\d\d?)?', text):
        raise ValueError(text)
    whole, _, part = text.lstrip('-').partition('.')
    return (-1 if text[0] == '-' else 1) * (int(whole) * 100 + int((part + '00')[:2]))


def csv_rows(path):
    return list(csv.reader(io.StringIO(open(path, encoding='utf-8-sig', newline='').read()), delimiter=';'))


def by(rows, key):
    """Sums as vigie's totals have them: {key: [rows, in, out]}."""
    s = {}
    for r in rows:
        t = s.setdefault(key(r), [0, 0, 0])
        t[0] += 1
        t[1 if r[3] > 0 else 2] += abs(r[3])
    return s


def judge(truth, answer, expression):
    t = json.load(open(truth))
    text = open(answer, encoding='utf-8').read()
    d = json.loads(text) if text[:1] == '{' else None
    n = [row(x) for x in d['items']] if d and d.get('items') and 'kind' in d['items'][0] else []
    names = dict(globals(), t=t, d=d, n=n, text=text, R=t['rows'], address=t['address'], answer=answer)
    r = eval(expression, names)
    if r is not True:
        print(str(r)[:300])
        sys.exit(1)


if __name__ == '__main__':
    {'read': read, 'judge': judge}[sys.argv[1]](*sys.argv[2:])
