#!/bin/bash
# record.sh -- verifying 100,000 entries, and whether an append costs more when
# the log is long.  No readers, no site: the record alone.
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_append >/dev/null || exit 1

# once ENTRIES -- "us at 1,000, us at the end, how many times, seconds of verify"
once() {
	local dir=$work/record
	rm -rf "$dir"
	build/bench/bench_append "$dir" "$1" | tr -d '\n' |
	    sed -n 's/^append: \([0-9.]*\) us .* entries, \([0-9.]*\) us at [0-9]*: \([0-9.]*\) timesverify: \([0-9.]*\) s.* 0 damaged$/\1 \2 \3 \4/p'
	rm -rf "$dir"
}

long=${STET_BENCH_ENTRIES:-1000000} times=${STET_BENCH_RECORDS:-3}
v= f= l= t=
for _ in $(seq "$times"); do
	read -r _ _ _ d <<<"$(once 100000)"
	v="$v $d"
	read -r a b c _ <<<"$(once "$long")"
	f="$f $a" l="$l $b" t="$t $c"
done
row "verifying a record of 100,000 entries, seconds" "$(stats $v)" "under 10"
row "an append at 1,000 to 10,000 entries, us of CPU" "$(stats $f)" ""
row "an append at $long entries, us of CPU" "$(stats $l)" ""
row "the same, times one at 1,000" "$(stats $t)" "at most 1.2"
