#!/bin/bash
# export.sh -- a paper as a folder: beside cp -r of the same tree and Hugo
# building the same stories, as it is and with the pages of the record and the
# feeds that an export has; and how soon a new story's file is there.
#
# In memory (tmpfs), because a file system without a journal makes files up to
# 20 times slower for minutes after many were removed.
. "$(dirname "$0")/lib.sh"

n=${STET_BENCH_N:-50000} small=${STET_BENCH_SMALL:-1000} large=${STET_BENCH_LARGE:-100000}
times=${STET_BENCH_EXPORTS:-3} stories=${STET_BENCH_STORIES:-20}
out=${STET_BENCH_OUT:-/dev/shm/stet-bench-export}
trap 'rm -rf "$out"' EXIT
mkdir -p "$out"

spend() { build/bench/bench_spend "$@" 2>&1 >/dev/null | tail -n 1; }

# ---- whole ----
dir=$(paper "$n") || exit 1
site=$work/hugo-$n
if command -v hugo >/dev/null && [ ! -d "$site" ]; then
	cp -r bench/hugo "$site"
	ln -s "$(realpath "$(archive "$n")")" "$site/content"
fi
# hugo_build CONFIGS -- seconds; then the files that it made
hugo_build() {
	spend hugo --quiet --config "$1" --source "$site" --destination "$out/hugo" | cut -d' ' -f1
	find "$out/hugo" -type f | wc -l
	rm -rf "$out/hugo"
}
s='' c='' h='' r='' m=''
for _ in $(seq "$times"); do
	rm -rf "$out"/{pages,copy,hugo}
	read -r wall _ mb <<<"$(spend $stet export "$dir" "$out/pages")"
	s="$s $wall" m="$m $mb"
	read -r wall _ _ <<<"$(spend cp -r "$out/pages" "$out/copy")"
	c="$c $wall"
	files=$(find "$out/pages" -type f ! -path '*/.stet/*' | wc -l)
	rm -rf "$out"/{pages,copy}
	[ -d "$site" ] || continue
	read -r wall hugo_files <<<"$(hugo_build config.toml | xargs)"
	h="$h $wall"
	read -r wall record_files <<<"$(hugo_build config.toml,record.toml | xargs)"
	r="$r $wall"
done
row "export of $n stories, $files files: seconds" "$(stats $s)" ""
row "the same / cp -r of the same tree" "$(stats $(ratios "$s" "$c"))" "at most 1"
if [ -n "$h" ]; then
	row "Hugo, $record_files files, / the same" "$(stats $(ratios "$r" "$s"))" "at least 10"
	row "Hugo without record and topics' feeds, $hugo_files files, / the same" "$(stats $(ratios "$h" "$s"))" ""
fi
row "the same: peak memory, MB" "$(stats $m)" "under 100"

# ---- following ----
# follow DIR -- ms from the end of each publish to its story's file
follow() {
	local dir=$1 at began pid t=''
	$stet export "$dir" "$out/pages" --follow >"$out/follow.log" &
	pid=$!
	until grep -q pages "$out/follow.log"; do sleep 0.1; done
	for i in $(seq "$stories"); do
		printf -- '---\nheadline: A following tide %s %s\n---\nIt follows.\n' "$i" "$RANDOM$RANDOM" >"$out/f.md"
		at=$($stet publish "$dir" "$out/f.md" --json | grep -o '"address":"[^"]*"' | cut -d'"' -f4)
		began=${EPOCHREALTIME/./}
		until [ -e "$out/pages${at}index.html" ]; do
			[ $((${EPOCHREALTIME/./} - began)) -lt 5000000 ] || break
		done
		t="$t $(div $((${EPOCHREALTIME/./} - began)) 1000)"
	done
	kill "$pid" && wait "$pid"
	rm -rf "$out/pages"
	echo "$t"
}
for size in $small $large; do
	t=$(follow "$(paper "$size")")
	row "following: a story's file, ms after its publish, $size stories" "$(stats $t)" "under 50"
done
