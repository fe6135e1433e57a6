/* SPDX-License-Identifier: ISC */
#include "press/live.h"

/* No kind of text is a brief yet, so none runs anywhere. */
enum status
live_since(struct site *site, struct job *j, struct str address, int64_t since,
    struct live_news *out)
{
	(void)site;
	(void)j;
	(void)address;
	(void)since;
	out->status = 404;
	return OK;
}
