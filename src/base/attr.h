/* SPDX-License-Identifier: ISC */
/* The GNU attributes that stet uses, each under the name of what it means. */
#ifndef STET_BASE_ATTR_H
#define STET_BASE_ATTR_H

/* The caller has to look at the result. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* Parameter f is a printf format, its arguments begin at a. */
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

#endif
