/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "media/picture.h"

/* "Ann (Ann, ASCII, 4 components, 4 bytes)", as libvips tells it -> "Ann". */
static void
keep_one(const VipsImage *im, const char *field, char *to)
{
	const char *told, *end;
	size_t n;

	if (to[0] || vips_image_get_typeof(im, field) == 0
	    || vips_image_get_string(im, field, &told) != 0)
		return;
	end = strstr(told, ", ASCII, ");
	if (end == NULL || end - told < 2)
		return;
	n = (size_t)(end - told - 2) / 2;
	if (n == 0 || n >= WIRE_TERM_MAX || strncmp(told + n, " (", 2) != 0)
		return;
	if (!g_utf8_validate(told, (gssize)n, NULL))
		return;
	memcpy(to, told, n);
	to[n] = '\0';
}

void
terms_keep(VipsImage *im, struct ask *ask)
{
	if (ask->creator[0] || ask->credit[0] || ask->copyright[0]
	    || ask->usage[0])
		return;
	keep_one(im, "exif-ifd0-Artist", ask->creator);
	keep_one(im, "exif-ifd0-Copyright", ask->copyright);
}

static void
put_exif(VipsImage *im, const char *field, const char *text)
{
	char *told;

	if (text[0] == '\0')
		return;
	told = g_strdup_printf("%s (%s, ASCII, %zu components, %zu bytes)",
	    text, text, strlen(text) + 1, strlen(text) + 1);
	vips_image_set_string(im, field, told);
	g_free(told);
}

/* One property of the packet: open, the text escaped, close. */
static void
put_xmp(GString *x, const char *open, const char *text, const char *close)
{
	char *safe;

	if (text[0] == '\0')
		return;
	safe = g_markup_escape_text(text, -1);
	g_string_append(x, open);
	g_string_append(x, safe);
	g_string_append(x, close);
	g_free(safe);
}

#define ALT_OPEN "<rdf:Alt><rdf:li xml:lang=\"x-default\">"
#define ALT_CLOSE "</rdf:li></rdf:Alt>"

static void
write_xmp(VipsImage *im, const struct ask *ask)
{
	GString *x = g_string_new("<?xpacket begin=\"\xef\xbb\xbf\" "
				  "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
				  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
				  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/"
				  "1999/02/22-rdf-syntax-ns#\">"
				  "<rdf:Description rdf:about=\"\" "
				  "xmlns:dc=\"http://purl.org/dc/elements/"
				  "1.1/\" xmlns:photoshop=\"http://ns.adobe."
				  "com/photoshop/1.0/\" xmlns:xmpRights="
				  "\"http://ns.adobe.com/xap/1.0/rights/\">");

	put_xmp(x, "<dc:creator><rdf:Seq><rdf:li>", ask->creator,
	    "</rdf:li></rdf:Seq></dc:creator>");
	put_xmp(x, "<photoshop:Credit>", ask->credit, "</photoshop:Credit>");
	put_xmp(x, "<dc:rights>" ALT_OPEN, ask->copyright,
	    ALT_CLOSE "</dc:rights>");
	put_xmp(x, "<xmpRights:UsageTerms>" ALT_OPEN, ask->usage,
	    ALT_CLOSE "</xmpRights:UsageTerms>");
	g_string_append(x,
	    "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>");
	vips_image_set_blob_copy(im, VIPS_META_XMP_NAME, x->str, x->len);
	g_string_free(x, TRUE);
}

/* Where a frame ends, how long each is seen, how often all are. */
static bool
is_motion(const char *field)
{
	static const char *const fields[] = { VIPS_META_PAGE_HEIGHT,
		VIPS_META_N_PAGES, "delay", "loop" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(field, fields[i]) == 0)
			return true;
	return false;
}

bool
terms_write(VipsImage *im, const struct ask *ask, bool moves)
{
	char **fields = vips_image_get_fields(im);

	/* What can't be removed is what the image is: its size and bands. */
	for (size_t i = 0; fields && fields[i]; i++)
		if (!moves || !is_motion(fields[i]))
			(void)vips_image_remove(im, fields[i]);
	g_strfreev(fields);
	if (!ask->creator[0] && !ask->credit[0] && !ask->copyright[0]
	    && !ask->usage[0])
		return false;
	put_exif(im, "exif-ifd0-Artist", ask->creator);
	put_exif(im, "exif-ifd0-Copyright", ask->copyright);
	write_xmp(im, ask);
	return true;
}
