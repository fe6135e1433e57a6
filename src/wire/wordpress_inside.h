/* SPDX-License-Identifier: ISC */
/* What the parts of the WordPress import share. */
#ifndef STET_WIRE_WORDPRESS_INSIDE_H
#define STET_WIRE_WORDPRESS_INSIDE_H

#include "base/spill.h"
#include "wire/oldfiles.h"
#include "wire/wp_body.h"
#include "wire/wxr.h"

#define WP_LEFT_TYPES 40 /* kinds of items that are only counted */

enum wp_type {
	WP_POST, /* posts, and types that plugins made */
	WP_PAGE,
	WP_FILE,  /* an attachment */
	WP_LINK,  /* an entry of a menu */
	WP_BLOCK, /* a reusable block */
	WP_LEFT,  /* nothing for readers */
};

enum wp_flag {
	WP_COMMENTED = 1,  /* it has comments that were approved */
	WP_TRANSLATED = 2, /* its original is another item */
	WP_SHOWN = 4,      /* a file that some text shows */
	WP_STICKY = 8,
	WP_LIVE = 16, /* published */
};

/* An item, as the first walk found it; in the order of the file. */
struct wp_entry {
	int64_t id;
	uint64_t from;
	uint32_t n;
	int32_t line;
	int32_t parent; /* entry's index + 1; 0: none */
	uint8_t type, flags;
	uint16_t order; /* within a menu */
};

struct wp_term {
	int64_t id;
	struct str taxonomy, slug, name, parent, description;
	int line;
	struct wp_term *up;   /* its parent */
	struct wp_term *main; /* of whose translation it is; or itself */
	struct wp_term *also; /* the next of its translations */
	struct str lang;      /* empty: the export's */
	bool part;            /* a translation: no thing of its own */
};

struct wp_author {
	int64_t id;
	struct str login, name, description;
	int line;
	bool double_name; /* another has the same */
};

/* The original of a group of translations. */
struct wp_group {
	uint64_t hash; /* 0: free */
	int64_t original;
	bool first; /* it is in the paper's first language */
};

struct wp_count {
	struct str name;
	int64_t n;
};

/* An entry by a number. */
struct wp_pair {
	int64_t key;
	uint32_t entry;
};

/* An attachment by the hash of its file's name. */
struct wp_url {
	uint64_t hash;
	uint32_t entry;
};

/* What next() gives next. */
enum wp_phase {
	WP_AUTHORS,
	WP_TERMS,
	WP_TEXTS,
	WP_TRANSLATIONS,
	WP_MENU,
	WP_FRONT,
	WP_REDIRECTS,
	WP_UNSHOWN,
	WP_END,
};

/* What lies in a spill. */
enum wp_spill {
	WP_ENTRIES,
	WP_BY_ID,
	WP_FILES,
	WP_URLS,
	WP_GROUPS,
	WP_SPILLS,
};

struct wordpress {
	struct origin *o;
	struct wxr *x;
	const char *file;             /* its name, for messages */
	const char *folder;           /* in which it lies */
	struct str title, link, lang; /* of the channel */
	struct str posts;             /* what sources of posts begin with */
	size_t asked;                 /* has(), so often */
	struct str site;   /* "gazette.example/blog": before keys of sources */
	struct str host;   /* "gazette.example", without www. */
	struct str base;   /* path of it: "/blog", or empty */
	struct str *hosts; /* that its files lie on */
	size_t n_hosts;
	bool topics; /* categories become topics */
	struct languages langs;

	struct wp_author *authors;
	size_t n_authors;
	struct wp_term **terms;
	size_t n_terms, room_terms;

	/* Of any number: each lies in its spill. */
	struct wp_entry *entries;
	struct wp_pair *by_id; /* sorted; key: id */
	struct wp_pair *files; /* attachments, sorted; key: parent */
	struct wp_url *urls;   /* attachments, sorted by hash */
	struct wp_group *groups;
	size_t n, n_files, n_urls;
	size_t n_groups, room_groups;
	struct spill spills[WP_SPILLS];
	struct wp_count left[WP_LEFT_TYPES];
	size_t n_left;
	struct wp_count hidden[WP_LEFT_TYPES]; /* fields that are left out */
	size_t n_hidden;

	struct str *media; /* folders in which files are looked for */
	size_t n_media;

	enum wp_phase phase;
	size_t at;
	int level;                /* of terms */
	bool comments;            /* those of entry at - 1 come next */
	bool has_menu, has_front; /* the paper has its own */
	bool menu_told;
	struct oldfiles elsewhere; /* what is fetched */
};

/* An item that is being taken over. */
struct wp_item {
	enum wp_phase phase;
	bool comments;
	size_t entry; /* index */
	const struct wp_author *author;
	const struct wp_term *term;
};

/* ---- wp_index.c: the first walk ---- */
MUST_CHECK enum status wp_index(struct wordpress *w);
struct wp_term *wp_term_by_id(struct wordpress *w, int64_t id);
int64_t wp_original(struct wordpress *w, struct str group);
void wp_counted(struct job *j, struct wp_count *at, size_t *n, struct str name);

/* What lies in spills need not be in memory just now. */
void wp_ease(struct wordpress *w);
void wp_spills_close(struct wordpress *w);

/* ---- wp_lookup.c: what it found ---- */
struct wp_entry *wp_entry(struct wordpress *w, int64_t id);
/* The item of an entry, parsed. */
MUST_CHECK enum status wp_load(struct wordpress *w, struct job *j,
    const struct wp_entry *e, struct xml **out, struct notes *notes);
struct wp_term *wp_term(struct wordpress *w, struct str taxonomy,
    struct str slug);
struct wp_author *wp_author(struct wordpress *w, struct str login);
struct str wp_lang(const struct wordpress *w, struct job *j, struct str said);
struct str wp_source(const struct wordpress *w, struct job *j, const char *what,
    struct str key);
struct str wp_source_of(const struct wordpress *w, struct job *j,
    const char *what, int64_t id);
/* A field of an item's own (postmeta). */
struct str wp_meta(const struct xml *item, const char *key);

/* ---- wp_addresses.c ---- */
/* The path of an address on the old site, or empty; "/2019/pier/". */
struct str wp_path(const struct wordpress *w, struct job *j, struct str url);
/* Does this host, of an address, hold the old site's own files? */
bool wp_is_own(const struct wordpress *w, struct str url);
struct str wp_host(struct str url);
struct str wp_path_of(struct str url);
/* An html_address: of the old site, made ours. */
struct str wp_address(void *wordpress, struct job *j, struct str address);

/* ---- text files ---- */
struct wp_fields {
	struct job *j;
	struct node *top;
};
struct wp_fields wp_fields(struct job *j);
void wp_set(struct wp_fields *f, const char *name, struct str text);
void wp_set_long(struct wp_fields *f, const char *name, struct str text);
struct node *wp_list(struct wp_fields *f, const char *name);
struct node *wp_map(struct wp_fields *f, struct node *list, const char *name);
void wp_add(struct job *j, struct node *parent, const char *key,
    struct str text);
MUST_CHECK enum status wp_write(struct wp_fields *f, struct str body,
    struct str *out);

/* ---- wp_terms.c ---- */
MUST_CHECK enum status wp_author_file(struct wordpress *w, struct job *j,
    const struct wp_author *a, struct str *out);
MUST_CHECK enum status wp_term_file(struct wordpress *w, struct job *j,
    const struct wp_term *t, struct str *out);
bool wp_is_section(const struct wordpress *w, const struct wp_term *t);
/* How texts name it. */
struct str wp_term_slug(struct job *j, const struct wp_term *t);
/* Taxonomies of WordPress's and plugins' own, that are no terms of a text. */
bool wp_is_inner(struct str taxonomy);

/* ---- wp_post.c ---- */
MUST_CHECK enum status wp_convert(struct wordpress *w, struct job *j,
    const struct wp_entry *e, struct str bytes, struct converted *out);

/* ---- wp_furniture.c: NOT_FOUND, no failure set: there is none ---- */
MUST_CHECK enum status wp_menu_file(struct wordpress *w, struct job *j,
    struct str *out);
MUST_CHECK enum status wp_front_file(struct wordpress *w, struct job *j,
    struct str *out);
MUST_CHECK enum status wp_redirect_file(struct wordpress *w, struct job *j,
    const struct wp_item *i, struct str *out);
bool wp_next_redirect(struct wordpress *w, struct wp_item *out);

/* ---- wp_comments.c ---- */
MUST_CHECK enum status wp_comments_file(struct wordpress *w, struct job *j,
    const struct wp_entry *e, struct str bytes, struct str *out,
    struct notes *notes);

/* ---- wp_files.c ---- */
void wp_media_open(struct wordpress *w);
uint64_t wp_file_hash(struct str path);
/* Which files a text shows, from its item's bytes. */
void wp_mark(struct wordpress *w, struct job *j, const struct wp_entry *e,
    struct str bytes);
struct str wp_below_uploads(struct str path);
/* The address that the export gives a file, by a path of it; or empty. */
struct str wp_url_of(struct wordpress *w, struct job *j, struct str path);
bool wp_find(struct wordpress *w, struct job *j, struct str src, char *path);
bool wp_file(void *wordpress, struct job *j, int64_t id, struct wp_file *out);
struct wp_list wp_files(void *wordpress, struct job *j, int64_t post);

/* ---- wp_fetch.c ---- */
void wp_fetch_open(struct wordpress *w);
/* Have the file at such a path in the media folder; false: it can't be had. */
bool wp_fetch(struct wordpress *w, struct job *j, struct str src);

#endif
