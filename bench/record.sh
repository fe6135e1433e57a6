#!/bin/bash
# record.sh -- verifying 100,000 entries, and whether an append costs more when
# the log is long.  No readers, no site: the record alone.
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_append >/dev/null || exit 1

# once ENTRIES -- "us at 1,000, us at the end, how many times, seconds of verify"
# once ENTRIES -- alone, alone when long, batched, batched when long, verifying
once() {
	local dir=$work/record
	rm -rf "$dir"
	build/bench/bench_append "$dir" "$1" | awk '/^append/ { a = $2 " " $3 " " $4 " " $5 }
		/^verify/ && $4 == 0 { print a, $2 }'
	rm -rf "$dir"
}

long=${STET_BENCH_ENTRIES:-1000000} times=${STET_BENCH_RECORDS:-3}
v= a= l= t= b= c=
for _ in $(seq "$times"); do
	read -r _ _ _ _ x <<<"$(once 100000)"
	v="$v $x"
	read -r p q r s _ <<<"$(once "$long")"
	a="$a $p" l="$l $q" t="$t $(div "$q" "$p")" b="$b $(div "$s" "$r")" c="$c $s"
done
row "verifying a record of 100,000 entries, seconds" "$(stats $v)" "under 10"
row "an append, signed and committed, at 1,000 and at $long entries, us" "$(stats $a); $(stats $l)" ""
row "the second, times the first" "$(stats $t)" "at most 1.2"
row "CPU of an append in transactions of 1,000 at $long, us; times one at 1,000" "$(stats $c); $(stats $b)" ""
