#!/bin/bash
# Taking down, bringing back, moving, expiring: as an editor does it.
. "$(dirname "$0")/lib.sh"

# when OFFSET -- a time so many seconds from now, as a file has it
when() { date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ; }
# until STATUS PATH -- the server answers so before long
until_status() {
	for _ in $(seq 300); do
		got=$(curl -s -o "$work/page" -w '%{http_code}' "$url$2")
		[ "$got" = "$1" ] && return 0
		sleep 0.05
	done
	say "$2 answers $got, not $1"
	return 1
}

whale() {
	paper p
	printf -- '---\nheadline: A whale\ndate: 2026-11-20\n---\nIt swam.\n' >w.md
	code 0 "$stet" publish p w.md
	code 5 "$stet" retract p /2026/11/20/a-whale/
	has err "--reason"
	code 5 "$stet" retract p /2026/11/20/a-whale/ --reason "  "
	code 0 "$stet" retract p /2026/11/20/a-whale/ --reason "It was a barge." --json
	has out '"deed":"retract"'
	has out '"revision":2'
	code 0 "$stet" retract p /2026/11/20/a-whale/ --reason "Again."
	has out "already"
	has out "It was a barge."
	code 3 "$stet" show p /2026/11/20/a-whale/
	code 3 "$stet" retract p /nothing/ --reason x
	code 5 "$stet" retract p settings --reason x
	code 0 "$stet" record verify p
}
rule "a retraction needs a reason, happens once and is told" whale

tombstone() {
	serve p
	until_status 410 /2026/11/20/a-whale/
	has page "It was a barge."
	curl -s "$url/feed.xml" >feed
	has feed "at:deleted-entry"
	hasnt feed "A whale"
	curl -s "$url/" >front
	hasnt front "A whale"
	code 0 "$stet" publish p w.md
	has out "revision 3"
	until_status 200 /2026/11/20/a-whale/
	curl -s "$url/feed.xml" >feed
	hasnt feed "at:deleted-entry"
	stop
}
rule "readers see the tombstone, and the text again when it is back" tombstone

moving() {
	code 0 "$stet" move p /2026/11/20/a-whale/ a-barge
	code 0 "$stet" move p /2026/11/20/a-barge/ /blog/barge.html
	serve p
	until_status 301 /2026/11/20/a-whale/
	[ "$(curl -s -o page -w '%{redirect_url}' "$url/2026/11/20/a-whale/")" = "$url/blog/barge.html" ]
	until_status 200 /blog/barge.html
	stop
	code 4 "$stet" publish p w.md
	has err "revision 5"
	code 5 "$stet" move p /blog/barge.html "No Slug"
	has err "no-slug"
}
rule "a moved story leads to itself in one step" moving

expiring() {
	printf -- '---\nheadline: Tonight only\ndate: 2026-11-20\nexpires: %s\n---\nSoon over.\n' "$(when 3)" >e.md
	printf -- '---\nheadline: Over while away\ndate: 2026-11-20\nexpires: %s\n---\nx\n' "$(when 3)" >a.md
	code 0 "$stet" publish p e.md a.md
	serve p
	until_status 410 /2026/11/20/tonight-only/
	has page "It was to stand until"
	until_status 410 /2026/11/20/over-while-away/
	code 0 "$stet" publish p e.md
	has out "which is over"
	sed -i '/^expires/d' e.md
	code 0 "$stet" publish p e.md
	until_status 200 /2026/11/20/tonight-only/
	stop
	code 0 "$stet" record verify p
}
rule "what expires goes by itself, and comes back with more time" expiring

# Part of it holds the queue most of the time; nobody starves beside it.
queue() {
	rm -rf q old import.rc
	paper q
	mkdir -p old/content/post
	printf 'title = "Old"\n' >old/config.toml
	for i in $(seq 2000); do
		printf -- '---\ntitle: Old %s\ndate: 2010-01-01\ntags: [t%s]\n---\nText %s.\n' "$i" "$((i % 40))" "$i" >"old/content/post/o$i.md"
	done
	for i in 1 2 3; do
		printf -- '---\nheadline: Due %s\nembargo: %s\n---\nx\n' "$i" "$(when 2)" >"d$i.md"
		code 0 "$stet" publish q "d$i.md"
	done
	serve q
	{ "$stet" import q old >import.out 2>&1; echo $? >import.rc; } &
	n=0
	while [ ! -s import.rc ] && [ "$n" -lt 1000 ]; do
		n=$((n + 1))
		printf -- '---\nheadline: Now %s\ndate: 2026-11-20\n---\nx\n' "$n" >n.md
		"$stet" publish q n.md >pub.out 2>&1 || { cat pub.out >&2; return 1; }
	done
	[ "$(cat import.rc)" = 0 ] || { tail -5 import.out >&2; return 1; }
	[ "$n" -ge 2 ] || { say "only $n publishes beside the import"; return 1; }
	until_status 200 "/2026/11/20/now-$n/"
	# Those that were due came out while the others wrote.
	for _ in $(seq 300); do
		"$stet" drafts q >out
		grep -q Due out || break
		sleep 0.05
	done
	for i in 1 2 3; do "$stet" show q "due-$i" >/dev/null || return 1; done
	stop
	code 0 "$stet" record verify q
}
rule "import, publishing and what is due go on beside each other" queue
exit "$bad"
