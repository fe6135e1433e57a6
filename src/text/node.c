/* SPDX-License-Identifier: ISC */
#include "text/node.h"

char
name_folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if (c == '-')
		return '_';
	return c;
}

bool
names_alike(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (name_folded(a.p[i]) != name_folded(b.p[i]))
			return false;
	return true;
}

const struct node *
node_at(const struct node *map, struct str key)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *nd = map->first; nd != NULL; nd = nd->next)
		if (str_eq(nd->key, key))
			return nd;
	return NULL;
}

const struct node *
node_like(const struct node *map, struct str key)
{
	const struct node *exact = node_at(map, key);

	if (exact != NULL || map == NULL || map->kind != NODE_MAP)
		return exact;
	for (const struct node *nd = map->first; nd != NULL; nd = nd->next)
		if (names_alike(nd->key, key))
			return nd;
	return NULL;
}

struct str
node_text(const struct node *nd)
{
	return nd != NULL && nd->kind == NODE_SCALAR ? nd->text : STR("");
}

bool
node_says_yes(const struct node *nd)
{
	const struct str t = str_trim(node_text(nd));

	return str_eq_nocase(t, STR("true")) || str_eq_nocase(t, STR("yes"))
	    || str_eq_nocase(t, STR("on"));
}

bool
node_is_empty(const struct node *nd)
{
	if (nd == NULL || nd->kind == NODE_NULL)
		return true;
	if (nd->kind == NODE_SCALAR)
		return str_trim(nd->text).n == 0;
	return nd->first == NULL;
}

void
node_append(struct node *parent, struct node *nd)
{
	if (parent->last == NULL)
		parent->first = nd;
	else
		parent->last->next = nd;
	parent->last = nd;
	parent->n++;
}

struct node *
node_put(struct job *j, struct node *parent, enum node_kind kind, int line)
{
	struct node *nd = JOB_NEW(j, struct node);

	nd->kind = kind;
	nd->line = line;
	if (parent != NULL)
		node_append(parent, nd);
	return nd;
}
