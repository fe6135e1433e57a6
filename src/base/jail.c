/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <pwd.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/jail.h"

/* What this machine's headers may not know yet of later kernels. */
#define ACCESS_REFER (1ULL << 13)
#define ACCESS_TRUNCATE (1ULL << 14)
#define ACCESS_IOCTL (1ULL << 15)
#define NET_ALL 3ULL   /* bind and connect over TCP */
#define SCOPE_ALL 3ULL /* abstract sockets and signals of others */

#define ACCESS_FIRST ((1ULL << 13) - 1) /* of the first Landlock */
#define ACCESS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ACCESS_OF_FILE                                                \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE \
	    | ACCESS_TRUNCATE)

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct ruleset {
	uint64_t files, net, scoped;
};

enum status
jail_user(struct job *j, const char *user)
{
	struct passwd entry, *found = NULL;
	const size_t n = 16384;

	if (getpwnam_r(user, &entry, job_alloc(j, n), n, &found) != 0
	    || found == NULL)
		return job_fail(j, NOT_FOUND,
		    "there is no user \"%s\" on this machine", user);
	if (initgroups(user, entry.pw_gid) < 0
	    || setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid) < 0
	    || setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid) < 0)
		return job_fail(j, DENIED, "can't become user \"%s\": %s", user,
		    strerrordesc_np(errno));
	return OK;
}

/* In a child, which becomes that user and looks. */
static _Noreturn void
look_as(struct job *j, const char *user, const struct jail_path *paths,
    size_t n)
{
	if (jail_user(j, user) != OK)
		_exit(1);
	for (size_t i = 0; i < n; i++)
		if (access(paths[i].path, R_OK) < 0 && errno != ENOENT)
			_exit(1);
	_exit(0);
}

bool
jail_user_reads(struct job *j, const char *user, const struct jail_path *paths,
    size_t n)
{
	const pid_t pid = fork();
	int how = -1;

	if (pid == 0)
		look_as(j, user, paths, n);
	return pid > 0 && waitpid(pid, &how, 0) == pid && how == 0;
}

enum status
jail_no_new_rights(struct job *j)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0
	    || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return job_fail(j, FAULT, "can't give up rights: %s",
		    strerrordesc_np(errno));
	return OK;
}

/* What a kernel of this Landlock version can hold back. */
static struct ruleset
rights_of(long version)
{
	struct ruleset r = { ACCESS_FIRST, 0, 0 };

	if (version >= 2)
		r.files |= ACCESS_REFER;
	if (version >= 3)
		r.files |= ACCESS_TRUNCATE;
	if (version >= 4)
		r.net = NET_ALL;
	if (version >= 5)
		r.files |= ACCESS_IOCTL;
	if (version >= 6)
		r.scoped = SCOPE_ALL;
	return r;
}

static size_t
ruleset_size(long version)
{
	return sizeof(uint64_t) * (version >= 6 ? 3 : version >= 4 ? 2 : 1);
}

static enum status
allow_path(struct job *j, int ruleset, const struct jail_path *p,
    uint64_t handled)
{
	struct landlock_path_beneath_attr rule = { 0 };
	const int fd = open(p->path, O_PATH | O_CLOEXEC);
	uint64_t may = p->may == JAIL_READ ? ACCESS_READ : handled;
	long r;

	if (fd < 0)
		return errno == ENOENT ? OK
				       : job_fail(j, DENIED, "%s: %s", p->path,
					   strerrordesc_np(errno));
	may &= ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE;
	rule.parent_fd = fd;
	rule.allowed_access = may & handled;
	r = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &rule, 0);
	if (r < 0) { /* a file, which has no rights of a folder */
		rule.allowed_access &= ACCESS_OF_FILE;
		r = syscall(SYS_landlock_add_rule, ruleset,
		    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	}
	close(fd);
	if (r < 0)
		return job_fail(j, FAULT, "can't allow %s: %s", p->path,
		    strerrordesc_np(errno));
	return OK;
}

static enum status
hold(struct job *j, const struct jail_path *paths, size_t n, bool connects,
    bool *held)
{
	const long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset rights = rights_of(version);
	enum status st = jail_no_new_rights(j);
	int fd;

	if (connects)
		rights.net = 0;
	*held = false;
	if (st != OK || version < 1)
		return st;
	fd = (int)syscall(SYS_landlock_create_ruleset, &rights,
	    ruleset_size(version), 0);
	if (fd < 0)
		return job_fail(j, FAULT, "Landlock: %s",
		    strerrordesc_np(errno));
	for (size_t i = 0; i < n && st == OK; i++)
		st = allow_path(j, fd, &paths[i], rights.files);
	if (st == OK && syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		st = job_fail(j, FAULT, "Landlock: %s", strerrordesc_np(errno));
	close(fd);
	*held = st == OK;
	return st;
}

enum status
jail_landlock(struct job *j, const struct jail_path *paths, size_t n,
    bool *held)
{
	return hold(j, paths, n, false, held);
}

enum status
jail_files(struct job *j, const struct jail_path *paths, size_t n, bool *held)
{
	return hold(j, paths, n, true, held);
}

enum calls_for {
	ALWAYS = 1, /* computing, waiting, using what is open */
	SERVE = 2,  /* the reader's sockets and loops */
	LOOK = 4,   /* looking at files by name */
	ASK = 8,    /* asking other servers */
};

static const unsigned groups_of[] = {
	[JAIL_READER] = ALWAYS | SERVE | LOOK,
	[JAIL_PICTURES] = ALWAYS,
	[JAIL_PICTURES_READ] = ALWAYS | LOOK,
	[JAIL_FETCHER] = ALWAYS | LOOK | ASK,
};

/* clang-format off */
static const struct call {
	int number;
	enum calls_for group;
} calls[] = {
	{ SCMP_SYS(read), ALWAYS },           { SCMP_SYS(readv), ALWAYS },
	{ SCMP_SYS(pread64), ALWAYS },        { SCMP_SYS(write), ALWAYS },
	{ SCMP_SYS(writev), ALWAYS },         { SCMP_SYS(close), ALWAYS },
	{ SCMP_SYS(lseek), ALWAYS },          { SCMP_SYS(fstat), ALWAYS },
	{ SCMP_SYS(dup), ALWAYS },
	{ SCMP_SYS(poll), ALWAYS },           { SCMP_SYS(ppoll), ALWAYS },
	{ SCMP_SYS(brk), ALWAYS },            { SCMP_SYS(munmap), ALWAYS },
	{ SCMP_SYS(mremap), ALWAYS },         { SCMP_SYS(madvise), ALWAYS },
	{ SCMP_SYS(futex), ALWAYS },          { SCMP_SYS(membarrier), ALWAYS },
	{ SCMP_SYS(rt_sigaction), ALWAYS },   { SCMP_SYS(rt_sigprocmask), ALWAYS },
	{ SCMP_SYS(rt_sigreturn), ALWAYS },   { SCMP_SYS(sigaltstack), ALWAYS },
	{ SCMP_SYS(clock_gettime), ALWAYS },  { SCMP_SYS(clock_getres), ALWAYS },
	{ SCMP_SYS(clock_nanosleep), ALWAYS },{ SCMP_SYS(nanosleep), ALWAYS },
	{ SCMP_SYS(gettimeofday), ALWAYS },   { SCMP_SYS(time), ALWAYS },
	{ SCMP_SYS(getrandom), ALWAYS },      { SCMP_SYS(restart_syscall), ALWAYS },
	{ SCMP_SYS(exit), ALWAYS },           { SCMP_SYS(exit_group), ALWAYS },
	{ SCMP_SYS(sched_yield), ALWAYS },    { SCMP_SYS(sched_getaffinity), ALWAYS },
	{ SCMP_SYS(getcpu), ALWAYS },         { SCMP_SYS(sysinfo), ALWAYS },
	{ SCMP_SYS(getpid), ALWAYS },         { SCMP_SYS(gettid), ALWAYS },
	{ SCMP_SYS(getuid), ALWAYS },         { SCMP_SYS(geteuid), ALWAYS },
	{ SCMP_SYS(getgid), ALWAYS },         { SCMP_SYS(getegid), ALWAYS },
	{ SCMP_SYS(getrusage), ALWAYS },      { SCMP_SYS(uname), ALWAYS },
	{ SCMP_SYS(set_robust_list), ALWAYS },{ SCMP_SYS(rseq), ALWAYS },
	{ SCMP_SYS(recvmsg), ALWAYS },        { SCMP_SYS(sendmsg), ALWAYS },

	{ SCMP_SYS(epoll_create1), SERVE },   { SCMP_SYS(epoll_ctl), SERVE },
	{ SCMP_SYS(epoll_wait), SERVE },      { SCMP_SYS(epoll_pwait), SERVE },
	{ SCMP_SYS(accept4), SERVE },         { SCMP_SYS(recvfrom), SERVE },
	{ SCMP_SYS(sendto), SERVE },          { SCMP_SYS(sendfile), SERVE },
	{ SCMP_SYS(shutdown), SERVE },        { SCMP_SYS(getsockname), SERVE },
	{ SCMP_SYS(eventfd2), SERVE },        { SCMP_SYS(signalfd4), SERVE },

	{ SCMP_SYS(socket), ASK },            { SCMP_SYS(connect), ASK },
	{ SCMP_SYS(sendto), ASK },            { SCMP_SYS(recvfrom), ASK },
	{ SCMP_SYS(sendmmsg), ASK },          { SCMP_SYS(recvmmsg), ASK },
	{ SCMP_SYS(setsockopt), ASK },        { SCMP_SYS(getsockopt), ASK },
	{ SCMP_SYS(getsockname), ASK },       { SCMP_SYS(getpeername), ASK },
	{ SCMP_SYS(bind), ASK },              { SCMP_SYS(shutdown), ASK },
	{ SCMP_SYS(socketpair), ASK },        { SCMP_SYS(pipe2), ASK },
	{ SCMP_SYS(eventfd2), ASK },          { SCMP_SYS(ioctl), ASK },

	{ SCMP_SYS(stat), LOOK },             { SCMP_SYS(lstat), LOOK },
	{ SCMP_SYS(newfstatat), LOOK },       { SCMP_SYS(statx), LOOK },
	{ SCMP_SYS(fstatfs), LOOK },          { SCMP_SYS(statfs), LOOK },
	{ SCMP_SYS(access), LOOK },           { SCMP_SYS(faccessat), LOOK },
	{ SCMP_SYS(faccessat2), LOOK },       { SCMP_SYS(readlink), LOOK },
	{ SCMP_SYS(readlinkat), LOOK },       { SCMP_SYS(getdents64), LOOK },
	{ SCMP_SYS(getcwd), LOOK },
};
/* clang-format on */

/*
 * What may be asked of a descriptor.  Not its owner and signal (F_SETOWN and
 * F_SETSIG kill other processes of the user), no lease (it holds up whoever
 * opens the file to write).
 */
static const int descriptor_calls[] = { F_GETFD, F_SETFD, F_GETFL, F_SETFL,
	F_DUPFD, F_DUPFD_CLOEXEC, F_GETLK, F_SETLK, F_SETLKW };

#define WRITING (O_ACCMODE | O_CREAT | O_TRUNC)

/* Allow a call only if an argument has none of these bits, or all of them. */
static int
allow_bits(scmp_filter_ctx f, int call, unsigned argument, uint64_t mask,
    uint64_t bits)
{
	return seccomp_rule_add(f, SCMP_ACT_ALLOW, call, 1,
	    SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, mask, bits));
}

static int
add_rules(scmp_filter_ctx f, enum jail_profile profile)
{
	const unsigned groups = groups_of[profile];
	int r = 0;

	for (size_t i = 0; i < COUNT(calls); i++)
		if (calls[i].group & groups)
			r |= seccomp_rule_add(f, SCMP_ACT_ALLOW,
			    calls[i].number, 0);
	for (size_t i = 0; i < COUNT(descriptor_calls); i++)
		r |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
		    SCMP_CMP64(1, SCMP_CMP_EQ,
			(scmp_datum_t)descriptor_calls[i]));
	/* abort() signals itself, and nobody else is signalled. */
	r |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	    SCMP_CMP64(0, SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	if (groups & LOOK) {
		r |= allow_bits(f, SCMP_SYS(open), 1, WRITING, O_RDONLY);
		r |= allow_bits(f, SCMP_SYS(openat), 2, WRITING, O_RDONLY);
	} else /* fstat of the C library */
		r |= allow_bits(f, SCMP_SYS(newfstatat), 3, AT_EMPTY_PATH,
		    AT_EMPTY_PATH);
	/* Memory that runs code is made by nobody any more. */
	r |= allow_bits(f, SCMP_SYS(mmap), 2, PROT_EXEC, 0);
	r |= allow_bits(f, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
	/* Threads, no processes; clone3's flags can't be looked at. */
	r |= allow_bits(f, SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD);
	r |= seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	/* Asking for limits, not setting them. */
	r |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
	    SCMP_A2(SCMP_CMP_EQ, 0));
	r |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
	    SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
	return r;
}

enum status
jail_seccomp(struct job *j, enum jail_profile profile)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EACCES));
	int r = -ENOMEM;

	if (f && (r = add_rules(f, profile)) == 0)
		r = seccomp_load(f);
	seccomp_release(f);
	if (r != 0)
		return job_fail(j, FAULT, "can't shut the jail (seccomp): %s",
		    strerrordesc_np(-r));
	return OK;
}
