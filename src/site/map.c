/* SPDX-License-Identifier: ISC */
#include "site/map.h"

#include <assert.h>
#include <string.h>

struct map
map_in(struct job *j)
{
	return (struct map){ .j = j };
}

static uint64_t
hash_of(struct str key)
{
	return map_hash_end(hash_bytes(HASH_NONE, key.p, key.n));
}

static struct map_cell *
cell_of(const struct map *m, uint64_t hash, struct str key)
{
	size_t i = (size_t)hash & (m->room - 1);

	while (m->cells[i].value != NULL
	    && (m->cells[i].hash != hash || !str_eq(m->cells[i].key, key)))
		i = (i + 1) & (m->room - 1);
	return &m->cells[i];
}

void *
map_hashed(const struct map *m, uint64_t hash, struct str key)
{
	if (m->n == 0)
		return NULL;
	return cell_of(m, hash, key)->value;
}

void *
map_at(const struct map *m, struct str key)
{
	return map_hashed(m, hash_of(key), key);
}

static void
make_room(struct map *m)
{
	const struct map was = *m;

	m->room = was.room == 0 ? 64 : was.room * 2;
	m->cells = JOB_ARRAY(m->j, struct map_cell, m->room);
	for (size_t i = 0; i < was.room; i++) {
		const struct map_cell *c = &was.cells[i];

		if (c->value != NULL)
			*cell_of(m, c->hash, c->key) = *c;
	}
}

void
map_put(struct map *m, struct str key, void *value)
{
	assert(value != NULL);
	if (m->n * 4 >= m->room * 3)
		make_room(m);
	const uint64_t hash = hash_of(key);
	struct map_cell *const c = cell_of(m, hash, key);

	if (c->value == NULL) {
		c->hash = hash;
		c->key = job_str(m->j, key);
		m->n++;
	}
	c->value = value;
}
