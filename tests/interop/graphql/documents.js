// SPDX-License-Identifier: GPL-3.0-or-later
// Questions that a client asks, and questions that are wrong.
'use strict';

// Each with variables; $ADDRESS and $CURSOR are put in by the test.
exports.good = {
	history: [`query History($a: String!, $n: Int!, $c: Cursor) {
		transfers(first: $n, after: $c, orderBy: [BLOCK_NUMBER_DESC, ID_DESC], filter: {or: [{fromId: {equalTo: $a}}, {toId: {equalTo: $a}}]}) {
			totalCount pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
			nodes { id blockNumber timestamp amount fromId toId from { identity { name index } } to { identity { name index } }
				comment { remark remarkBytes type } } } }`, { a: '$ADDRESS', n: 20 }],
	aliased: [`query($a: String!) {
		received: transfers(condition: {toId: $a}, orderBy: BLOCK_NUMBER_DESC, first: 5) { nodes { fromId toId amount timestamp blockNumber comment { remark } } }
		sent: transfers(condition: {fromId: $a}, orderBy: BLOCK_NUMBER_DESC, first: 5) { nodes { fromId toId amount timestamp blockNumber comment { remark } } } }`,
		{ a: '$ADDRESS' }],
	dividends: [`query($a: String!, $n: Int, $c: Cursor) { accounts(condition: {id: $a}) { nodes { balance totalBalance
		transferWithUd(first: $n, after: $c, orderBy: TIMESTAMP_DESC) { totalCount pageInfo { hasNextPage endCursor }
			nodes { id isUd udAmount amount timestamp blockNumber fromId toId eventId commentId udIdentityId } } } } }`, { a: '$ADDRESS', n: 30 }],
	search: [`query($p: String!) { identities(first: 50, orderBy: [NAME_ASC], filter: {or: [{name: {includesInsensitive: $p}}, {accountId: {includesInsensitive: $p}}]}) {
		totalCount nodes { index name status isMember accountId expireOn } } }`, { p: 'mar' }],
	detail: [`query($a: String!) { identityByAccountId(accountId: $a) { ...card } } fragment card on Identity { id index name status isMember createdOn
		lastChangeOn expireOn firstEligibleUd accountId
		certReceived(filter: {isActive: {equalTo: true}}, orderBy: [UPDATED_ON_DESC]) { totalCount nodes { ...cert issuer { index name status isMember accountId } } }
		certIssued { totalCount nodes { ...cert receiver { index name } certHistory { nodes { eventType blockNumber } } } }
		membershipHistory(first: 50, orderBy: [BLOCK_NUMBER_DESC]) { nodes { eventType blockNumber } }
		ownerKeyChange(first: 20) { nodes { blockNumber previousId nextId } } smith { smithStatus forged lastForged }
		udHistory(first: 3, orderBy: BLOCK_NUMBER_DESC) { totalCount nodes { id amount blockNumber timestamp identity { name } } } }
		fragment cert on Cert { id isActive createdOn updatedOn expireOn }`, { a: '$ADDRESS' }],
	newMembers: [`{ membershipEvents(first: 50, orderBy: [BLOCK_NUMBER_DESC], condition: {eventType: "CREATION"}) { nodes { blockNumber identity { name index accountId } } } }`],
	pending: [`{ identities(filter: {status: {in: ["UNCONFIRMED", "UNVALIDATED"]}}, orderBy: [CREATED_ON_DESC]) { totalCount nodes { name index status createdOn
		certReceived(filter: {isActive: {equalTo: true}}) { totalCount } } } }`],
	health: [`{ squidStatus { name height hash } version { version type } }`],
	deep: [`{ transfers(first: 5, filter: {from: {identity: {name: {startsWith: "V"}}}, commentExists: true}) { totalCount nodes { from { identity { name } } comment { remark author { id } } } } }`],
	many: [`{ identities(first: 5, filter: {certReceived: {some: {isActive: {equalTo: true}}, none: {expireOn: {lessThan: 0}}}, not: {isMember: {equalTo: false}}}) { totalCount nodes { name } } }`],
	currency: [`{ universalDividends(last: 2) { nodes { blockNumber timestamp amount monetaryMass membersCount index event { id } } }
		udReevals { nodes { newUdAmount udIndex monetaryMass membersCount } } populationHistories(last: 1) { nodes { memberCount smithCount activeAccountCount blockNumber } } }`],
	comments: [`{ txComments(first: 3, filter: {remark: {startsWith: "m"}}) { totalCount nodes { remark remarkBytes hash type authorId blockNumber transfersByCommentId { nodes { amount } } } } }`],
	nodes: [`query($n: ID!) { node(nodeId: $n) { __typename nodeId ... on Identity { name } } query { nodeId } nodeId }`, { n: Buffer.from('["identities","1"]').toString('base64') }],
	directives: [`query($yes: Boolean = true) { identities(first: 1) { nodes { name @include(if: $yes) index @skip(if: $yes) ... @include(if: false) { status } } __typename } }`],
	block: [`{ blocks(last: 1) { nodes { id height hash parentHash stateRoot extrinsicsicRoot specName specVersion implName implVersion timestamp validator extrinsicsCount callsCount
		eventsCount events(first: 3) { totalCount nodes { id index phase pallet name args argsStr blockId extrinsicId callId } }
		extrinsics { nodes { id index version signature tip fee success error hash calls { nodes { id address success error pallet name args argsStr parentId } } } } } } }`],
	smiths: [`{ smiths(orderBy: INDEX_ASC) { totalCount nodes { id index smithStatus lastChanged forged identity { name smith { index } } smithCertIssued { totalCount } smithHistory { nodes { eventType } } } }
		smithByIdentityId(identityId: "999999") { id } validators { nodes { id index } } migrations { nodes { id timestamp name } } itemsCounters { totalCount } }`],
};

exports.strict = ['{ transfers(filter: {amount: {equalTo: true}}) { totalCount } }', 'query($f: TransferFilter = {amount: {equalTo: [1]}}) { transfers(filter: $f) { totalCount } }'];

exports.bad = [
	'{ nope }', '{ transfers { nodes { amout } } }', '{ transfers }', '{ squidStatus { height { x } } }', '{ transfers(frist: 3) { totalCount } }',
	'{ transfers(first: "3") { totalCount } }', '{ transfers(first: 3.5) { totalCount } }', '{ transfers(first: 99999999999) { totalCount } }',
	'{ transfers(orderBy: BLOCK) { totalCount } }', '{ transfers(orderBy: "ID_ASC") { totalCount } }', '{ transfers(filter: {amont: {}}) { totalCount } }',
	'{ transfers(filter: 3) { totalCount } }', '{ identityByAccountId { name } }',
	'{ identityByAccountId(accountId: null) { name } }', 'query($a: String) { identityByAccountId(accountId: $a) { name } }',
	'query($a: Int!) { identityByAccountId(accountId: $a) { name } }', 'query($a: Nope) { identityByAccountId(accountId: $a) { name } }',
	'query($a: Account) { squidStatus { height } }', 'query($a: [[Int]]) { transfers(first: $a) { totalCount } }',
	'query A { squidStatus { height } } query A { squidStatus { hash } }', 'query A { squidStatus { height } } { squidStatus { hash } }',
	'query A($x: Int) { squidStatus { height } }', 'query A { transfers(first: $x) { totalCount } }', '{ transfers(first: $x) { totalCount } }',
	'query($x: Int, $x: Int) { transfers(first: $x) { totalCount } }', '{ ...f } fragment f on Query { ...f }',
	'{ ...f } fragment f on Query { ...g } fragment g on Query { ...h } fragment h on Query { ...f }', '{ ...nope }',
	'{ squidStatus { height } } fragment f on Query { nodeId }', '{ ...f } fragment f on Query { nodeId } fragment f on Query { nodeId }',
	'{ ...f } fragment f on Nope { nodeId }', '{ ...f } fragment f on Int { nodeId }', '{ ... on Account { id } }', '{ ... on Nope { id } }', '{ ... on BigInt { id } }',
	'{ ...f } fragment f on Account { id }', '{ nodeId @nope }', '{ nodeId @skip }', '{ nodeId @skip(if: 3) }', '{ nodeId @skip(if: true) @skip(if: false) }',
	'query @skip(if: true) { nodeId }', '{ nodeId @include(if: true, unless: 3) }', '{ nodeId @deprecated }', '{ transfers(first: 1, first: 2) { totalCount } }',
	'{ transfers(filter: {amount: {equalTo: "1", equalTo: "2"}}) { totalCount } }', '{ a: nodeId a: query { nodeId } }',
	'{ transfers(first: 1) { totalCount } transfers(first: 2) { totalCount } }', '{ accounts { nodes { x: id x: createdOn } } }',
	'{ accounts { nodes { x: id } } accounts { nodes { x: createdOn } } }', '{ node(nodeId: "x") { name } }', '{ node(nodeId: "x") { ... on Account { x: id } ... on Identity { x: index } } }',
	'{ __schema }', '{ __type { name } }', '{ __type(name: 3) { name } }',
	'query($n: Int = "x") { transfers(first: $n) { totalCount } }', 'query($o: [TransfersOrderBy!]) { transfers(orderBy: $o, filter: {not: $o}) { totalCount } }',
	'{ transfers(filter: {or: [{id: {in: [1, "2"]}}, null]}) { totalCount } }', '{ identities(orderBy: [NAME_ASK]) { totalCount } }',
	// no documents
	'', '{', '}', '{ }', '{ a(', '{ a() }', '{ a(b: ) }', '{ a(b: [1, }) }', 'query ($a) { b }', 'query ($a: ) { b }', 'query ($a: [Int) { b }', 'fragment on on A { b }',
	'fragment f A { b }', 'nope { a }', '{ a: }', '{ ... }', '{ a @ }', '{ a(b: "x) }', '{ a(b: "\\q") }', '{ a(b: "\\u12") }', '{ a(b: """x) }', '{ a(b: 01) }', '{ a(b: 1.) }',
	'{ a(b: 1e) }', '{ a(b: 1x) }', '{ a(b: $) }', "{ a(b: 'x') }", '{ a ? }', '{ a .. }', '{ é }', 'query Q($a: Int = $b) { c }', '{ a(b: {c: 1, }) ', '{ a(b: "\\u{110000}") }', '{ a(b: "\\u{}") }', '{ a(b: "\\u{12") }', '{ a(b: "\\uD800") }', '{ a(b: "\\uDC00\\uD800") }',
	'\n\n  # words\n { "x" }', '{ "é😀" x }',
];
