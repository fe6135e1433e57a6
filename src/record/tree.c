/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "record/tree.h"

struct sha256
tree_empty(void)
{
	return sha256_of(STR(""));
}

struct sha256
tree_leaf(struct str leaf)
{
	return sha256_of_both(STR("\0"), leaf);
}

struct sha256
tree_node(struct sha256 left, struct sha256 right)
{
	unsigned char both[1 + 2 * SHA256_BYTES] = { 1 };

	memcpy(both + 1, left.b, SHA256_BYTES);
	memcpy(both + 1 + SHA256_BYTES, right.b, SHA256_BYTES);
	return sha256_of(str_from((const char *)both, sizeof(both)));
}

void
edge_append(struct edge *e, struct sha256 leaf)
{
	assert(e->n < TREE_HEIGHT);
	e->h[e->n++] = leaf;
	/* Two subtrees of one size make the next larger one. */
	for (uint64_t size = e->size; size & 1; size >>= 1) {
		e->h[e->n - 2] = tree_node(e->h[e->n - 2], e->h[e->n - 1]);
		e->n--;
	}
	e->size++;
}

struct sha256
edge_root(const struct edge *e)
{
	if (e->n == 0)
		return tree_empty();
	struct sha256 root = e->h[e->n - 1];

	for (size_t i = e->n - 1; i > 0; i--)
		root = tree_node(e->h[i - 1], root);
	return root;
}

static size_t
bits_set(uint64_t v)
{
	size_t n = 0;

	for (; v; v &= v - 1)
		n++;
	return n;
}

bool
edge_of(struct str bytes, uint64_t size, struct edge *out)
{
	const size_t n = bits_set(size);

	if (n > TREE_HEIGHT || bytes.n != n * SHA256_BYTES)
		return false;
	*out = (struct edge){ .size = size, .n = n };
	if (n > 0)
		memcpy(out->h, bytes.p, bytes.n);
	return true;
}

struct str
edge_bytes(const struct edge *e)
{
	return str_from((const char *)e->h, e->n * SHA256_BYTES);
}

struct sha256
tree_fold(struct str hashes)
{
	struct edge e = { 0 };
	struct sha256 h;

	for (size_t at = 0; at + SHA256_BYTES <= hashes.n; at += SHA256_BYTES) {
		memcpy(h.b, hashes.p + at, SHA256_BYTES);
		edge_append(&e, h);
	}
	return edge_root(&e);
}

/* The largest power of two below n; n > 1. */
static uint64_t
split(uint64_t n)
{
	uint64_t k = 1;

	while (k << 1 < n)
		k <<= 1;
	return k;
}

/* The root over leaves low..high, a subtree of RFC 6962's. */
static enum status
range_root(tree_read *read, void *arg, uint64_t low, uint64_t high,
    struct sha256 *out)
{
	struct edge e = { .size = high - low };
	enum status st = OK;

	for (int height = TREE_HEIGHT - 1; st == OK && height >= 0; height--)
		if (e.size >> height & 1) {
			st = read(arg, height, low >> height, &e.h[e.n++]);
			low += (uint64_t)1 << height;
		}
	if (st == OK)
		*out = edge_root(&e);
	return st;
}

static void
turn_round(struct proof *p)
{
	for (size_t i = 0; i < p->n / 2; i++) {
		const struct sha256 h = p->h[i];

		p->h[i] = p->h[p->n - 1 - i];
		p->h[p->n - 1 - i] = h;
	}
}

enum status
proof_inclusion(tree_read *read, void *arg, uint64_t index, uint64_t size,
    struct proof *out)
{
	uint64_t low = 0, high = size;
	enum status st = OK;

	assert(index < size);
	out->n = 0;
	/* From the root down; each step leaves its sibling in the proof. */
	while (st == OK && high - low > 1) {
		const uint64_t middle = low + split(high - low);
		struct sha256 *h = &out->h[out->n++];

		if (index < middle) {
			st = range_root(read, arg, middle, high, h);
			high = middle;
		} else {
			st = range_root(read, arg, low, middle, h);
			low = middle;
		}
	}
	turn_round(out);
	return st;
}

enum status
proof_consistency(tree_read *read, void *arg, uint64_t old, uint64_t size,
    struct proof *out)
{
	uint64_t low = 0, high = size;
	enum status st = OK;

	assert(old > 0 && old <= size);
	out->n = 0;
	while (st == OK && old != high) {
		const uint64_t middle = low + split(high - low);
		struct sha256 *h = &out->h[out->n++];

		if (old <= middle) {
			st = range_root(read, arg, middle, high, h);
			high = middle;
		} else {
			st = range_root(read, arg, low, middle, h);
			low = middle;
		}
	}
	/* The verifier has the old root itself, if it is a subtree here. */
	if (st == OK && low > 0)
		st = range_root(read, arg, low, high, &out->h[out->n++]);
	turn_round(out);
	return st;
}

/* RFC 9162, 2.1.3.2. */
bool
proof_includes(const struct proof *p, struct sha256 leaf, uint64_t index,
    uint64_t size, struct sha256 root)
{
	uint64_t fn = index, sn = size - 1;
	struct sha256 r = leaf;

	if (index >= size)
		return false;
	for (size_t i = 0; i < p->n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			r = tree_node(p->h[i], r);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else
			r = tree_node(r, p->h[i]);
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && sha256_eq(r, root);
}

/* RFC 9162, 2.1.4.2. */
bool
proof_consistent(const struct proof *p, uint64_t old, struct sha256 old_root,
    uint64_t size, struct sha256 root)
{
	uint64_t fn = old - 1, sn = size - 1;
	size_t i = 0;

	if (old == 0 || old > size)
		return false;
	if (old == size)
		return p->n == 0 && sha256_eq(old_root, root);
	while (fn & 1) {
		fn >>= 1;
		sn >>= 1;
	}
	/* An old tree that is one full subtree begins with its own root. */
	const bool full = (old & (old - 1)) == 0;

	if (!full && p->n == 0)
		return false;
	struct sha256 fr = full ? old_root : p->h[i++], sr = fr;

	for (; i < p->n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			fr = tree_node(p->h[i], fr);
			sr = tree_node(p->h[i], sr);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else
			sr = tree_node(sr, p->h[i]);
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && sha256_eq(fr, old_root) && sha256_eq(sr, root);
}

enum status
tiles_add(struct edge *e, struct buf tile[TILE_LEVELS], struct sha256 leaf,
    tile_made *made, void *arg)
{
	int64_t n = (int64_t)e->size;
	struct sha256 hash = leaf;
	enum status st = OK;

	edge_append(e, leaf);
	for (int level = 0; st == OK && level < TILE_LEVELS; level++) {
		struct buf *b = &tile[level];

		buf_put(b, sha256_str(&hash));
		if (buf_so_far(b).n < TILE_BYTES)
			return OK;
		st = made(arg, level, n >> TILE_BITS);
		hash = tree_fold(buf_so_far(b));
		b->n = 0;
		n >>= TILE_BITS;
	}
	return st;
}

enum status
tiles_end(const struct edge *e, const struct buf tile[TILE_LEVELS], int from,
    tile_made *made, void *arg)
{
	enum status st = OK;

	for (int level = from; st == OK && level < TILE_LEVELS; level++)
		if (buf_so_far(&tile[level]).n > 0)
			st = made(arg, level,
			    (int64_t)(e->size >> (TILE_BITS * (level + 1))));
	return st;
}
