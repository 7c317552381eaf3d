/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIDs, peer ids and UnixFS against RFC 4648, the multiformats specifications, CIDs that everybody knows, and the npm package
 * ipfs-unixfs-importer with Kubo's settings. */
#include "codec/base32.h"
#include "codec/cid.h"
#include "codec/dagpb.h"
#include "codec/hex.h"
#include "codec/peerid.h"
#include "codec/unixfs.h"
#include "codec/varint.h"
#include "tests/shared.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void text_is(const struct cid *c, char base, const char *want)
{
	struct str s = { 0 };
	cid_text(c, base, &s);
	assert_string_equal(str_c(&s), want);
	str_free(&s);
}

static void varints(void **state)
{
	static const struct { uint64_t v; const char *hex; } table[] = { /* the unsigned-varint and protobuf documents */
		{ 0, "00" }, { 1, "01" }, { 127, "7f" }, { 128, "8001" }, { 150, "9601" }, { 255, "ff01" }, { 300, "ac02" }, { 16384, "808001" },
		{ UINT64_MAX, "ffffffffffffffffff01" },
	};
	static const char *const bad[] = { "80", "8000", "ac8200", "ffffffffffffffffff02", "ffffffffffffffffffff01", "" };
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct str s = { 0 }, h = { 0 };
		varint_add(&s, table[i].v);
		hex_add(&h, s.p, s.n);
		assert_string_equal(str_c(&h), table[i].hex);
		struct scale in = scale_open(s.p, s.n);
		assert_true(varint_read(&in) == table[i].v);
		assert_true(scale_done(&in));
		str_free(&s);
		str_free(&h);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct str s = { 0 };
		hex_append(slice_of(bad[i]), &s);
		struct scale in = scale_open(s.p, s.n);
		varint_read(&in);
		assert_true(in.bad);
		str_free(&s);
	}
	struct scale in = scale_open("\3abcd\5xyz", 9);
	assert_true(slice_is(varint_blob(&in), "abc"));
	assert_int_equal(scale_uint(&in, 1), 'd');
	assert_int_equal(varint_blob(&in).n, 0);
	assert_true(in.bad);
}

static void base32_of_rfc4648(void **state)
{
	static const char *const table[][2] = { { "", "" }, { "f", "my" }, { "fo", "mzxq" }, { "foo", "mzxw6" }, { "foob", "mzxw6yq" },
		{ "fooba", "mzxw6ytb" }, { "foobar", "mzxw6ytboi" } };
	unsigned char b[16];
	size_t n;
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct str s = { 0 };
		base32_add(&s, table[i][0], strlen(table[i][0]));
		assert_string_equal(str_c(&s), table[i][1]);
		assert_int_equal(base32_decode(slice_of(table[i][1]), b, sizeof b, &n), E_OK);
		assert_int_equal(n, i);
		assert_memory_equal(b, table[i][0], n);
		str_free(&s);
	}
	assert_int_equal(base32_decode(SLICE("MZXW6YTBOI"), b, sizeof b, &n), E_OK);
	assert_int_equal(base32_decode(SLICE("m"), b, sizeof b, &n), E_INVALID);
	assert_int_equal(base32_decode(SLICE("mz"), b, sizeof b, &n), E_INVALID);
	assert_int_equal(base32_decode(SLICE("m1"), b, sizeof b, &n), E_INVALID);
	assert_int_equal(base32_decode(SLICE("mzxw6ytboi"), b, 5, &n), E_TOO_BIG);
}

static void forms_of_a_cid(void **state)
{
	static const char *const v1[] = { "bafybeicg2rebjoofv4kbyovkw7af3rpiitvnl6i7ckcywaq6xjcxnc2mby",
		"k2jmtxt4nv2kx0qz1ncwpjwzdixb27xsgqxk7kgho4nnmjceustvi80e", "zdj7WaCPMsy3FP2whSwpFXHjDEaTVmjnddYSn5W2Gdn4aEZFj",
		"f0170122046d44814b9c5af141c3aaab7c05dc5e844ead5f91f12858b021eba45768b4c0e" };
	static const char bases[] = "bkzf";
	struct cid c, d;
	struct str s = { 0 };
	(void)state;
	assert_int_equal(cid_read(SLICE("QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o"), &c), E_OK);
	assert_int_equal(c.version, 0);
	assert_int_equal(c.codec, CID_DAG_PB);
	text_is(&c, 0, "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o");
	cid_encode(&c, &s);
	struct scale in = scale_open(s.p, s.n);
	assert_true(cid_decode(&in, &d));
	assert_true(scale_done(&in));
	assert_true(cid_same(&c, &d));
	c.version = 1;
	assert_false(cid_same(&c, &d));
	for (size_t i = 0; i < 4; i++) {
		text_is(&c, bases[i], v1[i]);
		assert_int_equal(cid_read(slice_of(v1[i]), &d), E_OK);
		assert_true(cid_same(&c, &d));
	}
	text_is(&c, 0, v1[0]);
	c = cid_of(1, CID_RAW, "hello world\n", 12);
	text_is(&c, 0, "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4");
	str_free(&s);
}

static void no_cids(void **state)
{
	static const char *const bad[] = { "", "Q", "b", "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5", "xafybeicg2rebjo", "b2222",
		"zQmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o", "bafybeicg2rebjoofv4kbyovkw7af3rpiitvnl6i7ckcywaq6xjcxnc2mb",
		"f0170122146d44814b9c5af141c3aaab7c05dc5e844ead5f91f12858b021eba45768b4c0e00", "f02701220", "f1220" };
	struct cid c;
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(cid_read(slice_of(bad[i]), &c), E_INVALID);
}

static const struct { const char *hex, *peer, *name; } peers[] = {
	{ "34fc954bbd08a0735ce02cfb14db12cc8f931ad0dd0da74588f5810955386727", "12D3KooWDPCkjtTvKA5jNDr7rfskEdQje7rWN4yRB4ktLtCwfTze",
	  "k51qzi5uqu5dhi4rchoe6741ymfj1by0x2k3yvo3uoey9y3j5ndaxqhipi2dk7" },
	{ "4774834757356c82a7de863ceaddfde60d94547982fa0b486b5f7c867c4ca6b9", "12D3KooWEdJAE3zAriHieYY4WSf89bYu342agnqnX8WtZbpX1WJC",
	  "k51qzi5uqu5dhypbf7uj82o9hu1sznklgzqv1ro9hep2m6kokzdqqltiql675l" },
};

static void names_of_peers(void **state)
{
	unsigned char pub[32], got[32];
	char text[PEERID_MAX];
	(void)state;
	for (size_t i = 0; i < COUNT(peers); i++) {
		hex_exact(slice_of(peers[i].hex), pub, 32);
		peerid_text(pub, text);
		assert_string_equal(text, peers[i].peer);
		peerid_name(pub, text);
		assert_string_equal(text, peers[i].name);
		assert_int_equal(peerid_read(slice_of(peers[i].peer), got), E_OK);
		assert_memory_equal(got, pub, 32);
		assert_int_equal(peerid_read(slice_of(peers[i].name), got), E_OK);
		assert_memory_equal(got, pub, 32);
	}
	/* the first of them in base32, by the npm package multiformats */
	assert_int_equal(peerid_read(SLICE("bafzaajaiaejcanh4svf32cfaonooalh3ctnrftepsmnnbxinu5cyr5mbbfktqzzh"), got), E_OK);
	hex_exact(slice_of(peers[0].hex), pub, 32);
	assert_memory_equal(got, pub, 32);
	assert_int_equal(peerid_read(SLICE("QmSnuWmxptJZdLJpKRarxBMS2Ju2oANVrgbr2xWbie9b2D"), got), E_UNSUPPORTED);
	assert_int_equal(peerid_read(SLICE("16Uiu2HAm9NncnujyqiRxUexJsDhiU9YYM8PV9ieZYSRJxdgqkyDx"), got), E_UNSUPPORTED); /* secp256k1 */
	assert_int_equal(peerid_read(SLICE("12D3KooWDPCkjtTvKA5jNDr7rfskEdQje7rWN4yRB4ktLtCwfTz"), got), E_INVALID);
	assert_int_equal(peerid_read(SLICE("bafybeicg2rebjoofv4kbyovkw7af3rpiitvnl6i7ckcywaq6xjcxnc2mby"), got), E_INVALID);
	assert_int_equal(peerid_read(SLICE(""), got), E_INVALID);
	assert_int_equal(peerid_read(SLICE("1"), got), E_INVALID);
}

static const struct { size_t n; unsigned version; bool raw; const char *cid; uint64_t size; } files[] = {
	{ 0, 0, false, "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH", 6 },
	{ 0, 1, true, "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", 0 },
	{ 0, 1, false, "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y", 6 },
	{ 1, 0, false, "QmckNAcWX3uq4Mx8rSCsHvYyBuEwjPWkSBJ9NkJq1GEhma", 9 },
	{ 1, 1, true, "bafkreig2xu5p65u7a7vsszkad2yctf2oxorua6x5akzg3w2wj2s7r35ooi", 1 },
	{ 12, 0, false, "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o", 20 },
	{ 12, 1, true, "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4", 12 },
	{ 12, 1, false, "bafybeicg2rebjoofv4kbyovkw7af3rpiitvnl6i7ckcywaq6xjcxnc2mby", 20 },
	{ 262143, 0, false, "QmXNiiQyYD4ECTmVJd1yvLwNgpXuj2ccY9DyoDXAoHB5uY", 262157 },
	{ 262144, 0, false, "QmYH5u9QHv3vJAuYtVEVjdoKTqwxDse32uG6QZHjrUBTxH", 262158 },
	{ 262144, 1, true, "bafkreidd6k2rtu2k6woh25xxx2nxk2d2ifjrn54h6wjqfbqijyvdl2nrmq", 262144 },
	{ 262145, 0, false, "QmXk293KuVQQYgGpKe91CzW2hykJGFjmhjV4ZUDrXiRTFc", 262267 },
	{ 262145, 1, true, "bafybeidmf7miq54symki3qff7ohjgfhn23ysap4nt7fcolcjetgkyvqoaa", 262249 },
	{ 262145, 1, false, "bafybeignhteweakfhzuehw6ktmbrpbwxkarrtucr7fcdchienkv3zxsun4", 262271 },
	{ 1000000, 0, false, "QmXTzZQF1rPHGKK5u94EpvZwMZHo4disLMUFfZygat8jQ4", 1000256 },
	{ 1000000, 1, true, "bafybeicfqavgjm2zjrnv4glvw26k4jcucpmugsrh26lqagqe3vo7hlbfbi", 1000208 },
	{ 45613056, 0, false, "QmUfTtxTCStSw1Gw8ECVdTBBGao5hGnn23FAfubpZwCF2U", 45623854 },
	{ 45613056, 1, true, "bafybeid3u6ywprs7daea5cngbzwx3dxtb5ov464joy4p4ctguxa4dtm4ue", 45621766 },
	{ 45613057, 0, false, "QmWrwe6nrE5JShDNfK29Hfh8yzmsTbZcwMrjFXTpDD92h2", 45624016 },
	{ 45613057, 1, true, "bafybeiak6ul52u63lryr7aaih6sa7n6wbxwdhwgwngisfkspjlt2orzvk4", 45621926 },
	{ 45875205, 0, false, "QmPMUT3xEdiG9HiUsVW3ZtQSyvkbDaVhHnXxbDZwrLSPei", 45886232 },
	{ 45875205, 1, true, "bafybeidocqxzl6v4g5mz2fvv3ld3jyssovnqcc6r2qes7i7zwfektlodue", 45884130 },
};

/* The bytes both programs made their files of. */
static unsigned char *pattern(size_t n)
{
	unsigned char *b = malloc(n + 1);
	uint32_t x = 1;
	for (size_t i = 0; i < n; i++) {
		x = x * 1664525u + 1013904223u;
		b[i] = (unsigned char)(x >> 24);
	}
	if (n == 12)
		memcpy(b, "hello world\n", 12);
	return b;
}

struct seen {
	size_t blocks;
	uint64_t bytes, leaves;
};

static void count_block(void *to, const struct cid *cid, struct slice bytes)
{
	struct seen *s = to;
	struct cid again = cid_of(cid->version, cid->codec, bytes.p, bytes.n);
	struct dagpb_links links = { 0 };
	struct slice data;
	struct unixfs_node node;
	assert_true(cid_same(cid, &again));
	s->blocks++;
	s->bytes += bytes.n;
	if (cid->codec == CID_RAW) {
		s->leaves += bytes.n;
		return;
	}
	assert_int_equal(dagpb_decode(bytes, &links, &data), E_OK);
	assert_int_equal(unixfs_decode(data, &node), E_OK);
	assert_int_equal(node.type, UNIXFS_FILE);
	assert_int_equal(node.parts, links.n);
	s->leaves += node.data.n;
	vec_free(&links);
}

static void files_as_kubo(void **state)
{
	unsigned char *all = pattern(45875205), *hello = pattern(12);
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct seen s = { 0 };
		struct unixfs_adder *a = unixfs_begin(files[i].version, files[i].raw, (struct unixfs_sink){ count_block, &s });
		const unsigned char *p = files[i].n == 12 ? hello : all;
		for (size_t at = 0, step = 1; at < files[i].n; at += step, step = step * 3 + 1) {
			step = step > 1000000 ? 1000000 : step;
			unixfs_write(a, p + at, files[i].n - at < step ? files[i].n - at : step);
		}
		struct unixfs_entry e = unixfs_end(a);
		text_is(&e.cid, 0, files[i].cid);
		assert_int_equal(e.size, files[i].size);
		assert_int_equal(e.bytes, files[i].n);
		assert_int_equal(s.bytes, e.size);
		assert_int_equal(s.leaves, e.bytes);
	}
	free(all);
	free(hello);
}

static const struct unixfs_sink nowhere;

static struct dagpb_link link_to(const char *name, unsigned version, const void *p, size_t n)
{
	struct unixfs_adder *a = unixfs_begin(version, version, nowhere);
	unixfs_write(a, p, n);
	struct unixfs_entry e = unixfs_end(a);
	return (struct dagpb_link){ e.cid, slice_of(name), e.size };
}

static void folders_as_kubo(void **state)
{
	static const struct { const char *sub, *top; uint64_t sub_size, top_size; } want[] = {
		{ "QmRQWxN746oFxHhPG7SnAi6F8Rb9r2z7jd5NBVN9uuy72v", "QmcLB7Ck5rsmdojGCmdTpb9vVAthy2xKqwAjf8RD9Tpidt", 300181, 300408 },
		{ "bafybeifugmxmcg5vn54wmyj6c4gtta7ozhduzgrbfv2umzb3nh4nobzyjq",
		  "bafybeiam335oegtwehv3sjlkgpxzya43kt77s6q6h4h5vvmzb55nhgmu64", 300159, 300372 },
	};
	unsigned char *c = pattern(300000);
	struct unixfs_entry e;
	(void)state;
	for (unsigned v = 0; v < 2; v++) {
		struct dagpb_link inner = link_to("c", v, c, 300000), outer[4];
		assert_int_equal(unixfs_folder(v, &inner, 1, nowhere, &e), E_OK);
		text_is(&e.cid, 0, want[v].sub);
		assert_int_equal(e.size, want[v].sub_size);
		outer[0] = (struct dagpb_link){ e.cid, SLICE("sub"), e.size };
		outer[1] = link_to("b.txt", v, "hello world\n", 12);
		outer[2] = link_to("\xc3\xa9t\xc3\xa9", v, "", 0);
		outer[3] = link_to("a.txt", v, "a", 1);
		assert_int_equal(unixfs_folder(v, outer, 4, nowhere, &e), E_OK);
		text_is(&e.cid, 0, want[v].top);
		assert_int_equal(e.size, want[v].top_size);
		outer[3].name = SLICE("sub");
		assert_int_equal(unixfs_folder(v, outer, 4, nowhere, &e), E_EXISTS);
		outer[3].name = SLICE("a/b");
		assert_int_equal(unixfs_folder(v, outer, 4, nowhere, &e), E_INVALID);
		outer[3].name = SLICE("");
		assert_int_equal(unixfs_folder(v, outer, 4, nowhere, &e), E_INVALID);
	}
	assert_int_equal(unixfs_folder(0, NULL, 0, nowhere, &e), E_OK);
	text_is(&e.cid, 0, "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"); /* the empty folder */
	assert_int_equal(e.size, 4);
	assert_int_equal(unixfs_folder(1, NULL, 0, nowhere, &e), E_OK);
	text_is(&e.cid, 0, "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
	struct dagpb_link *many = calloc(7000, sizeof *many);
	for (size_t i = 0; i < 7000; i++)
		many[i] = (struct dagpb_link){ e.cid, (struct slice){ (char *)c + i * 8, 8 }, 0 };
	for (size_t i = 0; i < 7000 * 8; i++)
		c[i] = (unsigned char)('a' + c[i] % 26);
	assert_int_equal(unixfs_folder(0, many, 7000, nowhere, &e), E_TOO_BIG);
	free(many);
	free(c);
}

static void blocks_read_back(void **state)
{
	struct dagpb_link links[2] = { link_to("x", 0, "hello world\n", 12), link_to("y", 1, "a", 1) };
	struct dagpb_links got = { 0 };
	struct str s = { 0 };
	struct slice data;
	struct unixfs_node node;
	static const char *const bad[] = { "", "0802", "0809", "08020802", "180c0802", "080218", "08021805", "08021201611802", "ff01" };
	(void)state;
	dagpb_encode(links, 2, SLICE("\x08\x01"), &s);
	assert_int_equal(dagpb_decode(slice_str(&s), &got, &data), E_OK);
	assert_int_equal(got.n, 2);
	assert_true(cid_same(&got.v[1].cid, &links[1].cid));
	assert_true(slice_is(got.v[0].name, "x"));
	assert_int_equal(got.v[0].size, 20);
	assert_int_equal(unixfs_decode(data, &node), E_OK);
	assert_int_equal(node.type, UNIXFS_FOLDER);
	for (size_t cut = 1; cut < s.n; cut++) {
		struct dagpb_links part = { 0 };
		enum err e = dagpb_decode(slice_to(slice_str(&s), cut), &part, &data);
		assert_true(e == E_INVALID || part.n < 2 || !data.n);
		vec_free(&part);
	}
	vec_free(&got);
	for (size_t i = 0; i < COUNT(bad); i++) {
		str_cut(&s, 0);
		hex_append(slice_of(bad[i]), &s);
		enum err e = unixfs_decode(slice_str(&s), &node);
		assert_int_equal(e, i == 1 ? E_OK : i == 2 ? E_UNSUPPORTED : E_INVALID);
	}
	str_free(&s);
}

static void shared_peers(void **state)
{
	size_t n, i;
	char *text = shared_load(shared_path("data/astroport-samples/keys/derivation-vectors.json"), &n);
	json_t *j = text ? json_loadb(text, n, 0, NULL) : NULL, *v;
	(void)state;
	free(text);
	if (!j)
		skip();
	json_array_foreach(json_object_get(j, "vectors"), i, v) {
		unsigned char pub[32], got[32];
		char name[PEERID_MAX];
		hex_exact(slice_of(json_string_value(json_object_get(v, "ed25519_pub_hex"))), pub, 32);
		peerid_text(pub, name);
		assert_string_equal(name, json_string_value(json_object_get(v, "ipns_peerid")));
		peerid_name(pub, name);
		assert_string_equal(name, json_string_value(json_object_get(v, "ipns_k51")));
		assert_int_equal(peerid_read(slice_of(name), got), E_OK);
		assert_memory_equal(got, pub, 32);
	}
	assert_true(i > 5);
	json_decref(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(varints),
		cmocka_unit_test(base32_of_rfc4648),
		cmocka_unit_test(forms_of_a_cid),
		cmocka_unit_test(no_cids),
		cmocka_unit_test(names_of_peers),
		cmocka_unit_test(files_as_kubo),
		cmocka_unit_test(folders_as_kubo),
		cmocka_unit_test(blocks_read_back),
		cmocka_unit_test(shared_peers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
