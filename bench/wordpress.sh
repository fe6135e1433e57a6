#!/bin/bash
# wordpress.sh -- posts a second and memory of a WordPress import, without
# pictures, and whether the memory grows with the export.
. "$(dirname "$0")/lib.sh"

small=${STET_BENCH_WXR_SMALL:-2000} large=${STET_BENCH_WXR:-20000}
times=${STET_BENCH_IMPORTS:-3}

for n in $small $large; do
	s= m= p=
	file=$work/export-$n.xml
	[ -s "$file" ] || awk -v n="$n" -f bench/wxr.awk >"$file"
	for _ in $(seq "$times"); do
		slow=$(slow)
		rm -rf "$work/wordpress"
		$stet init "$work/wordpress" --name Bench --lang en >/dev/null
		read -r wall _ mb <<<"$(build/bench/bench_spend $stet import "$work/wordpress" "$file" --quiet 2>&1 >/dev/null | tail -n 1)"
		p="$p $(awk -v n="$n" -v w="$wall" -v s="$slow" 'BEGIN { printf "%.4g", n / w * s }')"
		s="$s $(div "$n" "$wall")" m="$m $mb"
	done
	row "import of $n WordPress posts: posts a second" "$(stats $s)" ""
	row "the same at the pace of where limits were set" "$(stats $p)" "$([ "$n" = "$large" ] && echo 'at least 2,500')"
	row "import of $n WordPress posts: peak memory, MB" "$(stats $m)" ""
done
