/* SPDX-License-Identifier: ISC */
/*
 * spend COMMAND... -- run it and say what it took, on one line of standard
 * error: seconds on the wall, seconds of CPU, peak memory in MB.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct timespec a, b;
	struct rusage u;
	pid_t child;
	int status;

	if (argc < 2)
		return 2;
	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	child = fork();
	if (child == 0) {
		(void)execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return 1;
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	(void)getrusage(RUSAGE_CHILDREN, &u);
	fprintf(stderr, "%.3f %.3f %.1f\n",
	    (double)(b.tv_sec - a.tv_sec)
		+ (double)(b.tv_nsec - a.tv_nsec) / 1e9,
	    seconds(u.ru_utime) + seconds(u.ru_stime),
	    (double)u.ru_maxrss / 1024.0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
