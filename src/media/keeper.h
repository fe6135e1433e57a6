/* SPDX-License-Identifier: ISC */
/* The keeper's process: forks one worker a picture and waits for it. */
#ifndef STET_MEDIA_KEEPER_H
#define STET_MEDIA_KEEPER_H

#include <stdbool.h>

#include "media/wire.h"

/*
 * Send a question, or take one, with its files, over a SOCK_SEQPACKET socket.
 * keeper_ask waits for the answer; false if the keeper is gone.
 */
bool keeper_ask(int sock, const struct ask *ask, const int files[WIRE_FILES],
    struct answered *out);

/* Be the keeper until the other end closes.  Never returns. */
_Noreturn void keeper_run(int sock);

#endif
