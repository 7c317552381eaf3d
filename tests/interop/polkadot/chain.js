// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a wallet does, done by @polkadot/api on the sandbox's node.
'use strict';
const { ApiPromise, WsProvider, Keyring } = require('@polkadot/api');
const { cryptoWaitReady, encodeAddress, blake2AsHex, mnemonicToMiniSecret, xxhashAsHex } = require('@polkadot/util-crypto');
const { hexToU8a, u8aToHex, u8aConcat } = require('@polkadot/util');

const line = JSON.parse(process.env.SANDBOX);
const ok = (name, good, why) => console.log(good ? `ok polkadot: ${name}` : `not ok polkadot: ${name}${why ? ` (${why})` : ''}`);
const step = async (name, fn) => {
	try {
		const r = await fn();
		ok(name, r === undefined || r === true, r);
	} catch (e) {
		ok(name, false, (e && e.message) || e);
	}
};
const order = async (words) => {
	const r = await fetch(line.ctl, { method: 'POST', headers: { 'X-Token': line.token }, body: words });
	const j = await r.json();
	if (!r.ok) throw new Error(j.error);
	return j;
};
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

async function main() {
	await cryptoWaitReady();
	const provider = new WsProvider(line.g1.rpc, 1000);
	const api = await ApiPromise.create({ provider, noInitWarn: true });
	const ring = new Keyring({ ss58Format: 4450 });
	const member = ring.addFromSeed(mnemonicToMiniSecret('bottom drive obey lake curtain smoke basket hold race lonely fit walk'), {}, 'ed25519');
	const newcomer = ring.addFromSeed(mnemonicToMiniSecret('legal winner thank year wave sausage worth useful legal winner thank yellow'), {}, 'ed25519');
	const fresh = ring.addFromSeed(new Uint8Array(32).fill(7), {}, 'ed25519');
	const schnorr = ring.addFromSeed(new Uint8Array(32).fill(9), {}, 'sr25519');

	// Sends and waits; gives the events of the extrinsic, or throws what the module said.
	const nonce = async (who) => (await api.rpc.system.accountNextIndex(who.address)).toNumber();
	const send = (tx, who, options = {}, until = 'isInBlock') => new Promise(async (done, fail) => {
		tx.signAndSend(who, { nonce: await nonce(who), ...options }, (r) => {
			if (r.dispatchError) {
				const e = r.dispatchError;
				const m = e.isModule ? api.registry.findMetaError(e.asModule) : null;
				fail(new Error(m ? `${m.section}.${m.name}` : e.toString()));
			} else if (r.status[until]) {
				done(r);
			} else if (r.isError) {
				fail(new Error(r.status.type));
			}
		}).catch(fail);
	});
	const has = (r, section, method) => r.events.some((e) => e.event.section === section && e.event.method === method);
	const refused = async (promise, what) => {
		try {
			await promise;
		} catch (e) {
			return e.message.includes(what) || e.message;
		}
		return 'it was accepted';
	};
	const free = async (who) => (await api.query.system.account(who)).data.free.toBigInt();

	await step('connects and reads the metadata', async () => {
		return api.runtimeVersion.specVersion.toNumber() === 1100 && api.genesisHash.toHex() === line.g1.genesis &&
			api.consts.system.ss58Prefix.toNumber() === 4450 && api.tx.certification.addCert.callIndex.join() === '43,0';
	});
	await step('names the chain', async () => (await api.rpc.system.chain()).toString() === 'Ğ1');
	await step('hashes headers to the hashes that the node tells', async () => {
		const n = (await api.rpc.chain.getHeader()).number.toNumber();
		for (const at of [n, n - 1, n - 2000, 1234567, 1]) {
			const hash = await api.rpc.chain.getBlockHash(at);
			const header = await api.rpc.chain.getHeader(hash);
			if (header.hash.toHex() !== hash.toHex()) return `block ${at}`;
			if (at > 1 && at !== 1234567 && header.parentHash.toHex() !== (await api.rpc.chain.getBlockHash(at - 1)).toHex()) return `parent of ${at}`;
		}
	});
	await step('computes the extrinsics root of a block', async () => {
		const hash = await api.rpc.chain.getBlockHash();
		const { block } = await api.rpc.chain.getBlock(hash);
		return block.extrinsics.length >= 1 && block.extrinsics[0].method.section === 'timestamp';
	});
	await step('subscribes to new and final heads', () => new Promise(async (done) => {
		let heads = 0, finals = 0;
		const check = () => heads >= 3 && finals >= 2 && done(true);
		const a = await api.rpc.chain.subscribeNewHeads(() => { heads++; check(); });
		const b = await api.rpc.chain.subscribeFinalizedHeads(() => { finals++; check(); });
		setTimeout(() => { a(); b(); done('no heads came'); }, 9000);
	}));
	await step('decodes accounts', async () => {
		const all = await api.query.system.account.entries();
		return all.length > 300 && all.every(([, v]) => v.providers.toNumber() + v.sufficients.toNumber() > 0);
	});
	await step('decodes identities, certifications and memberships', async () => {
		const ids = await api.query.identity.identities.entries();
		const certs = await api.query.certification.certsByReceiver.entries();
		const members = await api.query.membership.counterForMembership();
		return ids.length > 150 && certs.length > 140 && members.toNumber() > 130 &&
			ids.filter(([, v]) => v.unwrap().status.isMember).length === members.toNumber();
	});
	await step('finds an identity by name', async () => {
		const index = await api.query.identity.identitiesNames('Vigie-Demo');
		const mine = await api.query.identity.identityIndexOf(member.address);
		return index.isSome && index.unwrap().eq(mine.unwrap());
	});
	await step('asks the runtime for balances', async () => {
		const r = await api.rpc.state.call('UniversalDividendApi_account_balances', u8aToHex(member.publicKey));
		const b = Buffer.from(hexToU8a(r.toHex()));
		return b.length === 24 && b.readBigUInt64LE(0) >= await free(member.address) && b.readBigUInt64LE(16) > 0n;
	});
	await step('calls runtime functions by their description', async () => {
		const b = await api.call.universalDividendApi.accountBalances(member.address);
		const n = await api.call.accountNonceApi.accountNonce(member.address);
		return b.unclaimUds.toBigInt() > 0n && n.eq((await api.query.system.account(member.address)).nonce);
	});
	await step('sends a payment, signed with ed25519, and sees it final', async () => {
		const before = await free(fresh.address);
		const r = await send(api.tx.balances.transferKeepAlive(fresh.address, 5000), member, {}, 'isFinalized');
		return has(r, 'balances', 'Transfer') && has(r, 'system', 'NewAccount') && await free(fresh.address) === before + 5000n;
	});
	await step('sends from an sr25519 account', async () => {
		await send(api.tx.balances.transferKeepAlive(schnorr.address, 3000), member);
		const r = await send(api.tx.balances.transferKeepAlive(fresh.address, 700), schnorr);
		return has(r, 'balances', 'Transfer') && await free(schnorr.address) === 2300n;
	});
	await step('sends a batch with a comment', async () => {
		const r = await send(api.tx.utility.batchAll([api.tx.balances.transferKeepAlive(fresh.address, 100),
			api.tx.system.remarkWithEvent('merci ☀ Ğ1')]), member);
		return has(r, 'utility', 'BatchCompleted') && has(r, 'system', 'Remarked') && has(r, 'balances', 'Transfer');
	});
	await step('long comments cost a fee, which members get back', async () => {
		const r = await send(api.tx.system.remarkWithEvent('x'.repeat(400)), member);
		const paid = r.events.find((e) => e.event.method === 'TransactionFeePaid');
		const hash = r.status.asInBlock;
		const events = await (await api.at(hash)).query.system.events();
		return paid.event.data.actualFee.toNumber() === 6 && events.some((e) => e.event.section === 'quota' && e.event.method === 'Refunded');
	});
	await step('short ones cost nothing', async () => {
		const info = await api.tx.balances.transferKeepAlive(fresh.address, 1).paymentInfo(member);
		return info.partialFee.isZero();
	});
	await step('claims dividends', async () => {
		const before = await free(member.address);
		const r = await send(api.tx.universalDividend.claimUds(), member);
		const claimed = r.events.find((e) => e.event.method === 'UdsClaimed');
		return claimed && await free(member.address) === before + claimed.event.data.total.toBigInt();
	});
	await step('pays in dividends', async () => {
		const r = await send(api.tx.universalDividend.transferUdKeepAlive(fresh.address, 1500), member);
		const ud = (await api.query.universalDividend.currentUd()).toBigInt();
		return r.events.find((e) => e.event.method === 'Transfer').event.data.amount.toBigInt() === ud * 1500n / 1000n;
	});
	await step('who is no member cannot claim', () => refused(send(api.tx.universalDividend.claimUds(), fresh),
		'universalDividend.AccountNotAllowedToClaimUds'));
	await step('certifies', async () => {
		const mine = (await api.query.identity.identityIndexOf(member.address)).unwrap();
		const meta = await api.query.certification.storageIdtyCertMeta(mine);
		const ids = await api.query.identity.identities.entries();
		for (const [key, value] of ids) {
			const index = key.args[0];
			const certs = await api.query.certification.certsByReceiver(index);
			if (!value.unwrap().status.isMember || index.eq(mine) || certs.some(([issuer]) => issuer.eq(mine))) continue;
			const r = await send(api.tx.certification.addCert(index), member);
			const after = await api.query.certification.storageIdtyCertMeta(mine);
			return has(r, 'certification', 'CertAdded') && after.issuedCount.eq(meta.issuedCount.addn(1));
		}
		return 'nobody left to certify';
	});
	await step('but not twice in five days', async () => {
		const mine = (await api.query.identity.identityIndexOf(member.address)).unwrap();
		return refused(send(api.tx.certification.addCert(mine.addn(1)), member), 'certification.NotRespectCertPeriod');
	});
	await step('the newcomer confirms an identity', async () => {
		const r = await send(api.tx.identity.confirmIdentity('Mousse_de_mer'), newcomer);
		const index = (await api.query.identity.identityIndexOf(newcomer.address)).unwrap();
		return has(r, 'identity', 'IdtyConfirmed') && (await api.query.identity.identities(index)).unwrap().status.isUnvalidated;
	});
	await step('creates an identity after the delay', async () => {
		await order('advance 6');
		const r = await send(api.tx.identity.createIdentity(fresh.address), member);
		const index = (await api.query.identity.identityIndexOf(fresh.address)).unwrap();
		return has(r, 'identity', 'IdtyCreated') && has(r, 'certification', 'CertAdded') && has(r, 'account', 'AccountLinked') &&
			(await api.query.identity.identities(index)).unwrap().status.isUnconfirmed;
	});
	await step('names follow their rules', async () => await refused(send(api.tx.identity.confirmIdentity('no blanks'), fresh), 'identity.IdtyNameInvalid') === true &&
		refused(send(api.tx.identity.confirmIdentity('Vigie-Demo'), fresh), 'identity.IdtyNameAlreadyExist'));
	await step('a distance evaluation renews the membership', async () => {
		await order('advance 1');
		const mine = (await api.query.identity.identityIndexOf(member.address)).unwrap();
		const before = (await api.query.membership.membership(mine)).unwrap().expireOn;
		const r = await send(api.tx.distance.requestDistanceEvaluation(), member);
		const held = (await api.query.system.account(member.address)).data.reserved.toNumber();
		await order('advance 1200s');
		const after = (await api.query.membership.membership(mine)).unwrap().expireOn;
		return has(r, 'distance', 'EvaluationRequested') && held === 1000 && after.gt(before) &&
			(await api.query.system.account(member.address)).data.reserved.isZero();
	});
	await step('the dividend came meanwhile', async () => {
		const index = (await api.query.universalDividend.currentUdIndex()).toNumber();
		return index >= 731 + 6;
	});
	await step('filtered calls fail as such', async () => refused(send(api.tx.smithMembers.inviteSmith(3), member), 'system.CallFiltered'));
	await step('root is nobody', async () => refused(send(api.tx.certification.delCert(1, 2), member), 'BadOrigin'));
	await step('too small an amount for a new account', async () => refused(send(api.tx.balances.transferKeepAlive(
		encodeAddress(new Uint8Array(32).fill(3), 4450), 99), member), 'BelowMinimum'));
	await step('more than there is', async () => refused(send(api.tx.balances.transferKeepAlive(fresh.address,
		await free(member.address) + 1n), member), 'FundsUnavailable'));
	await step('all of it while keeping alive', async () => refused(send(api.tx.balances.transferKeepAlive(fresh.address,
		await free(schnorr.address)), schnorr), 'NotExpendable'));
	await step('an outdated nonce', async () => refused(api.tx.system.remark('0x01').signAndSend(member, { nonce: await nonce(member) - 1 }), '1010: Invalid Transaction: Transaction is outdated'));
	await step('a nonce ahead waits as future', async () => new Promise(async (done) => {
		const n = await nonce(schnorr);
		const seen = [];
		await api.tx.system.remark('0x02').signAndSend(schnorr, { nonce: n + 1 }, (r) => {
			seen.push(r.status.type);
			if (r.status.isInBlock) done(seen.includes('Future') && seen.includes('Ready') ? true : seen.join());
		});
		await api.tx.system.remark('0x03').signAndSend(schnorr, { nonce: n });
		setTimeout(() => done(seen.join()), 8000);
	}));
	await step('a wrong signature', async () => {
		const tx = await api.tx.system.remark('0x04').signAsync(member, { nonce: await nonce(member) });
		const raw = tx.toU8a();
		raw[60] ^= 1;
		return refused(api.rpc.author.submitExtrinsic(u8aToHex(raw)), '1010: Invalid Transaction: Transaction has a bad signature');
	});
	await step('an era that is over', async () => {
		const head = await api.rpc.chain.getFinalizedHead();
		const number = (await api.rpc.chain.getHeader(head)).number.toNumber();
		const tx = await api.tx.system.remark('0x05').signAsync(member, { nonce: await nonce(member), blockHash: head, era: api.createType('ExtrinsicEra', { current: number, period: 4 }) });
		await sleep(6000);
		return refused(api.rpc.author.submitExtrinsic(tx.toHex()), '1010: Invalid Transaction: Transaction has a bad signature');
	});
	await step('the same extrinsic twice', async () => {
		const tx = await api.tx.system.remark('0x06').signAsync(member, { nonce: await nonce(member) });
		await api.rpc.author.submitExtrinsic(tx.toHex());
		const first = await refused(api.rpc.author.submitExtrinsic(tx.toHex()), '1013: Transaction Already Imported');
		await sleep(2500);
		const later = await refused(api.rpc.author.submitExtrinsic(tx.toHex()), '1012: Transaction is temporarily banned');
		return first === true ? later : first;
	});
	await step('another one with a nonce that is taken', async () => {
		const n = await nonce(member);
		await api.tx.system.remark('0x07').signAndSend(member, { nonce: n });
		return refused(api.tx.system.remark('0x08').signAndSend(member, { nonce: n }), '1014: Priority is too low');
	});
	await step('a tip gives way', () => new Promise(async (done) => {
		const n = await nonce(member);
		await api.tx.system.remark('0x09').signAndSend(member, { nonce: n }, (r) => r.status.isUsurped && done(true));
		await api.tx.system.remark('0x0a').signAndSend(member, { nonce: n, tip: 5 });
		setTimeout(() => done('not usurped'), 4000);
	}));
	await step('old state is discarded', async () => {
		const old = await api.rpc.chain.getBlockHash(5000);
		return refused(api.rpc.state.getStorage(api.query.system.number.key(), old), 'State already discarded');
	});
	await step('unsafe methods are refused', () => refused(provider.send('system_peers', []), 'RPC call is unsafe to be called externally'));
	await step('storage subscriptions follow', () => new Promise(async (done) => {
		let last;
		await api.query.system.account(fresh.address, (a) => {
			if (last !== undefined && a.data.free.toBigInt() === last + 321n) done(true);
			last = a.data.free.toBigInt();
		});
		await api.tx.balances.transferKeepAlive(fresh.address, 321).signAndSend(member, { nonce: await nonce(member) });
		setTimeout(() => done('no change came'), 6000);
	}));
	await step('a read proof leads to the state root', async () => {
		const hash = await api.rpc.chain.getFinalizedHead();
		const header = await api.rpc.chain.getHeader(hash);
		const key = api.query.system.account.key(member.address);
		const proof = await api.rpc.state.getReadProof([key], hash);
		const nodes = proof.proof.map((n) => blake2AsHex(n.toU8a(true), 256));
		return nodes.includes(header.stateRoot.toHex()) && proof.at.eq(hash);
	});
	await step('a fork is told', () => new Promise(async (done) => {
		const seen = [];
		await api.tx.system.remark('0x0b').signAndSend(schnorr, { nonce: await nonce(schnorr) }, async (r) => {
			seen.push(r.status.type);
			if (r.status.isInBlock && !seen.includes('Retracted')) await order('reorg 1').catch((e) => done(e.message));
			if (r.status.isFinalized) done(seen.includes('Retracted') ? true : seen.join());
		});
		setTimeout(() => done(seen.join()), 10000);
	}));
	await step('a runtime upgrade is followed', async () => {
		const told = new Promise((done) => api.rpc.state.subscribeRuntimeVersion((v) => v.specVersion.toNumber() === 1101 && done(true)));
		await order('upgrade');
		await told;
		for (let i = 0; i < 40 && api.runtimeVersion.specVersion.toNumber() !== 1101; i++) await sleep(100);
		return api.tx.balances.transferKeepAlive.callIndex.join() === '6,11' &&
			api.registry.signedExtensions.includes('CheckHarbour');
	});
	await api.disconnect();
}

// With instant sealing every payment makes its block at once.
async function instant() {
	await cryptoWaitReady();
	const api = await ApiPromise.create({ provider: new WsProvider(line.g1.rpc, 1000), noInitWarn: true });
	const ring = new Keyring({ ss58Format: 4450 });
	const member = ring.addFromSeed(mnemonicToMiniSecret('bottom drive obey lake curtain smoke basket hold race lonely fit walk'), {}, 'ed25519');
	await step('instant sealing: three payments, three blocks', async () => {
		const before = (await api.rpc.chain.getHeader()).number.toNumber();
		for (let i = 0; i < 3; i++) {
			await new Promise((done, fail) => {
				api.tx.balances.transferKeepAlive(member.address, 100 + i).signAndSend(member, (r) => r.status.isInBlock && done()).catch(fail);
			});
		}
		return (await api.rpc.chain.getHeader()).number.toNumber() === before + 3;
	});
	await step('instant sealing: without payments no block', async () => {
		const before = (await api.rpc.chain.getHeader()).number.toNumber();
		await sleep(1500);
		return (await api.rpc.chain.getHeader()).number.toNumber() === before;
	});
	await api.disconnect();
}

// The faults of web sockets, seen by the ws package.
async function sockets() {
	const WebSocket = require('ws');
	const open = () => new Promise((done, fail) => {
		const w = new WebSocket(line.g1.rpc);
		w.on('open', () => done(w));
		w.on('error', fail);
	});
	// Sends one call; gives the milliseconds until its answer, or what happened instead.
	const call = (w, wait = 4000) => new Promise((done) => {
		const from = Date.now();
		const timer = setTimeout(() => done('silence'), wait);
		w.once('message', () => { clearTimeout(timer); done(Date.now() - from); });
		w.once('close', () => { clearTimeout(timer); done('closed'); });
		w.on('error', () => {});
		w.send('{"jsonrpc":"2.0","id":1,"method":"system_name","params":[]}');
	});
	await step('socket: latency', async () => {
		const w = await open();
		await order('latency g1 600');
		const late = await call(w);
		await order('clear');
		const soon = await call(w);
		w.close();
		return late >= 600 && soon < late || `${late} ${soon}`;
	});
	await step('socket: a freeze ends with what was held', async () => {
		const w = await open();
		await order('freeze g1 on');
		const answer = call(w, 6000);
		await sleep(700);
		await order('clear');
		const waited = await answer;
		w.close();
		return waited >= 700 || waited;
	});
	await step('socket: cut in the middle of a message', async () => {
		const w = await open();
		await order('cut g1 on');
		const end = await call(w);
		await order('clear');
		return end === 'closed' || end;
	});
	await step('socket: loss closes', async () => {
		const w = await open();
		await order('loss g1 100');
		const end = await call(w);
		await order('clear');
		return end === 'closed' || end;
	});
	await step('socket: down closes and refuses', async () => {
		const w = await open();
		const closed = new Promise((done) => w.on('close', () => done(true)));
		w.on('error', () => {});
		await order('down g1 on');
		await closed;
		const refusedNow = await open().then(() => 'it was taken', () => true);
		await order('clear');
		return refusedNow;
	});
	await step('socket: many at once, each with its own heads', async () => {
		const all = await Promise.all(Array.from({ length: 100 }, open));
		const heads = all.map((w) => new Promise((done) => {
			let n = 0;
			w.on('message', (m) => String(m).includes('chain_newHead') && ++n === 2 && done(true));
			w.send('{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}');
		}));
		await Promise.race([Promise.all(heads), sleep(8000).then(() => { throw new Error('heads are missing'); })]);
		all.forEach((w) => w.terminate());
	});
	await step('socket: a message of 20 MB is refused', async () => {
		const w = await open();
		const closed = new Promise((done) => w.on('close', () => done(true)));
		w.on('error', () => {});
		w.send('x'.repeat(20 << 20));
		return closed;
	});
	await step('and the node still answers', async () => {
		const w = await open();
		const t = await call(w);
		w.close();
		return typeof t === 'number' || t;
	});
}

({ wallet: main, instant, sockets })[process.argv[2]]().then(() => process.exit(0), (e) => { console.error(e); process.exit(1); });
