# What the benchmarks share: rounds, medians, CPU time, a paper to measure on.
# shellcheck shell=bash
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
stet=build/stet
work=${STET_BENCH_DIR:-${TMPDIR:-/tmp}/stet-bench}
rounds=${STET_BENCH_ROUNDS:-9}
mkdir -p "$work"
ninja -C build stet bench/bench_{corpus,spend,bare,pace} >/dev/null || exit 1

# stats NUMBERS... -- "median (minimum to maximum)"
stats() {
	printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END {
		m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
		printf "%.4g (%.4g to %.4g)", m, v[1], v[NR] }'
}
median() { stats "$@" | cut -d' ' -f1; }
div() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.4g", b ? a / b : 0 }'; }

# ratios "A..." "B..." -- round by round, a divided by b
ratios() {
	paste -d' ' <(printf '%s\n' $1) <(printf '%s\n' $2) | awk '{ printf "%.4g ", $1 / $2 }'
}

# slow -- how many times slower than where the limits were set this machine is
# just now: what a time is divided by, and a rate multiplied with
slow() { awk '{ printf "%.3f", $1 / 2.5 }' <<<"$(build/bench/bench_pace)"; }

row() { printf '| %s | %s | %s |\n' "$1" "$2" "$3"; }

# cpu PID... -- seconds of CPU that these processes have used
cpu() {
	local t=0 pid
	for pid in "$@"; do
		t=$((t + $(awk '{ print $14 + $15 }' "/proc/$pid/stat" 2>/dev/null || echo 0)))
	done
	div "$t" "$(getconf CLK_TCK)"
}

# archive N -- a folder of N stories, made once; one that lies there already,
# from another generator perhaps, is taken as it is
archive() {
	[ -d "$work/archive-$1" ] || build/bench/bench_corpus "$1" "$work/archive-$1"
	echo "$work/archive-$1"
}

# paper N -- a site with N stories, made once for this build
paper() {
	local dir=$work/paper-$1
	if [ ! -d "$dir" ] || [ "$stet" -nt "$dir/built" ]; then
		rm -rf "$dir"
		$stet init "$dir" --name "The Harbour Gazette" --lang en >/dev/null || return 1
		$stet import "$dir" "$(archive "$1")" >/dev/null || return 1
		touch "$dir/built"
	fi
	echo "$dir"
}

# free_port -- one that nobody listens on just now
free_port() {
	local port
	while :; do
		port=$((20000 + RANDOM % 20000))
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
	done
	echo "$port"
}

# up PORT -- wait until somebody answers there
up() {
	for _ in $(seq 500); do
		(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
		sleep 0.02
	done
	echo "nothing answers on port $1" >&2
	return 1
}

# family PID -- the process and its children
family() { echo "$1" $(pgrep -P "$1" | while read -r p; do family "$p"; done); }
