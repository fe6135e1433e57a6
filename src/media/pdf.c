/* SPDX-License-Identifier: ISC */
/*
 * libqpdf takes a document apart and writes it anew: what nothing leads to is
 * left behind, and every object has a number in one row, so that a second
 * reading can look at each of them.
 */
#include <qpdf/qpdf-c.h>
#include <stdlib.h>

#include "media/bytes.h"
#include "media/clean.h"

#define DEEP 100       /* values within one object */
#define KEYS_MAX 20000 /* in one dictionary */

struct pdf {
	struct clean *c;
	qpdf_data q;
};

/* A key or name that a document may not have, and why. */
struct refusal {
	const char *name, *why;
};

static const char programs
    [] = "there are programs in the PDF file; print it into a new PDF file and "
	 "give that";
static const char files[] = "there are other files in the PDF file; print it "
			    "into a new PDF file and "
			    "give that";

/* clang-format off */
static const char signature[] = "the PDF file is signed, which says by whom "
				"and would be broken here; print it into a "
				"new PDF file and give that";
static const char computer[] = "a link in the PDF file names a file on "
			       "somebody's computer; take it out";

static const struct refusal refused_keys[] = {
	{ "/JS", programs }, { "/JavaScript", programs }, { "/XFA", programs },
	{ "/EF", files }, { "/EmbeddedFiles", files },
	{ "/RichMediaContent", files }, { "/ByteRange", signature },
};
static const struct refusal refused_names[] = { /* of /S, /Type, /Subtype */
	{ "/JavaScript", programs }, { "/Launch", programs },
	{ "/ImportData", programs }, { "/SubmitForm", programs },
	{ "/Rendition", programs }, { "/GoToE", files },
	{ "/EmbeddedFile", files }, { "/FileAttachment", files },
	{ "/RichMedia", files }, { "/GoToR", computer },
	{ "/Sig", signature }, { "/DocTimeStamp", signature },
};
/* clang-format on */
static const char *const removed[] = { "/Metadata", "/PieceInfo",
	"/LastModified", "/Thumb", "/CreatorInfo" };
static const char *const annotation_says[] = { "/M", "/CreationDate", "/NM" };

static bool
damaged(struct pdf *d)
{
	return clean_refuse(d->c,
	    "the PDF file is damaged; print it into a new PDF file and give "
	    "that");
}

static bool
is_refused(struct pdf *d, const struct refusal *list, size_t n,
    const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].name, name) == 0)
			return !clean_refuse(d->c, "%s", list[i].why);
	return false;
}

static bool
name_is_fine(struct pdf *d, qpdf_oh dict, const char *key)
{
	const qpdf_oh value = qpdf_oh_get_key(d->q, dict, key);

	return !qpdf_oh_is_name(d->q, value)
	    || !is_refused(d, refused_names,
		sizeof(refused_names) / sizeof(refused_names[0]),
		qpdf_oh_get_name(d->q, value));
}

/* Its keys; the library walks through one dictionary at a time only. */
static size_t
keys_of(struct pdf *d, qpdf_oh dict, const char **keys, size_t room)
{
	size_t n = 0;

	qpdf_oh_begin_dict_key_iter(d->q, dict);
	while (qpdf_oh_dict_more_keys(d->q)) {
		const char *key = qpdf_oh_dict_next_key(d->q);

		if (n < room)
			keys[n] = job_cstr(d->c->j, str_of(key));
		n++;
	}
	return n;
}

static void
annotation_clean(struct pdf *d, qpdf_oh dict)
{
	const qpdf_oh subtype = qpdf_oh_get_key(d->q, dict, "/Subtype");

	if (!qpdf_oh_has_key(d->q, dict, "/Rect")
	    || !qpdf_oh_is_name(d->q, subtype))
		return;
	for (size_t i = 0; i < 3; i++)
		qpdf_oh_remove_key(d->q, dict, annotation_says[i]);
	/* Who wrote a note; of a form's field it is the name. */
	if (strcmp(qpdf_oh_get_name(d->q, subtype), "/Widget") != 0)
		qpdf_oh_remove_key(d->q, dict, "/T");
}

/* The last of a list, or what stands alone; *rest: those before it. */
static qpdf_oh
last_of(struct pdf *d, qpdf_oh list, qpdf_oh *rest)
{
	*rest = qpdf_oh_new_array(d->q);
	if (!qpdf_oh_is_array(d->q, list))
		return list;
	const int n = qpdf_oh_get_array_n_items(d->q, list);

	for (int i = 0; i + 1 < n && i < DEEP; i++)
		qpdf_oh_append_item(d->q, *rest,
		    qpdf_oh_get_array_item(d->q, list, i));
	return n > 0 ? qpdf_oh_get_array_item(d->q, list, n - 1)
		     : qpdf_oh_new_null(d->q);
}

/*
 * The picture as a camera or a scanner wrote it, which lies within the rest of
 * what was done to it.  The bytes are the caller's, for free().
 */
static bool
bytes_of(struct pdf *d, qpdf_oh stream, qpdf_oh filters, qpdf_oh how,
    unsigned char **p, size_t *n)
{
	const qpdf_oh dict = qpdf_oh_get_dict(d->q, stream);
	QPDF_BOOL filtered = QPDF_FALSE;

	qpdf_oh_replace_key(d->q, dict, "/Filter", filters);
	qpdf_oh_replace_key(d->q, dict, "/DecodeParms", how);
	return (qpdf_oh_get_stream_data(d->q, stream, qpdf_dl_generalized,
		    &filtered, p, n)
		   & QPDF_ERRORS)
	    == 0
	    && (filtered || qpdf_oh_get_array_n_items(d->q, filters) == 0);
}

/* Its places, times and makers go; pictures of other kinds have none. */
static bool
picture_clean(struct pdf *d, qpdf_oh stream)
{
	const qpdf_oh dict = qpdf_oh_get_dict(d->q, stream);
	qpdf_oh filters, how;
	const qpdf_oh coded = last_of(d, qpdf_oh_get_key(d->q, dict, "/Filter"),
	    &filters);
	const qpdf_oh coded_how = last_of(d,
	    qpdf_oh_get_key(d->q, dict, "/DecodeParms"), &how);
	unsigned char *p = NULL;
	size_t n = 0;

	if (qpdf_oh_is_name_and_equals(d->q, coded, "/JPXDecode"))
		return clean_refuse(d->c,
		    "a picture in the PDF file is JPEG 2000, which can say "
		    "where it was taken; print it into a new PDF file and "
		    "give that");
	if (!qpdf_oh_is_name_and_equals(d->q, coded, "/DCTDecode")
	    && !qpdf_oh_is_name_and_equals(d->q, coded, "/DCT"))
		return true;
	if (bytes_of(d, stream, filters, how, &p, &n))
		n = jpeg_clean(p, n);
	else
		n = 0;
	if (n > 0)
		qpdf_oh_replace_stream_data(d->q, stream, p, n, coded,
		    coded_how);
	free(p);
	return n > 0 || damaged(d);
}

static bool value_clean(struct pdf *d, qpdf_oh value, int depth);

static bool
/* NOLINTNEXTLINE(misc-no-recursion): to DEEP */
dictionary_clean(struct pdf *d, qpdf_oh dict, int depth)
{
	const char *few[32], **keys = few;
	size_t n;

	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++)
		qpdf_oh_remove_key(d->q, dict, removed[i]);
	annotation_clean(d, dict);
	if (!name_is_fine(d, dict, "/S") || !name_is_fine(d, dict, "/Type")
	    || !name_is_fine(d, dict, "/Subtype"))
		return false;
	n = keys_of(d, dict, few, 32);
	if (n > KEYS_MAX)
		return damaged(d);
	if (n > 32) {
		keys = JOB_ARRAY(d->c->j, const char *, n);
		(void)keys_of(d, dict, keys, n);
	}
	for (size_t i = 0; i < n; i++)
		if (is_refused(d, refused_keys,
			sizeof(refused_keys) / sizeof(refused_keys[0]), keys[i])
		    || !value_clean(d, qpdf_oh_get_key(d->q, dict, keys[i]),
			depth))
			return false;
	return true;
}

/* What is an object of its own has its own turn. */
static bool
/* NOLINTNEXTLINE(misc-no-recursion): to DEEP */
value_clean(struct pdf *d, qpdf_oh value, int depth)
{
	if (depth > DEEP)
		return damaged(d);
	if (depth > 0 && qpdf_oh_is_indirect(d->q, value))
		return true;
	if (qpdf_oh_is_stream(d->q, value)) {
		if (!picture_clean(d, value))
			return false;
		value = qpdf_oh_get_dict(d->q, value);
	}
	if (qpdf_oh_is_dictionary(d->q, value))
		return dictionary_clean(d, value, depth + 1);
	if (!qpdf_oh_is_array(d->q, value))
		return true;
	const int n = qpdf_oh_get_array_n_items(d->q, value);

	for (int i = 0; i < n; i++) {
		const qpdf_oh item = qpdf_oh_get_array_item(d->q, value, i);
		const bool fine = value_clean(d, item, depth + 1);

		qpdf_oh_release(d->q, item);
		if (!fine)
			return false;
	}
	return true;
}

static bool
pdf_read(struct pdf *d, const unsigned char *p, size_t n)
{
	d->q = qpdf_init();
	qpdf_silence_errors(d->q);
	qpdf_set_suppress_warnings(d->q, QPDF_TRUE);
	if ((qpdf_read_memory(d->q, "document", (const char *)p, n, NULL)
		& QPDF_ERRORS)
	    != 0) {
		const qpdf_error e = qpdf_get_error(d->q);

		if (qpdf_get_error_code(d->q, e) != qpdf_e_password)
			return damaged(d);
		return clean_refuse(d->c,
		    "the PDF file is locked with a password; save it without");
	}
	return !qpdf_is_encrypted(d->q)
	    || clean_refuse(d->c,
		"the PDF file is encrypted; save it without that");
}

/* Only what leads to all else stays: Info, ID and what programs add go. */
static bool
trailer_clean(struct pdf *d)
{
	const qpdf_oh trailer = qpdf_get_trailer(d->q);
	const char *keys[32];
	const size_t n = keys_of(d, trailer, keys, 32);

	if (n > 32)
		return damaged(d);
	for (size_t i = 0; i < n; i++)
		if (strcmp(keys[i], "/Root") != 0
		    && strcmp(keys[i], "/Size") != 0)
			qpdf_oh_remove_key(d->q, trailer, keys[i]);
	return true;
}

/* The bytes are the library's, until qpdf_cleanup(). */
static bool
pdf_write(struct pdf *d, struct str *out)
{
	if (!trailer_clean(d))
		return false;
	if (qpdf_init_write_memory(d->q) != QPDF_SUCCESS)
		return damaged(d);
	qpdf_set_deterministic_ID(d->q, QPDF_TRUE);
	qpdf_set_stream_data_mode(d->q, qpdf_s_preserve);
	if ((qpdf_write(d->q) & QPDF_ERRORS) != 0)
		return damaged(d);
	*out = str_from((const char *)qpdf_get_buffer(d->q),
	    qpdf_get_buffer_length(d->q));
	return true;
}

static bool
objects_clean(struct pdf *d)
{
	const qpdf_oh size = qpdf_oh_get_key(d->q, qpdf_get_trailer(d->q),
	    "/Size");
	const int n = qpdf_oh_get_int_value_as_int(d->q, size);

	for (int i = 1; i < n; i++) {
		if (!value_clean(d, qpdf_get_object_by_id(d->q, i, 0), 0))
			return false;
		qpdf_oh_release_all(d->q);
	}
	/* What it could not read was not looked at. */
	return (qpdf_get_num_pages(d->q) > 0 && !qpdf_has_error(d->q))
	    || damaged(d);
}

/* An error that nobody asked for is printed. */
static void
pdf_close(struct pdf *d)
{
	if (d->q == NULL)
		return;
	while (qpdf_has_error(d->q))
		(void)qpdf_get_error(d->q);
	qpdf_cleanup(&d->q);
}

static bool
twice(struct pdf *first, struct pdf *second)
{
	struct clean *const c = first->c;
	struct str bytes = { NULL, 0 };

	if (!pdf_read(first, c->p, c->n) || !pdf_write(first, &bytes)
	    || !pdf_read(second, (const unsigned char *)bytes.p, bytes.n)
	    || !objects_clean(second) || !pdf_write(second, &bytes))
		return false;
	if (bytes.p == NULL)
		return damaged(second);
	c->p = job_alloc(c->j, bytes.n);
	memcpy(c->p, bytes.p, bytes.n);
	c->n = bytes.n;
	c->format = MADE_PDF;
	return true;
}

bool
clean_pdf(struct clean *c)
{
	struct pdf first = { .c = c }, second = { .c = c };
	const bool fine = twice(&first, &second);

	pdf_close(&second);
	pdf_close(&first);
	return fine;
}
