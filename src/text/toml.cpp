/* SPDX-License-Identifier: ISC */
/*
 * Front matter in TOML, by tomlplusplus: the one place that is not C, because
 * Debian has no C library for it.  It is behind one C function.
 */
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

extern "C" {
#include "text/front.h"
}

namespace {

struct entry {
	const toml::node *value;
	str key;
	node *parent;
	size_t depth;
};

str
text_of(job *j, const std::string &s)
{
	return job_str(j, str_from(s.data(), s.size()));
}

int
line_of(const front_at *where, const toml::node *v)
{
	const auto line = v->source().begin.line;

	return where->line + (line > 0 ? static_cast<int>(line) - 1 : 0);
}

void
set_scalar(const front_at *where, node *nd, const toml::node *v)
{
	std::ostringstream out;

	nd->kind = NODE_SCALAR;
	if (const auto *s = v->as_string()) {
		nd->quoted = true;
		nd->text = text_of(where->j, s->get());
		return;
	}
	if (const auto *b = v->as_boolean())
		out << (b->get() ? "true" : "false");
	else if (const auto *i = v->as_integer())
		out << i->get();
	else if (const auto *f = v->as_floating_point())
		out << f->get();
	else if (const auto *d = v->as_date())
		out << d->get();
	else if (const auto *t = v->as_time())
		out << t->get();
	else if (const auto *w = v->as_date_time())
		out << w->get();
	nd->text = text_of(where->j, out.str());
}

/* The entries of a table in the order in which they were written. */
void
push_table(std::vector<entry> &todo, const front_at *where,
    const toml::table *t, node *parent, size_t depth)
{
	std::vector<std::pair<toml::source_position, entry>> in_order;

	for (const auto &[key, value] : *t)
		in_order.push_back({ key.source().begin,
		    { &value, text_of(where->j, std::string(key.str())), parent,
			depth } });
	std::stable_sort(in_order.begin(), in_order.end(),
	    [](const auto &a, const auto &b) { return b.first < a.first; });
	for (const auto &e : in_order)
		todo.push_back(e.second);
}

void
push_array(std::vector<entry> &todo, const toml::array *a, node *parent,
    size_t depth)
{
	for (size_t i = a->size(); i > 0; i--)
		todo.push_back({ a->get(i - 1), {}, parent, depth });
}

status
fail_at(const front_at *where, int line, const char *what)
{
	return job_fail(where->j, INVALID, "%.*s:%d: %s", STR_ARG(where->name),
	    line, what);
}

status
take(std::vector<entry> &todo, const front_at *where, const entry &e)
{
	const int line = line_of(where, e.value);

	if (e.depth >= TEXTFILE_DEPTH_MAX)
		return fail_at(where, line,
		    "lists and maps stand too deep inside each other; make it "
		    "flatter");
	if (e.key.n > TEXTFILE_KEY_MAX ||
	    memchr(e.key.n > 0 ? e.key.p : "", 0, e.key.n) != nullptr)
		return fail_at(where, line,
		    "this field's name is too long; shorten it");
	node *nd = node_put(where->j, e.parent, NODE_NULL, line);
	nd->key = e.key;
	nd->key_line = line;
	if (const auto *t = e.value->as_table()) {
		nd->kind = NODE_MAP;
		push_table(todo, where, t, nd, e.depth + 1);
	} else if (const auto *a = e.value->as_array()) {
		nd->kind = NODE_LIST;
		push_array(todo, a, nd, e.depth + 1);
	} else {
		set_scalar(where, nd, e.value);
		if (nd->text.n > 0 &&
		    memchr(nd->text.p, 0, nd->text.n) != nullptr)
			return fail_at(where, line,
			    "this text holds a zero byte; take it out");
	}
	return OK;
}

status
walk(const front_at *where, const toml::table &root, node **top)
{
	std::vector<entry> todo;
	size_t nodes = 0;

	*top = node_put(where->j, nullptr, NODE_MAP, where->line);
	push_table(todo, where, &root, *top, 1);
	while (!todo.empty()) {
		const entry e = todo.back();

		todo.pop_back();
		if (++nodes > TEXTFILE_NODES_MAX)
			return fail_at(where, where->line,
			    "the front matter has too many parts; move data "
			    "into files of its own");
		const status st = take(todo, where, e);
		if (st != OK)
			return st;
	}
	return OK;
}

} // namespace

status
front_toml(const front_at *where, str text, node **top)
{
	try {
		return walk(where,
		    toml::parse(
			std::string_view(text.n > 0 ? text.p : "", text.n)),
		    top);
	} catch (const toml::parse_error &err) {
		const std::string why(err.description());

		return job_fail(where->j, INVALID,
		    "%.*s:%d: this is not TOML that can be read (%s)",
		    STR_ARG(where->name),
		    where->line + static_cast<int>(err.source().begin.line) - 1,
		    why.c_str());
	}
}
