#!/bin/bash
# render.sh -- the server's own time for a page that no cache has.
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_render >/dev/null || exit 1
dir=$(paper "${STET_BENCH_N:-100000}") || exit 1
s= l= f= ps= pl= pace=
for _ in $(seq "$rounds"); do
	slow=$(slow)
	read -r a _ b _ c _ <<<"$(build/bench/bench_render "$dir" 2000)"
	s="$s $a" l="$l $b" f="$f $c" pace="$pace $slow"
	ps="$ps $(div "$a" "$slow")" pl="$pl $(div "$b" "$slow")"
done
row "this machine: times slower than where limits were set" "$(stats $pace)" ""
row "uncached story page, us, divided by that" "$(stats $ps)" "under 50"
row "uncached listing page, us, divided by that" "$(stats $pl)" "under 120"
row "uncached story, listing, front page, us as measured" "$(stats $s); $(stats $l); $(stats $f)" ""
