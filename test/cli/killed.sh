#!/bin/bash
# Whatever is killed at whatever moment: afterwards it starts, verifies, and
# has all that was acknowledged; readers were served throughout.
. "$(dirname "$0")/lib.sh"

kills=${STET_TEST_KILLS:-60} # of each kind

# asks URL FILE -- a reader without patience: notes every answer that is none
asks() {
	local got
	while :; do
		got=$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$1") || true
		[ "$got" = 200 ] || echo "$got" >>"$2"
		echo . >>"$2.asked"
		sleep 0.05
	done
}

gives() { curl -s -m 5 -o /dev/null -w '%{http_code}' "$url$1"; }
sound() { code 0 "$stet" record verify "$1"; }
story() { printf -- '---\nheadline: Boat %s\nslug: boat-%s\ndate: 2026-01-02\ntopics: [tides]\n---\nIt left at %s.\n' "$1" "$1" "$1"; }

cd "$work" || exit 1
paper p
story first | "$stet" publish p - >/dev/null
serve p
asks "$url/" "$work/unserved" &
pids+=($!)

# What publish said is done is there; what it did not say is there whole or not.
publishing() {
	local said=$work/said n killed=0
	: >"$said"
	for n in $(seq "$kills"); do
		story "$n" >"b$n.md"
		if kill_soon "$stet" publish p "b$n.md"; then
			killed=$((killed + 1))
		else
			echo "$n" >>"$said"
		fi
	done
	say "$killed of $kills were killed in time"
	[ "$killed" -gt 0 ]
	sound p
	while read -r n; do
		code 0 "$stet" show p "/2026/01/02/boat-$n/"
		has out "It left at $n."
	done <"$said"
	code 0 "$stet" publish p b*.md # again: each stands once
	for n in $(seq "$kills"); do
		has "b$n.md" "revision: 1"
		has "b$n.md" "address: /2026/01/02/boat-$n/"
	done
	sound p
}
rule "a publish killed at any moment is there whole or not at all" publishing

importing() {
	local n i
	mkdir -p old
	for i in $(seq 600); do
		printf -- '---\ntitle: Old %s\ndate: 2001-03-04\ntags: [t%s]\n---\nWords %s.\n' "$i" $((i % 9)) "$i" >"old/$i.md"
	done
	for n in $(seq "$kills"); do
		kill_soon "$stet" import p old || true
	done
	sound p
	code 0 "$stet" import p old
	code 0 "$stet" import p old
	code 0 "$stet" show p /600/
	[ "$(gives /1/)" = 200 ]
	sound p
}
rule "an import killed at any moment goes on where it was" importing

withdrawing() {
	local n gone
	for n in $(seq "$kills"); do
		kill_soon "$stet" retract p "/2026/01/02/boat-$n/" --reason "It never left." || true
		gone=$(gives "/2026/01/02/boat-$n/")
		[ "$gone" = 410 ] || [ "$gone" = 200 ]
	done
	sound p
	for n in $(seq "$kills"); do
		code 0 "$stet" retract p "/2026/01/02/boat-$n/" --reason "It never left."
		[ "$(gives "/2026/01/02/boat-$n/")" = 410 ]
	done
	sound p
}
rule "a retraction killed at any moment is done or can be done again" withdrawing

reindexing() {
	local n
	for n in $(seq 10); do
		kill_soon "$stet" reindex p || true
	done
	sound p
	curl -s "$url/2026/01/02/boat-first/" >page
	has page "It left at first."
}
rule "a reindex killed at any moment leaves the pages as they were" reindexing

# The words are all there or all gone, and asking again ends it.
redacting() {
	local n
	for n in $(seq 6); do
		printf -- '---\nheadline: Crew %s\nslug: crew-%s\ndate: 2026-01-02\n---\nZorvanna Quillfeather rowed.\n' "$n" "$n" >"c$n.md"
	done
	code 0 "$stet" publish p c?.md
	echo "Zorvanna Quillfeather" >words
	for n in $(seq "$kills"); do
		kill_soon "$stet" redact p --everywhere --yes <words || true
		curl -s -m 5 "$url/2026/01/02/crew-$((n % 6 + 1))/" >page
		has page "rowed"
	done
	sound p
	"$stet" redact p --everywhere --yes <words >out 2>err || [ $? = 3 ]
	! grep -rai quillfeather p
	sound p
	for n in $(seq 6); do
		curl -s "$url/2026/01/02/crew-$n/" >page
		has page "rowed"
		hasnt page Quillfeather
	done
}
rule "a redaction killed at any moment is ended by asking again" redacting

# A folder that a killed restore left is either whole or no paper.
restoring() {
	local n done=0
	code 0 "$stet" backup p whole.tar
	for n in $(seq "$kills"); do
		kill_soon "$stet" restore whole.tar back || true
		if [ -e back/site.db ]; then
			done=$((done + 1))
			sound back
			code 0 "$stet" show back /2026/01/02/crew-1/
			rm -rf back
		fi
	done
	say "$done of $kills were done in time"
	code 0 "$stet" restore whole.tar back
	sound back
	[ -z "$(find back -name '*~')" ]
}
rule "a restore killed at any moment has made a whole paper or none" restoring

served_throughout() {
	[ -s "$work/unserved.asked" ]
	[ ! -s "$work/unserved" ] || { sort "$work/unserved" | uniq -c >&2; return 1; }
}
rule "readers were served throughout" served_throughout
kill "${pids[@]}"
stop

# The supervisor and its children, each in turn, while a story comes.
serving() {
	local n victim
	for n in $(seq $((kills / 6))); do
		serve p
		story "late-$n" >late.md
		"$stet" publish p late.md >/dev/null &
		victim=$(pgrep -P "$server" | sed -n "$((n % 3 + 1))p")
		kill -9 "${victim:-$server}" 2>/dev/null
		wait $!
		code 0 "$stet" show p "/2026/01/02/boat-late-$n/"
		if [ -n "$victim" ]; then
			curl -s --retry 9 --retry-all-errors -o page "$url/2026/01/02/boat-late-$n/"
			has page "It left at late-$n."
			kill "$server"
		fi
		wait "$server" 2>/dev/null || true
	done
	sound p
}
rule "a server killed anywhere starts again and has all that was published" serving
exit $bad
