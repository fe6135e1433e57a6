/* SPDX-License-Identifier: ISC */
/*
 * What a running brief tells its open pages, as Server-Sent Events (WHATWG
 * HTML, 9.2).  The site writes the messages, the edge carries them to
 * everybody who has the page open and does not look inside.
 *
 *	GET /live/2026/11/23/regatta/?since=41
 *
 * follows the brief at /2026/11/23/regatta/.  The page says which version of
 * the site it was made from, and its script asks for what came since; without
 * `since` a stream begins now.  A browser that comes back by itself says the
 * last id that it had in Last-Event-ID, which counts for more.
 *
 * One message of the site:
 *
 *	id: 42
 *	event: item
 *	data: {"id":"i17","html":"<li id=\"i17\">...</li>","gone":false}
 *	<an empty line>
 *
 * id is the site_version that it belongs to; every line ends in \n alone.
 * An item that is there already is replaced, one that is gone taken out: a
 * message may come twice (after a reconnect, or while a version was being
 * looked at), never not at all.  If `since` is older than what the site can
 * tell of, one message `event: reload` with `data: {}` says so; the edge says
 * it if there are more than LIVE_MESSAGES_MAX bytes.
 *
 * The edge adds
 *
 *	retry: 2417             first; each reader has another number
 *	id: 42                  alone, as heartbeat: all up to 42 was given
 *	event: end              the brief is sealed, or gone, with
 *	data: {"gone":false}    what became of it; the stream ends behind it
 *
 * and answers
 *
 *	200  the stream
 *	204  sealed, and nothing was missed: an EventSource stops
 *	400  Last-Event-ID or since is no number
 *	404, 410  no brief runs there: an EventSource stops
 *	503  too many follow, or the server stops; with Retry-After
 *
 * An EventSource comes back by itself when a stream breaks off, but not after
 * a status such as 503, or a proxy's 502: a script whose EventSource is CLOSED
 * though no `end` came makes another one, half a minute later or so.
 */
#ifndef STET_EDGE_LIVE_H
#define STET_EDGE_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define LIVE_MESSAGES_MAX ((size_t)256 * 1024)

struct live_news {
	int status; /* 200; 404 or 410: no brief runs there (any more) */
	int64_t site_version; /* looked up to here; of its read transaction */
	struct str messages;  /* what came after `since`, whole; or "" */
	bool sealed;          /* nothing will come any more */
};

#endif
