/* SPDX-License-Identifier: ISC */
#include "text/textfile.h"

#include "text/front.h"

static enum status
refuse(struct job *j, struct str name, int line, const char *what)
{
	return job_fail(j, INVALID, "%.*s:%d: %s", STR_ARG(name), line, what);
}

/* The line that begins at from, without its \n; *next is what follows it. */
static struct str
line_at(struct str text, size_t from, size_t *next)
{
	const struct str rest = str_skip(text, from);
	const size_t n = str_find_ch(rest, '\n');

	*next = n == NOWHERE ? text.n : from + n + 1;
	return n == NOWHERE ? rest : str_sub(rest, 0, n);
}

/* True for the line that opens or closes a front matter. */
static bool
is_fence(struct str line, struct str fence)
{
	if (!str_starts(line, fence))
		return false;
	for (size_t i = fence.n; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
			return false;
	return true;
}

/* Where the byte order mark and empty lines before a fence end. */
static size_t
skip_lead(struct str text, int *line)
{
	size_t at = str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0;
	const size_t mark = at;
	size_t next;

	*line = 1;
	while (at < text.n && str_trim(line_at(text, at, &next)).n == 0) {
		at = next;
		(*line)++;
	}
	if (is_fence(line_at(text, at, &next), STR("---"))
	    || is_fence(line_at(text, at, &next), STR("+++")))
		return at;
	*line = 1;
	return mark;
}

static int
count_lines(struct str text)
{
	int n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

/* Set front and body from a fence that opens at `at`. */
static enum status
cut_fenced(struct job *j, struct textfile *tf, size_t at, int line,
    struct str fence)
{
	size_t next, begin;

	(void)line_at(tf->bytes, at, &begin);
	tf->front_line = line + 1;
	for (size_t i = begin; i < tf->bytes.n; i = next) {
		if (!is_fence(line_at(tf->bytes, i, &next), fence))
			continue;
		tf->front = str_sub(tf->bytes, begin, i - begin);
		tf->body = str_skip(tf->bytes, next);
		tf->body_line = tf->front_line + count_lines(tf->front) + 1;
		return OK;
	}
	return job_fail(j, INVALID,
	    "%.*s:%d: the front matter that begins here has no end; close it "
	    "with a line %.*s",
	    STR_ARG(tf->name), line, STR_ARG(fence));
}

static enum status
cut_json(struct job *j, struct textfile *tf, size_t at)
{
	const struct front_at where = { j, tf->name, 1, false };
	const struct str text = str_skip(tf->bytes, at);
	struct node *top;
	size_t used, next;
	enum status st = front_json(&where, text, &top, &used);

	if (st != OK)
		return st;
	tf->top = top;
	tf->front = str_sub(text, 0, used);
	/* The rest of the line that the brace closes is not the body's. */
	if (str_trim(line_at(text, used, &next)).n == 0)
		used = next;
	tf->body = str_skip(text, used);
	tf->body_line = 1 + count_lines(str_sub(text, 0, used));
	return OK;
}

/* Front matter in JSON begins with a brace and a quotation mark. */
static bool
is_json(struct str text)
{
	return str_starts(text, STR("{"))
	    && str_starts(str_trim(str_sub(str_skip(text, 1), 0, 200)),
		STR("\""));
}

enum status
front_cut(struct job *j, struct textfile *tf)
{
	int line;
	size_t next;
	const size_t at = skip_lead(tf->bytes, &line);
	const struct str first = line_at(tf->bytes, at, &next);

	tf->front_line = 1;
	if (is_fence(first, STR("---"))) {
		tf->form = FRONT_YAML;
		return cut_fenced(j, tf, at, line, STR("---"));
	}
	if (is_fence(first, STR("+++"))) {
		tf->form = FRONT_TOML;
		return cut_fenced(j, tf, at, line, STR("+++"));
	}
	if (is_json(str_skip(tf->bytes, at))) {
		tf->form = FRONT_JSON;
		return cut_json(j, tf, at);
	}
	tf->body = str_skip(tf->bytes, at);
	tf->body_line = 1;
	return OK;
}

static enum status
check_limits(struct job *j, const struct textfile *tf)
{
	if (tf->front.n > TEXTFILE_FRONT_MAX)
		return refuse(j, tf->name, tf->front_line,
		    "the front matter is larger than 256 KB; move data into "
		    "files of its own");
	if (tf->body.n > TEXTFILE_BODY_MAX)
		return refuse(j, tf->name, tf->body_line,
		    "the text is larger than 2 MB; cut it into several");
	return OK;
}

static int
line_of_bad_utf8(struct str bytes)
{
	struct str rest = bytes, line;
	int n = 1;

	while (str_line(&rest, &line)) {
		if (!str_is_utf8(line))
			return n;
		n++;
	}
	return 1;
}

static enum status
read_front(struct job *j, struct textfile *tf)
{
	const struct front_at where = { j, tf->name, tf->front_line, false };
	struct node *top = NULL;
	enum status st = OK;

	if (tf->form == FRONT_JSON)
		return OK;
	if (tf->form == FRONT_YAML)
		st = front_yaml(&where, tf->front, &top, &tf->plain);
	else if (tf->form == FRONT_TOML)
		st = front_toml(&where, tf->front, &top);
	else
		top = node_put(j, NULL, NODE_MAP, 1);
	tf->top = top;
	return st;
}

enum status
textfile_parse(struct job *j, struct str bytes, struct str name,
    struct textfile *out)
{
	struct textfile tf = { .name = name, .bytes = bytes };
	enum status st;

	if (bytes.n > TEXTFILE_MAX)
		return refuse(j, name, 1,
		    "the file is larger than a text file may be (2 MB of "
		    "text); cut it into several");
	if (!str_is_utf8(bytes))
		return refuse(j, name, line_of_bad_utf8(bytes),
		    "this is not UTF-8; save the file in that encoding");
	st = front_cut(j, &tf);
	if (st == OK)
		st = check_limits(j, &tf);
	if (st == OK)
		st = read_front(j, &tf);
	if (st == OK)
		*out = tf;
	return st;
}

enum status
textfile_config(struct job *j, struct str bytes, struct str name,
    enum front_form form, const struct node **out)
{
	const struct front_at where = { j, name, 1, false };
	struct node *top = NULL;
	size_t used;
	bool plain;
	enum status st;

	if (bytes.n > TEXTFILE_FRONT_MAX)
		return refuse(j, name, 1, "the file is larger than 256 KB");
	if (!str_is_utf8(bytes))
		return refuse(j, name, line_of_bad_utf8(bytes),
		    "this is not UTF-8; save the file in that encoding");
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_skip(bytes, 3);
	if (form == FRONT_TOML)
		st = front_toml(&where, bytes, &top);
	else if (form == FRONT_JSON)
		st = front_json(&where, bytes, &top, &used);
	else
		st = front_yaml(&where, bytes, &top, &plain);
	if (st == OK)
		*out = top;
	return st;
}
