// SPDX-License-Identifier: GPL-3.0-or-later
// The indexer of the sandbox, judged by the npm package "graphql".
'use strict';
const fs = require('fs');
const path = require('path');
const { buildClientSchema, buildSchema, getIntrospectionQuery, parse, validate, executeSync, GraphQLError, isIntrospectionType, isScalarType, isSpecifiedScalarType,
	isEnumType, isInputObjectType, isObjectType, isInterfaceType, findBreakingChanges, assertValidSchema, printSchema } = require('graphql');
const { good, bad, strict } = require('./documents.js');

const line = JSON.parse(process.env.SANDBOX);
const ok = (name, is, why) => console.log(is ? `ok graphql: ${name}` : `not ok graphql: ${name}${why ? ` (${why})` : ''}`);
const post = async (query, variables, operationName) => {
	const r = await fetch(line.g1.indexer, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query, variables, operationName }) });
	return { status: r.status, body: await r.json() };
};
const order = async (words) => {
	const r = await fetch(line.ctl, { method: 'POST', headers: { 'X-Token': line.token }, body: words });
	const j = await r.json();
	if (!r.ok) throw new Error(j.error);
	return j;
};

// What is in one schema and not, or not the same, in the other. The live subscriptions are not served.
const differences = (ours, theirs) => {
	const out = [];
	const left = (t) => isIntrospectionType(t) || isSpecifiedScalarType(t) || t.name === 'Subscription';
	const inputs = (where, a, b) => {
		for (const x of a) {
			const y = b.find((i) => i.name === x.name);
			if (!y) out.push(`${where}.${x.name} is unknown`);
			else if (String(x.type) !== String(y.type)) out.push(`${where}.${x.name} is ${x.type}, not ${y.type}`);
			else if (JSON.stringify(x.defaultValue) !== JSON.stringify(y.defaultValue)) out.push(`${where}.${x.name} has another default`);
		}
	};
	for (const t of Object.values(ours.getTypeMap())) {
		const u = theirs.getType(t.name);
		if (left(t)) continue;
		if (!u || u.constructor.name !== t.constructor.name) { out.push(`${t.name} is unknown`); continue; }
		if (isScalarType(t)) continue;
		if (isEnumType(t)) { for (const v of t.getValues()) if (!u.getValue(v.name)) out.push(`${t.name}.${v.name} is unknown`); continue; }
		if (isInputObjectType(t)) { inputs(t.name, Object.values(t.getFields()), Object.values(u.getFields())); continue; }
		for (const f of Object.values(t.getFields())) {
			const g = u.getFields()[f.name];
			if (!g) { out.push(`${t.name}.${f.name} is unknown`); continue; }
			if (String(f.type) !== String(g.type)) out.push(`${t.name}.${f.name} is ${f.type}, not ${g.type}`);
			inputs(`${t.name}.${f.name}`, f.args, g.args);
		}
		if ((isObjectType(t) || isInterfaceType(t)) && String(t.getInterfaces()) !== String(u.getInterfaces())) out.push(`${t.name} implements otherwise`);
	}
	return out;
};

// The same question carried out on the answer must give the answer: every value fits its type, nothing is missing.
const conforms = (schema, query, variables, data) => {
	const errors = [];
	const again = executeSync({ schema, document: parse(query), variableValues: variables, rootValue: data,
		fieldResolver: (source, args, context, info) => {
			const v = source[info.path.key];
			const t = String(info.returnType).replace(/!$/, '');
			if (v === undefined) errors.push(`${info.parentType}.${info.fieldName} is missing`);
			if ((t === 'BigInt' || t === 'BigFloat') && v !== null && !/^-?[0-9]+(\.[0-9]+)?$/.test(typeof v === 'string' ? v : '')) errors.push(`${info.fieldName} is no big number: ${v}`);
			if (t === 'Datetime' && v !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/.test(v)) errors.push(`${info.fieldName} is no time: ${v}`);
			return v;
		},
		typeResolver: (value) => value.__typename });
	for (const e of again.errors || []) errors.push(e.message);
	if (JSON.stringify(again.data) !== JSON.stringify(data)) errors.push('the answer has something else than what was asked');
	return errors;
};

const said = (errors) => errors.map((e) => JSON.stringify([e.message, (e.locations || []).map((l) => [l.line, l.column])])).sort();

async function main() {
	const served = await post(getIntrospectionQuery());
	const schema = buildClientSchema(served.body.data);
	assertValidSchema(schema);
	ok('the introspection makes a valid schema', true);

	const real = fs.existsSync(process.env.SCHEMA) ? buildSchema(fs.readFileSync(process.env.SCHEMA, 'utf8')) : null;
	if (real) {
		const more = differences(schema, real), less = differences(real, schema);
		ok('everything served is in the real schema, with the same types', !more.length, `${more.length}: ${more.slice(0, 5)}`);
		ok('everything of the real schema is served', !less.length, `${less.length}: ${less.slice(0, 5)}`);
		const breaking = findBreakingChanges(real, schema).filter((c) => !/Subscription|^oneOf /.test(c.description));
		ok('a client of the real one breaks nowhere', !breaking.length, breaking.slice(0, 5).map((c) => c.description).join('; '));
	} else {
		ok('the real schema # SKIP it is not here', true);
	}

	const address = (await post('{ identities(filter: {name: {equalTo: "Vigie-Demo"}}) { nodes { accountId } } }')).body.data.identities.nodes[0].accountId;
	await order('seal 2');
	for (const [name, [query, variables = {}]] of Object.entries(good)) {
		const vars = JSON.parse(JSON.stringify(variables).replaceAll('$ADDRESS', address));
		const wrong = validate(real || schema, parse(query));
		const r = await post(query, vars);
		const why = wrong.map((e) => e.message).concat(r.body.errors ? said(r.body.errors) : conforms(schema, query, vars, r.body.data));
		ok(`${name} is answered as the schema says`, r.status === 200 && !why.length, why.slice(0, 3));
	}

	for (const query of bad) {
		let expected;
		try {
			expected = validate(schema, parse(query));
		} catch (e) {
			if (!(e instanceof GraphQLError)) throw e;
			expected = [e];
		}
		const r = await post(query, {});
		const a = said(r.body.errors || []), b = said(expected);
		ok(`refused in the same words: ${JSON.stringify(query).slice(0, 60).replace(/#/g, '')}`, r.status === 400 && b.length > 0 && String(a) === String(b), `${a} / ${b}`);
	}

	// The library takes anything for a scalar that it does not know: these are refused by the indexer as by the real one.
	for (const query of strict) {
		const r = await post(query, {});
		ok(`refused: ${query}`, r.status === 400 && r.body.errors.length === 1 && /^Expected value of type "BigFloat", found /.test(r.body.errors[0].message), JSON.stringify(r.body));
	}

	const variables = [['query($n: Int!) { transfers(first: $n) { totalCount } }', {}], ['query($n: Int!) { transfers(first: $n) { totalCount } }', { n: null }],
		['query($n: Int) { transfers(first: $n) { totalCount } }', { n: 'x' }], ['query($n: Int) { transfers(first: $n) { totalCount } }', { n: 1.5 }],
		['query($o: [TransfersOrderBy!]) { transfers(orderBy: $o) { totalCount } }', { o: ['NOPE'] }],
		['query($f: TransferFilter) { transfers(filter: $f) { totalCount } }', { f: { amont: 1 } }],
		['query($f: TransferFilter) { transfers(filter: $f) { totalCount } }', { f: { or: [{ blockNumber: { equalTo: 'x' } }] } }]];
	for (const [query, vars] of variables) {
		const expected = executeSync({ schema, document: parse(query), variableValues: vars }).errors || [];
		const r = await post(query, vars);
		ok(`variables refused in the same words: ${JSON.stringify(vars)}`, expected.length > 0 && String(said(r.body.errors || [])) === String(said(expected)),
			`${said(r.body.errors || [])} / ${said(expected)}`);
	}
	for (const [query, name] of [['query A { nodeId } query B { nodeId }'], ['query A { nodeId }', 'C'], ['mutation { nodeId }'], ['fragment f on Query { nodeId }']]) {
		const r = await post(query, {}, name);
		ok(`no operation: ${query}`, r.body.errors && r.body.errors.length > 0 && !r.body.data, JSON.stringify(r.body));
	}

	if (fs.existsSync(process.env.QUERIES)) {
		for (const file of fs.readdirSync(process.env.QUERIES).filter((f) => f.endsWith('.graphql'))) {
			const errors = validate(real || schema, parse(fs.readFileSync(path.join(process.env.QUERIES, file), 'utf8')));
			ok(`the client's ${file} fits the ${real ? 'real' : 'served'} schema`, !errors.length, errors.map((e) => e.message).join('; '));
		}
	}
	if (process.env.PRINT) fs.writeFileSync(process.env.PRINT, printSchema(schema));
}

main();
