#!/bin/bash
# search.sh -- how long a search takes in the server, list by list of queries
# that the words and names of the archive give; and what searching without
# pause leaves of the cached pages' rate and of a publish's time.
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_search bench/bench_publish >/dev/null || exit 1
dir=$(paper "${STET_BENCH_N:-100000}") || exit 1
of() { sqlite3 -readonly "$dir/site.db" "$1"; }
queries=$work/queries

# After an import the index lies in a few hundred pieces; a server that is left
# alone makes them one, of 100,000 stories in some 20 seconds.
pieces() { of "select count(distinct segid) from search_idx"; }
if [ "$(pieces)" -gt 8 ]; then
	$stet serve "$dir" --listen "127.0.0.1:$(free_port)" >"$work/serve.log" 2>&1 &
	server=$!
	for _ in $(seq 300); do
		[ "$(pieces)" -gt 8 ] || break
		sleep 1
	done
	kill $server
	wait $server
fi

# Each list: words, section, person, from, by relevance.
ask() { awk -F'|' -v OFS='\t' -v l="$1" '{ print l, $1, $2 + 0, $3 + 0, $4 + 0, $5 + 0 }'; }
sections="select num from entity where kind = 'section' order by num limit 6"
people="select num from entity where kind = 'person' order by num limit 6"
common="select word from (select word from word order by stories desc limit 24)"
rare="select word from (select word from word where length(word) > 2 order by stories, word limit 40)"
{
	of "$common" | ask common
	of "$rare" | ask rare
	of "select distinct substr(word, 1, 2) || '*' from ($common union $rare) limit 40" | ask beginnings
	of "select distinct substr(word, 1, 3) || '*' from ($common union $rare) limit 40" | ask beginnings
	of "select w.word || '|' || s.num from ($common) w, ($sections) s" | ask "one filter"
	of "select w.word || '|0|' || p.num from ($common) w, ($people) p" | ask "one filter"
	of "select '|' || s.num || '|' || p.num from ($sections) s, ($people) p" | ask "filters that seldom meet"
	of "select w.word || '|' || s.num || '|' || p.num from (select * from ($rare) limit 12) w, ($sections) s, ($people) p" | ask "filters that seldom meet"
	of "select a.word || ' -' || b.word from ($common) a, ($common) b where a.word < b.word" | ask exclusions
	of "select '\"' || a.word || ' ' || b.word || '\"' from ($common) a, ($common) b where a.word <> b.word" | ask phrases
	of "select word || '|0|0|0|1' from ($common union $rare)" | ask "by relevance"
	of "select substr(word, 1, 1) || substr(word, 3) || 'q' from ($common) where length(word) > 4" | ask misspelt
} >"$queries"

declare -A limit=([common]=2 [rare]=2 [beginnings]=2 ["one filter"]=2 ["filters that seldom meet"]=10
	[exclusions]=15 [phrases]=40 ["by relevance"]=10 [misspelt]=50)
while IFS=$'\t' read -r name n middle p99 longest cut cpu; do
	row "search, $name: 99th percentile of $n, ms (median $middle, longest $longest, $cut cut short; of CPU $cpu)" "$p99" "under ${limit[$name]}"
done < <(build/bench/bench_search "$dir" "${STET_BENCH_SEARCHES:-5}" <"$queries")

# ---- beside readers and a publish ----
port=$(free_port)
$stet serve "$dir" --listen "127.0.0.1:$port" >"$work/serve.log" 2>&1 &
server=$!
searching=
trap 'kill $server $searching 2>/dev/null' EXIT
up "$port" || exit 1
cat >"$work/search.lua" <<L
local at, n = {}, 0
for line in io.lines("$queries") do
	local words = line:match("^[^\t]*\t([^\t]*)")
	if words ~= "" then at[#at + 1] = words:gsub("[^%w*-]", "+") end
end
request = function() n = n % #at + 1; return wrk.format("GET", "/search?q=" .. at[n]) end
L
pages() { wrk -t1 -c16 -d"${STET_BENCH_SECONDS:-3}s" "http://127.0.0.1:$port/" | awk '/Requests\/sec/ { print $2 }'; }
# publishes -- milliseconds of each of 20, from the command line
publishes() {
	for i in $(seq "${STET_BENCH_PUBLISHES:-20}"); do
		printf -- '---\nheadline: Bench %s %s\n---\nOne more.\n' "$i" "$RANDOM$RANDOM" >"$work/one.md"
		local begun=${EPOCHREALTIME/./}
		$stet publish "$dir" "$work/one.md" >/dev/null || return 1
		echo $(((${EPOCHREALTIME/./} - begun) / 1000))
	done
}
p99() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR * 99 + 99) / 100)] }'; }
alone= beside= pub= pubs=
for _ in $(seq "${STET_BENCH_ROUNDS:-5}"); do
	alone="$alone $(pages)" pub="$pub $(publishes | p99)"
	wrk -t1 -c64 -d600s -s "$work/search.lua" "http://127.0.0.1:$port/" >/dev/null &
	searching=$!
	sleep 1
	beside="$beside $(pages)" pubs="$pubs $(publishes | p99)"
	kill $searching; wait $searching 2>/dev/null
	searching=
done
row "cached pages while 64 connections search / without" "$(stats $(ratios "$beside" "$alone"))" "at least 0.8"
row "99th percentile of a publish, ms: without, and while they search" "$(stats $pub); $(stats $pubs)" "the same"
