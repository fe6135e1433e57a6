#!/bin/bash
# A story is changed, and readers are told of it; from the command line.
. "$(dirname "$0")/lib.sh"

tide() {
	printf -- '---\nheadline: The tide table\n---\nThe tide turns at 04:08.\n' >"$1"
}

corrected() {
	paper p
	tide t.md
	code 0 "$stet" publish p t.md
	cp t.md first.md
	sed -i 's/04:08/04:12/' t.md
	cp t.md given.md
	code 0 "$stet" publish p t.md --grade correction --note "The tide turns at 04:12, not 04:08."
	has out "t.md is corrected: revision 2"
	has t.md "grade: correction"
	has t.md "note: The tide turns at 04:12, not 04:08."
	code 0 "$stet" publish p given.md --grade correction --note "The tide turns at 04:12, not 04:08."
	has out "published already"
	cmp t.md given.md
}
rule "a graded change comes back with the author's file, and once only" corrected

refused() {
	cp t.md same.md
	code 5 "$stet" publish p same.md --grade typo
	has err "nothing to grade"
	sed -i 's/04:12/04:13/' same.md
	code 5 "$stet" publish p same.md --grade correction
	has err "needs a --note"
	code 5 "$stet" publish p same.md --note "Words."
	has err "--grade"
	code 5 "$stet" publish p same.md --grade mistake --note "Words."
	has err "clarification"
	code 5 "$stet" publish p same.md t.md --grade correction --note "Words."
	has err "about one story"
	printf -- '---\nheadline: Another\n---\nNew.\n' >n.md
	code 5 "$stet" publish p n.md --grade update
	has err "not published yet"
	code 4 "$stet" publish p first.md --grade correction --note "Words."
	has err "revision 2 is live"
}
rule "a grade that can't be says why, and an old revision stays a conflict" refused
dry() {
	cp t.md d.md
	sed -i 's/^The tide turns at 04:12/The tide turns at 04:14/; s/The tide table/The other table/' d.md
	cp d.md before.md
	find p -type f | sort | xargs sha256sum >files
	code 0 "$stet" publish p d.md --dry-run --grade correction --note "It is 04:14."
	has out "d.md would be corrected: revision 3"
	has out "headline: The tide table -> The other table"
	has out "+ The tide turns at 04:14."
	has out "  /corrections/"
	has out "Nothing was written"
	cmp d.md before.md
	code 0 "$stet" publish p d.md --dry-run --json
	python3 -c 'import json; o = json.load(open("out")); assert o["dry_run"] and o["deed"] == "update" and "/" in o["stale"]'
	[ "$(ls -A p | grep -c preview)" = 0 ]
	code 0 "$stet" record verify p
	has out "3 entries"
	printf -- '---\nheadline: Dawn\nembargo: 2199-01-01\n---\nNot yet.\n' >e.md
	code 0 "$stet" publish p e.md --dry-run
	has out "it would wait as a draft until 2199"
	code 0 "$stet" drafts p
	hasnt out Dawn
	code 4 "$stet" publish p first.md --dry-run --grade typo
	has err "revision 2 is live"
}
rule "a dry run tells fields, lines and pages, and writes nothing" dry

# where FILE -- the address that publish wrote into it
where() { sed -n 's/^address: *"\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$1"; }

told() {
	address=$(where t.md)
	code 0 "$stet" history p "$address"
	has out "revision 2: correct"
	has out "correction: The tide turns at 04:12, not 04:08."
	has out "revision 1: publish"
	has out "signed by the-harbour-gazette"
	hasnt out "- The tide turns at 04:08."
	code 0 "$stet" history p "$address" --diff
	has out "- The tide turns at 04:08."
	has out "+ The tide turns at 04:12."
	code 0 "$stet" retract p "$address" --reason "It was a barge."
	code 0 "$stet" history p "$address" --json
	python3 -c 'import json; o = json.load(open("out")); assert [r["action"] for r in o["revisions"]] == ["retract", "correct", "publish"]; assert o["revisions"][0]["reason"] == "It was a barge."'
	code 3 "$stet" history p /nowhere/
}
rule "history tells every revision, what changed and who signed" told

page() {
	address=$(where t.md)
	code 0 "$stet" publish p t.md
	serve p
	curl -s "$url/corrections/" >page
	has page "The tide turns at 04:12, not 04:08."
	curl -s "$url/corrections/feed.xml" >feed
	has feed "<title>Correction: The tide table</title>"
	code 0 "$stet" retract p "$address" --reason "It was a barge."
	curl -s "$url/corrections/" >page
	hasnt page "04:12"
	# What waits is on no page.
	printf -- '---\nheadline: Secret pact\nembargo: 2199-01-01\n---\nNot yet.\n' >w.md
	code 0 "$stet" publish p w.md
	has out "waits as draft"
	for path in / /feed.xml /corrections/ /archive/ /sitemap.xml; do
		curl -s "$url$path" >page
		hasnt page "Secret pact"
	done
	# What falls due comes by itself, dated to its second.
	at=$(date -u -d '+2 seconds' +%Y-%m-%dT%H:%M:%SZ)
	printf -- '---\nheadline: Bell rule signed\nembargo: %s\n---\nAt last.\n' "$at" >b.md
	code 0 "$stet" publish p b.md
	for _ in $(seq 200); do
		curl -s "$url/" >page
		grep -q "Bell rule" page && break
		sleep 0.1
	done
	has page "Bell rule"
	code 0 "$stet" show p bell-rule-signed
	sed -n 's/^published: *//p' out | tr -d '"' >said
	[ "$(date -d "$(cat said)" +%s)" = "$(date -d "$at" +%s)" ]
	kill -TERM "$server"
	wait "$server"
}
rule "corrections have a page and a feed; an embargoed story comes by itself" page

drafts() {
	printf -- '---\nheadline: Half a story\ndraft: true\n---\nNot yet.\n' >h.md
	code 0 "$stet" publish p h.md
	n=$(sed -n 's/.*waits as draft \([0-9]*\).*/\1/p' out)
	code 0 "$stet" drafts p
	has out "Half a story"
	code 0 "$stet" drafts p --json
	has out '"why":"draft"'
	code 0 "$stet" drafts show p "$n"
	has out "Not yet."
	code 5 "$stet" drafts show p one
	has err "stet drafts DIR"
	code 3 "$stet" drafts publish p 999
	has err "no draft 999"
	code 0 "$stet" drafts publish p "$n"
	has out "is published: revision 1"
	code 0 "$stet" drafts p
	hasnt out "Half a story"
	sed 's/draft: true/embargo: 2199-01-01/; /^id:/d; /^revision:/d; /^address:/d; s/Half a/Another/' h.md >k.md
	code 0 "$stet" publish p k.md
	n=$(sed -n 's/.*waits as draft \([0-9]*\).*/\1/p' out)
	code 0 "$stet" drafts drop p "$n"
	code 3 "$stet" drafts drop p "$n"
	has err "no draft $n"
}
rule "drafts are listed, shown, published and dropped" drafts
exit $bad
