/* SPDX-License-Identifier: ISC */
#include "../test.h"

#include "base/hex.h"
#include "record/tree.h"

/* The leaves and roots of Certificate Transparency's own reference tests. */
static const char *const leaves[] = { "", "00", "10", "2021", "3031",
	"40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" };

static const char *const roots[] = {
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

#define LEAVES (sizeof(leaves) / sizeof(*leaves))

static struct sha256
leaf_hash(struct job *j, size_t i)
{
	unsigned char bytes[32];
	const struct str hex = str_of(leaves[i]);

	assert_ok(j, hex_bytes(j, hex, bytes, hex.n / 2));
	return tree_leaf(str_from((const char *)bytes, hex.n / 2));
}

static void
published_roots(void **state)
{
	struct job *j = job_new(0);
	struct edge e = { 0 };

	(void)state;
	assert_str(sha256_hex(j, edge_root(&e)),
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < LEAVES; i++) {
		edge_append(&e, leaf_hash(j, i));
		assert_str(sha256_hex(j, edge_root(&e)), roots[i]);
	}
	job_free(j);
}

/* A log in memory: every full subtree from its leaves, the plain way. */
struct log {
	struct sha256 leaf[600];
};

static enum status
log_read(void *arg, int height, uint64_t n, struct sha256 *out)
{
	const struct log *l = arg;
	struct edge e = { 0 };
	const uint64_t width = (uint64_t)1 << height;

	for (uint64_t i = n * width; i < (n + 1) * width; i++)
		edge_append(&e, l->leaf[i]);
	*out = edge_root(&e);
	return OK;
}

static struct log
log_of(size_t n)
{
	struct log l = { 0 };

	for (size_t i = 0; i < n; i++) {
		const unsigned char c[2] = { (unsigned char)i,
			(unsigned char)(i >> 8) };

		l.leaf[i] = tree_leaf(str_from((const char *)c, 2));
	}
	return l;
}

static struct sha256
log_root(const struct log *l, uint64_t size)
{
	struct edge e = { 0 };

	for (uint64_t i = 0; i < size; i++)
		edge_append(&e, l->leaf[i]);
	return edge_root(&e);
}

/* RFC 9162's own example and CT's published proofs for the eight leaves. */
static void
published_proofs(void **state)
{
	static const struct {
		uint64_t index, size;
		size_t n;
		const char *h[3];
	} inclusion[] = {
		{ 0, 1, 0, { NULL } },
		{ 0, 8, 3,
		    { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b7863"
		      "0a09cfc7",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360"
			"f50de3031e",
			"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab03"
			"5ca39bf6e4" } },
		{ 5, 8, 3,
		    { "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d"
		      "88599e6b",
			"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9"
			"d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd"
			"95209614b7" } },
		{ 2, 3, 1,
		    { "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f"
		      "00e3c125" } },
		{ 1, 5, 3,
		    { "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a306"
		      "17afa01d",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360"
			"f50de3031e",
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f"
			"4d88599e6b" } },
	};
	struct job *j = job_new(0);
	struct log l = { 0 };
	struct proof p;

	(void)state;
	for (size_t i = 0; i < LEAVES; i++)
		l.leaf[i] = leaf_hash(j, i);
	for (size_t i = 0; i < sizeof(inclusion) / sizeof(*inclusion); i++) {
		assert_int_equal(proof_inclusion(log_read, &l,
				     inclusion[i].index, inclusion[i].size, &p),
		    OK);
		assert_int_equal(p.n, inclusion[i].n);
		for (size_t h = 0; h < p.n; h++)
			assert_str(sha256_hex(j, p.h[h]), inclusion[i].h[h]);
	}
	assert_int_equal(proof_consistency(log_read, &l, 6, 8, &p), OK);
	assert_int_equal(p.n, 3);
	assert_str(sha256_hex(j, p.h[0]),
	    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
	assert_str(sha256_hex(j, p.h[1]),
	    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
	assert_str(sha256_hex(j, p.h[2]),
	    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
	job_free(j);
}

static void
every_inclusion(void **state)
{
	static const uint64_t sizes[] = { 1, 2, 3, 7, 8, 9, 64, 100, 255, 256,
		257, 600 };
	struct log l = log_of(600);
	struct proof p;

	(void)state;
	for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
		const uint64_t size = sizes[k];
		const struct sha256 root = log_root(&l, size);

		for (uint64_t i = 0; i < size; i += 1 + size / 50) {
			assert_int_equal(proof_inclusion(log_read, &l, i, size,
					     &p),
			    OK);
			assert_true(
			    proof_includes(&p, l.leaf[i], i, size, root));
			assert_false(proof_includes(&p,
			    l.leaf[i + 1 < 600 ? i + 1 : 0], i, size, root));
			assert_false(
			    proof_includes(&p, l.leaf[i], i + 1, size, root));
			if (p.n == 0)
				continue;
			p.h[p.n / 2].b[5] ^= 1;
			assert_false(
			    proof_includes(&p, l.leaf[i], i, size, root));
		}
	}
}

static void
every_consistency(void **state)
{
	struct log l = log_of(300);
	struct proof p;

	(void)state;
	for (uint64_t size = 1; size <= 300; size += 1 + size / 9) {
		const struct sha256 root = log_root(&l, size);

		for (uint64_t old = 1; old <= size; old += 1 + size / 40) {
			const struct sha256 was = log_root(&l, old);

			assert_int_equal(proof_consistency(log_read, &l, old,
					     size, &p),
			    OK);
			assert_true(proof_consistent(&p, old, was, size, root));
			if (p.n == 0)
				continue;
			assert_false(
			    proof_consistent(&p, old, root, size, root));
			assert_false(proof_consistent(&p, old, was, size, was));
			p.h[p.n - 1].b[31] ^= 0x80;
			assert_false(
			    proof_consistent(&p, old, was, size, root));
		}
	}
}

static void
edge_comes_back(void **state)
{
	const struct log l = log_of(300);
	struct edge e = { 0 }, back;

	(void)state;
	for (uint64_t i = 0; i < 300; i++) {
		assert_true(edge_of(edge_bytes(&e), i, &back));
		assert_true(sha256_eq(edge_root(&e), edge_root(&back)));
		assert_false(
		    edge_of(str_sub(edge_bytes(&e), 0, 31), i | 1, &back));
		edge_append(&e, l.leaf[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE("roots are those that were published for RFC 6962",
		    published_roots),
		RULE("proofs are those that were published for RFC 6962",
		    published_proofs),
		RULE("a leaf is proved to be in the tree, and no other in its "
		     "place",
		    every_inclusion),
		RULE("a tree is proved to begin with an older one, and not "
		     "with another",
		    every_consistency),
		RULE("a stored edge gives the same root", edge_comes_back),
	};

	return cmocka_run_group_tests_name("tree", rules, NULL, NULL);
}
