#!/bin/bash
# render.sh -- the server's own time for a page that no cache has.
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_render >/dev/null || exit 1
dir=$(paper "${STET_BENCH_N:-100000}") || exit 1
s= l= f= s99= l99=
for _ in $(seq "$rounds"); do
	read -r a b c d e _ <<<"$(build/bench/bench_render "$dir" 2000)"
	s="$s $a" s99="$s99 $b" l="$l $c" l99="$l99 $d" f="$f $e"
done
row "uncached story page, us" "$(stats $s); 99th percentile $(stats $s99)" "under 50"
row "uncached listing page, us" "$(stats $l); 99th percentile $(stats $l99)" "under 120"
row "uncached front page, us" "$(stats $f)" ""
