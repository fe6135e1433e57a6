#!/bin/bash
# import.sh -- stories a second, memory, and whether the cost of a story grows.
. "$(dirname "$0")/lib.sh"

small=${STET_BENCH_SMALL:-10000} middle=${STET_BENCH_N:-100000} large=${STET_BENCH_LARGE:-300000}
times=${STET_BENCH_IMPORTS:-3}

# import_once N -- "seconds cpu MB"
import_once() {
	local from dir=$work/import-$1
	from=$(archive "$1")
	rm -rf "$dir"
	$stet init "$dir" --name Bench --lang en >/dev/null
	find "$from" -name '*.md' -print0 | xargs -0 cat >/dev/null # into the page cache
	build/bench/bench_spend $stet import "$dir" "$from" 2>&1 >/dev/null | tail -n 1
	rm -rf "$dir"
}

for n in $small $middle $large; do
	s= c= m= p=
	for _ in $(seq "$times"); do
		slow=$(slow)
		read -r wall cpu mb <<<"$(import_once "$n")"
		p="$p $(awk -v n="$n" -v w="$wall" -v s="$slow" 'BEGIN { printf "%.4g", n / w * s }')"
		s="$s $(div "$n" "$wall")" c="$c $(awk -v c="$cpu" -v n="$n" 'BEGIN { printf "%.4g", c * 1e6 / n }')" m="$m $mb"
	done
	row "import of $n stories: stories a second" "$(stats $s)" ""
	row "the same at the pace of where limits were set" "$(stats $p)" "$([ "$n" = "$middle" ] && echo 'at least 4,000')"
	row "import of $n stories: CPU us a story" "$(stats $c)" ""
	row "import of $n stories: peak memory, MB" "$(stats $m)" "$([ "$n" = "$middle" ] && echo 'under 220')"
	[ "$n" = "$small" ] && at_small=$(median $s)
	[ "$n" = "$large" ] && at_large=$(median $s)
done
row "cost of a story at $large / at $small" "$(div "$at_small" "$at_large")" "at most 1.3"
