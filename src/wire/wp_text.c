/* SPDX-License-Identifier: ISC */
/* The body of a post, and the files that it offers. */
#include "wire/wp_posting.h"

static bool
library_block(void *arg, struct job *j, int64_t id, struct str *out)
{
	struct wordpress *w = arg;
	const struct wp_entry *e = wp_entry(w, id);
	struct notes quiet = { 0 };
	struct xml *item;

	if (e == NULL || e->type != WP_BLOCK
	    || wp_load(w, j, e, &item, &quiet) != OK) {
		job_forgive(j);
		return false;
	}
	*out = xml_text(item, "content:encoded");
	return true;
}

enum offered { OFFERED_NOT, OFFERED_DOCUMENT, OFFERED_FILE, OFFERED_PLAYED };

static enum offered
offered_by(struct str path)
{
	static const struct {
		const char *ending;
		enum offered what;
	} known[] = { { ".pdf", OFFERED_DOCUMENT }, { ".doc", OFFERED_FILE },
		{ ".docx", OFFERED_FILE }, { ".odt", OFFERED_FILE },
		{ ".rtf", OFFERED_FILE }, { ".xls", OFFERED_FILE },
		{ ".xlsx", OFFERED_FILE }, { ".ods", OFFERED_FILE },
		{ ".ppt", OFFERED_FILE }, { ".pptx", OFFERED_FILE },
		{ ".csv", OFFERED_FILE }, { ".txt", OFFERED_FILE },
		{ ".epub", OFFERED_FILE }, { ".zip", OFFERED_FILE },
		{ ".mp3", OFFERED_PLAYED }, { ".m4a", OFFERED_PLAYED },
		{ ".ogg", OFFERED_PLAYED }, { ".wav", OFFERED_PLAYED },
		{ ".mp4", OFFERED_PLAYED }, { ".m4v", OFFERED_PLAYED },
		{ ".webm", OFFERED_PLAYED }, { ".ogv", OFFERED_PLAYED },
		{ ".mov", OFFERED_PLAYED } };
	const size_t dot = str_rfind_ch(path, '.');

	if (dot == NOWHERE)
		return OFFERED_NOT;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq_nocase(str_skip(path, dot), str_of(known[i].ending)))
			return known[i].what;
	return OFFERED_NOT;
}

/* A file that a body links to or plays: a document of the text, or named. */
static struct str
own_address(void *posting, struct job *j, struct str address)
{
	struct posting *p = posting;
	const struct str path = wp_address(p->w, j, address);
	const enum offered what = wp_is_own(p->w, address) ? offered_by(path)
							   : OFFERED_NOT;

	if (what == OFFERED_NOT)
		return path;
	for (const struct node *nd = p->files->first; nd; nd = nd->next)
		if (str_eq(nd->text, path))
			return path;
	wp_add(j, p->files, NULL, job_str(j, path));
	if (what == OFFERED_DOCUMENT && !p->page)
		return path;
	posting_note(p, posting_line(p, "content:encoded"),
	    job_printf(j,
		what == OFFERED_PLAYED
		    ? "the recording %.*s within its text does not come over; "
		      "make it a sound or a video of its own"
		    : "the file %.*s that it links to does not come over",
		STR_ARG(path)));
	return path;
}

/* PDF files stand with the text that links to them. */
void
posting_put_documents(struct posting *p)
{
	struct node *list = NULL;

	for (const struct node *nd = p->files->first; nd; nd = nd->next) {
		const size_t slash = str_rfind_ch(nd->text, '/');
		struct node *one;

		if (offered_by(nd->text) != OFFERED_DOCUMENT || p->page)
			continue;
		if (list == NULL)
			list = wp_list(&p->f, "documents");
		one = wp_map(&p->f, list, NULL);
		wp_add(p->j, one, "src", nd->text);
		wp_add(p->j, one, "label",
		    str_of(origin_file_name(p->j,
			str_skip(nd->text, slash == NOWHERE ? 0 : slash + 1))));
	}
}

enum status
posting_body(struct posting *p, struct str *html, struct str *out)
{
	const struct wp_library library = { .file = wp_file,
		.block = library_block,
		.files = wp_files,
		.arg = p->w };
	const struct html_opts opts = { own_address, p };
	struct wp_work work = { .j = p->j,
		.library = &library,
		.post = p->e->id,
		.footnotes = wp_meta(p->item, "footnotes"),
		.notes = &p->out->notes,
		.line = posting_line(p, "content:encoded") };
	enum status st = wp_html(&work, xml_text(p->item, "content:encoded"),
	    html);

	return st == OK ? html_body(p->j, *html, &opts, out) : st;
}
