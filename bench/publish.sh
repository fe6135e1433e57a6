#!/bin/bash
# publish.sh -- from append begun until the new front page is served, with 64
# readers loading the front: at 1,000 stories, at 100,000, and beside an import.
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_publish >/dev/null || exit 1

n=${STET_BENCH_PUBLISHES:-2000}

# measure STORIES PUBLISHES [ARCHIVE] -- the five numbers of bench_publish; with
# a third argument beside an import of that archive
measure() {
	local dir=$work/publish-$1 port server load import out
	rm -rf "$dir"
	cp -r "$(paper "$1")" "$dir"
	port=$(free_port)
	$stet serve "$dir" --listen "127.0.0.1:$port" >/dev/null 2>"$work/publish.log" &
	server=$!
	up "$port" || return 1
	wrk -t1 -c64 -d600s "http://127.0.0.1:$port/" >/dev/null &
	load=$!
	if [ -n "${3:-}" ]; then
		$stet import "$dir" "$3" >/dev/null 2>&1 &
		import=$!
		sleep 2
	fi
	out=$(build/bench/bench_publish "$dir" "$port" "$2")
	kill $load ${import:-} $server 2>/dev/null
	wait $load ${import:-} $server 2>/dev/null
	rm -rf "$dir"
	echo "$out"
}

read -r small_mid small_99 small_max _ _ <<<"$(measure 1000 "$n")"
read -r mid late max sync sync99 <<<"$(measure "${STET_BENCH_N:-100000}" "$n")"
read -r in_mid in_99 in_max _ _ <<<"$(measure 1000 300 "$(archive "${STET_BENCH_N:-100000}")")"
row "publish at 1,000 stories, 64 readers: median, 99th percentile, maximum, ms" "$small_mid, $small_99, $small_max" ""
row "publish at ${STET_BENCH_N:-100000} stories: median, 99th percentile, maximum of $n, ms" "$mid, $late, $max" ""
row "fdatasync in the same run: median, 99th percentile, ms" "$sync, $sync99" ""
row "99th percentile less three median fdatasyncs, ms" "$(awk -v a="$late" -v b="$sync" 'BEGIN { printf "%.3f", a - 3 * b }')" "at most 15"
row "median at ${STET_BENCH_N:-100000} / at 1,000" "$(div "$mid" "$small_mid")" "at most 1.3"
row "publish beside an import: median, 99th percentile, maximum, ms" "$in_mid, $in_99, $in_max" "99th under 250"
