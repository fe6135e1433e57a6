#!/bin/bash
# A name goes at night, while readers are served.
. "$(dirname "$0")/lib.sh"

name="Zorvanna Quillfeather"

fill() {
	paper p
	printf -- '---\nkind: person\nname: %s\n---\n' "$name" >person.md
	"$stet" publish p person.md
	for i in $(seq 8); do
		printf -- '---\nheadline: Tide %s\n---\nHigh water.\n' "$i" >t.md
		"$stet" publish p t.md
	done
	printf -- '---\nheadline: %s sails\nauthors: [%s]\n---\nZorvanna **Quillfeather**.\n' "$name" "$name" >a.md
	"$stet" publish p a.md
	printf -- '---\nheadline: Waits\ndraft: true\n---\n%s\n' "$name" >d.md
	"$stet" publish p d.md
} >/dev/null 2>&1
at() { sed -n 's/^address: *//p' "$1"; }

nowhere() { if grep -rai "$1" p; then return 1; fi; }

looks() {
	fill
	echo "$name" >words
	code 0 "$stet" redact p --everywhere --dry-run <words
	has out "places:"
	has out "▮▮▮ sails"
	hasnt out Quillfeather
	code 0 "$stet" show p "$(at a.md)"
	has out "$name"
	code 0 "$stet" redact p --everywhere --dry-run --json <words
	python3 -c 'import json; d = json.load(open("out")); assert d["places"] == len(d["list"]) > 4'
}
rule "a dry run shows each place without the words and changes nothing" looks

refuses() {
	code 5 "$stet" redact p --everywhere <words
	has err "--yes"
	code 5 "$stet" redact p --everywhere --yes --reason "$name asked" <words
	code 5 "$stet" redact p --yes <words
	code 5 "$stet" redact p --everywhere --yes <<<"ab"
	hasnt err "$name"
	code 3 "$stet" redact p /nowhere/ --yes <words
	code 2 "$stet" redact p /a/ "$name"
	code 0 "$stet" show p "$(at a.md)"
	has out "$name"
}
rule "without --yes, or with a reason that tells, nothing is changed" refuses

# ask FILE -- the front and a story, again and again; what was no 200 goes there
ask() {
	local url=$1
	while [ ! -e stop ]; do
		for path in / /2026-none/ "$tide"; do
			got=$(curl -s -o /dev/null -w '%{http_code}' "$url$path")
			case $path:$got in
			/2026-none/:404 | *:200) ;;
			*) echo "$path $got" ;;
			esac
		done
	done >bad
}

saved() { code 0 "$stet" backup p old.backup; }
rule "a backup from before holds it" saved

erased() {
	tide=$(at t.md)
	serve p
	curl -s "$url/" >front
	has front "Zorvanna"
	ask "$url" &
	asking=$!
	code 0 "$stet" redact p --everywhere --yes --reason "A court's order" <words
	has out "No file of this folder"
	curl -s "$url/" >front
	hasnt front Quillfeather
	has front "▮▮▮ sails"
	[ "$(curl -s -o /dev/null -w '%{http_code}' "$url$(at a.md)")" = 404 ]
	touch stop
	wait "$asking"
	[ ! -s bad ] || { cat bad; return 1; }
	# With the server still running, no byte is left.
	nowhere quillfeather
	nowhere zorvanna
	printf -- '---\nheadline: Afterwards\n---\nAs ever.\n' >n.md
	code 0 "$stet" publish p n.md
	curl -s "$url/" >front
	has front Afterwards
	kill -TERM "$server"
	wait "$server"
}
rule "readers are served on while it goes, and find it nowhere afterwards" erased

verified() {
	code 0 "$stet" record verify p
	has out "erased by redactions"
	code 0 "$stet" reindex p
	code 0 "$stet" record verify p
	nowhere quillfeather
	code 0 "$stet" redact p --everywhere --dry-run <words
	has out "0 places"
	[ "$(head -1 p/redactions)" = stet-redactions/1 ]
}
rule "the record verifies and says so; a second look finds nothing" verified
restored() {
	code 0 "$stet" restore --redactions p/redactions old.backup q
	has out "erased again"
	if grep -rai quillfeather q; then return 1; fi
	if grep -rai zorvanna q; then return 1; fi
	code 0 "$stet" record verify q
	code 0 "$stet" show q "$(at t.md)"
	has out "High water"
}
rule "restored with the newest redactions it does not come back" restored
exit $bad
