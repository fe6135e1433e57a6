#!/bin/bash
# kinds.sh -- what the kinds cost: a statement that ten thousand signed, an
# event and a brief of thousands, the front of the section that they stand in.
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_render >/dev/null || exit 1
many=${STET_BENCH_ITEMS:-5000}
dir=$work/kinds desk=$work/kinds-desk

# items BRIEF FROM TO DAYS -- files of a brief, a minute between two
items() {
	awk -v brief="$1" -v from="$2" -v to="$3" -v dir="$desk/$1" -v now="$(date +%s)" 'BEGIN {
		for (i = from; i <= to; i++) {
			file = sprintf("%s/%05d.md", dir, i)
			printf "---\nkind: item\nbrief: %s\ndate: %s\n---\nBuoy %d reported at its hour, and the harbour entered it.\n",
			    brief, strftime("%Y-%m-%dT%H:%M:%SZ", now - 86400 * 30 + i * 60, 1), i >file
			close(file)
		}
	}'
}

make_paper() {
	rm -rf "$dir" "$desk"
	mkdir -p "$desk/full" "$desk/empty" "$desk/event"
	$stet init "$dir" --name "The Harbour Gazette" --lang en >/dev/null
	printf -- '---\nkind: section\nname: Harbour\n---\n' >"$desk/section.md"
	for name in full empty; do
		printf -- '---\nkind: brief\nheadline: A brief\nslug: %s\nsection: harbour\n---\nIt goes on.\n' $name >"$desk/$name.md"
	done
	printf -- '---\nkind: event\nheadline: The gale\nslug: gale\nstarts: 2026-11-01\nsection: harbour\n---\nIt blew.\n' >"$desk/gale.md"
	awk 'BEGIN { print "name,role,affiliation,country"
		for (i = 0; i < 10000; i++) printf "Nerys Quay %d,rower,Boat %d,Saltreach\n", i, i % 40 }' >"$desk/names.csv"
	printf -- '---\nkind: statement\nheadline: The horn, please\nslug: horn\nissuers: [The Guild]\nsection: harbour\ngrouped: affiliation\nsignatories: names.csv\n---\nWe ask for it.\n' >"$desk/horn.md"
	awk -v dir="$desk/event" -v n="$many" 'BEGIN { for (i = 1; i <= n; i++) {
		file = sprintf("%s/%05d.md", dir, i)
		printf "---\nheadline: Boat %d is home\nslug: boat-%d\nsection: harbour\nevent: gale\n---\nIt came in at six, and the harbour entered it.\n", i, i >file
		close(file) } }'
	items full 1 "$many"
	items empty 1 5
	$stet publish "$dir" "$desk"/section.md "$desk"/{full,empty,gale,horn}.md >/dev/null &&
	    find "$desk/event" "$desk/full" "$desk/empty" -name '*.md' | sort | xargs -n 1000 $stet publish "$dir" >/dev/null
}

if [ ! -d "$dir" ] || [ "$stet" -nt "$dir/built" ]; then
	make_paper || exit 1
	touch "$dir/built"
	sleep 2
fi

page() { build/bench/bench_render "$dir" "$1" "$2" | awk '{ print $1 }'; }
at() { sed -n 's/^address: //p' "$desk/$1.md"; }
s= e= l= h= slows=
for _ in $(seq "$rounds"); do
	slow=$(slow) slows="$slows $slow"
	s="$s $(div "$(page 50 "$(at horn)")" "$slow")"
	e="$e $(div "$(page 200 "$(at gale)")" "$slow")"
	l="$l $(div "$(page 200 "$(at full)")" "$slow")"
	h="$h $(div "$(page 500 /section/harbour/)" "$slow")"
done
row "this machine: times slower than where limits were set" "$(stats $slows)" ""
row "a statement with 10,000 signatories, uncached, us, divided by that" "$(stats $s)" "under 20,000"
row "an event with $many in its timeline, a page of it, likewise" "$(stats $e)" "under 10,000"
row "a brief of $many, a page of it, likewise" "$(stats $l)" ""
row "the front of the section that they all stand in, likewise" "$(stats $h)" "no slower than another's (bench/render.sh)"

# Twenty more items to each in turn: what one of the full brief costs.
a= b=
for round in $(seq "$rounds"); do
	from=$((many + 1 + (round - 1) * 20))
	items full "$from" $((from + 19))
	items empty $((5 + (round - 1) * 20 + 1)) $((5 + round * 20))
	for name in full empty; do
		files=$(find "$desk/$name" -name '*.md' -newer "$dir/built" | sort | tail -n 20)
		begun=$(date +%s%N)
		$stet publish "$dir" $files >/dev/null || exit 1
		took=$((($(date +%s%N) - begun) / 20000))
		[ $name = full ] && a="$a $took" || b="$b $took"
	done
done
rm -rf "$dir" # its briefs are longer now
row "publishing an item of a brief of $many, us" "$(stats $a)" ""
row "the same / of a brief of 5 to $((5 + rounds * 20))" "$(stats $(ratios "$a" "$b"))" "at most 1.2"
