/* SPDX-License-Identifier: ISC */
#include "base/status.h"

const char *
status_name(enum status st)
{
	static const char *const names[] = {
		[OK] = "ok",
		[NOT_FOUND] = "not found",
		[CONFLICT] = "conflict",
		[INVALID] = "invalid",
		[DENIED] = "denied",
		[BUSY] = "busy",
		[FAULT] = "fault",
	};

	return names[st];
}
