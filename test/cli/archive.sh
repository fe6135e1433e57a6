#!/bin/bash
# A paper as text files: the same files and pages when they are taken over
# again; with its record, the same paper.
. "$(dirname "$0")/lib.sh"

demonstration() {
	rm -rf p
	"$root/demo/make" "$stet" p http://127.0.0.1:8099/ >demo.log 2>&1 || { cat demo.log; return 1; }
	at=$("$stet" search p storm --json | sed -n 's/.*"address":"\([^"]*\)".*"kind":"event".*/\1/p' | head -n 1)
	code 0 "$stet" move p "$at" the-night
	code 0 "$stet" move p /section/harbour/ docks
}
# begin_as FOLDER DIR -- an empty paper by the words of the archive itself
begin_as() {
	local words
	words=$(sed -n 's/^ *stet init paper//p' "$1/archive.txt")
	eval "\"$stet\" init $2 $words" >/dev/null
}
# alike A B -- the same files; what an export remembers of itself aside
alike() { diff -rq -x .stet "$1" "$2"; }
# differ A B -- what differs in two exports' pages, but for which entry of the
# record a text is, when the site last changed, and what is fetched elsewhere
differ() {
	local f
	rm -rf {"$1","$2"}/.stet
	while read -r f; do
		sed -Ei -e 's,[^<>]*<a class="u" href="(/[a-z]*)?/record/entry/[0-9]+/">,,g' -e 's,Version [0-9]+,,' \
			-e '/<updated>|<lastBuildDate>/d' -e '/href="https:..elsewhere.example/d' "$f"
	done < <(find "$1" "$2" -type f \( -name '*.html' -o -name '*.xml' \))
	diff -r "$1" "$2" | grep '^[<>O]' | grep -v 'class="mod"\|^[<>] *$\|^[<>] </*[a-z]*>$\|elsewhere.example' || :
}

round() {
	demonstration
	code 0 "$stet" export p one --format markdown
	[ "$(find one/content -name '*.md' | wc -l)" -gt 100 ]
	[ "$(find one/media -type f | wc -l)" -gt 5 ]
	[ "$(find one/redirects -type f | wc -l)" = 1 ]
	begin_as one q
	code 0 "$stet" import q one --quiet
	has out " 0 with remarks"
	code 0 "$stet" export q two --format markdown
	alike one two
	code 0 "$stet" import q one --quiet
	has out " same"
	hasnt out " came"
}
rule "what is exported as text and imported is the same text" round

pages() {
	code 0 "$stet" export p pages-one
	code 0 "$stet" export q pages-two
	rm -rf pages-*/record pages-*/*/record
	# What was withdrawn is in the record alone.
	rm -rf pages-one/2026/11/*/whale*
	find pages-one -name feed.json -exec sed -i 's/,"_deleted":.*/}/' {} +
	differ pages-one pages-two | grep -v 'at:deleted-entry\|at:comment\|upturned skiff' >rest || :
	[ ! -s rest ] || { head -n 20 rest; return 1; }
	serve q
	at=$(sed -n 's/^ *- //p' one/redirects/*.md)
	[ "$(curl -s -o body -w '%{http_code}' "$url$at/")" = 301 ]
	stop
}
rule "and gives the same pages" pages

little() {
	touch -d 2001-01-01 stamp
	find one -type f -exec touch -r stamp {} +
	code 0 "$stet" export p one --format markdown --json
	has out '"written":0'
	[ -z "$(find one -type f ! -path 'one/.stet/*' -newer stamp)" ]
	printf -- '---\nheadline: A late tide\nslug: late\n---\nHigher.\n' >late.md
	code 0 "$stet" publish p late.md
	code 0 "$stet" export p one --format markdown --json
	at=$(sed -n 's/^address: //p' late.md)
	has "one/content${at%/}.md" "Higher."
	[ "$(find one -type f ! -path 'one/.stet/*' -newer stamp | wc -l)" -lt 4 ]
	code 0 "$stet" retract p "$at" --reason "too high"
	code 0 "$stet" export p one --format markdown --json
	has out '"dropped":1'
	[ ! -e "one/content${at%/}.md" ]
}
rule "only what changed is touched" little

record() {
	code 0 "$stet" export p three --format markdown --with-record
	code 0 "$stet" record verify three
	code 0 "$stet" restore three r
	code 0 "$stet" record verify r
	cmp <(curl -s "file://$PWD/three/record/checkpoint") three/record/checkpoint
	code 0 "$stet" export r four --format markdown --with-record
	# Redirects that are made for an archive are each desk's own.
	rm -rf {three,four}/{redirects,order}
	alike three four
	rm -rf pages-one
	code 0 "$stet" export p pages-one
	code 0 "$stet" export r pages-r
	differ pages-one pages-r >rest
	[ ! -s rest ] || { head -n 20 rest; return 1; }
	code 0 "$stet" restore --new-log r
	printf -- '---\nheadline: It goes on\n---\nOn.\n' >on.md
	code 0 "$stet" publish r on.md
	code 0 "$stet" export p three --format markdown --with-record
	begin_as three s
	code 0 "$stet" import s three --quiet
	has out "stet restore"
}
rule "with its record it comes back whole, tombstones too, and goes on" record

mirrored() {
	serve p
	code 0 "$stet" record mirror "$url/" mirror --media
	code 0 "$stet" restore "$url/" from-address
	stop
	code 0 "$stet" restore mirror from-mirror
	code 0 "$stet" record verify from-mirror
	code 0 "$stet" record verify from-address
	code 4 "$stet" restore mirror from-mirror
	find mirror/record/file -type f | head -n 1 | while read -r f; do echo x >"$f"; done
	code 5 "$stet" restore mirror from-bad
	[ ! -e from-bad ]
}
rule "a mirror, or the paper's own address, gives a paper back; a false one gives none" mirrored

by_hand() {
	mkdir -p one/content/new
	printf -- '---\nheadline: Written beside it\nslug: beside\n---\nBy hand.\n' >one/content/new/beside.md
	code 0 "$stet" import q one --quiet
	code 0 "$stet" show q beside
	has out "By hand."
	f=$(find one/media -type f | head -n 1)
	rm -rf damaged && cp -r one damaged
	echo x >>"damaged/media/${f##*/}"
	begin_as damaged t
	code 0 "$stet" import t damaged --quiet
	has out "damaged"
	[ ! -e "t/media/${f:10:2}/${f:10:64}" ]
}
rule "a text put there by hand comes too; a damaged picture does not" by_hand

refused() {
	echo "Secret: yes" >outside.md
	ln -sf "$PWD/outside.md" damaged/content/outside.md
	echo content/outside.md >>damaged/order
	code 5 "$stet" import t damaged --quiet
	has out "content/outside.md"
	if "$stet" search t Secret | grep -q outside; then return 1; fi
	echo ../../etc/passwd >>damaged/order
	code 5 "$stet" import t damaged
	has err "damaged/order:"
	"$stet" init u --name Other --lang fa --timezone Asia/Tehran >/dev/null
	code 5 "$stet" import u one
	has err "stet init DIR"
	code 4 "$stet" export u one --format markdown
	has err "another paper"
	code 5 "$stet" export p x --format markdown --follow
	code 5 "$stet" export p x --with-record
	code 5 "$stet" export p x --format pdf
	[ ! -e x ]
	mkdir full && echo mine >full/mine
	code 4 "$stet" export p full --format markdown
	[ "$(cat full/mine)" = mine ]
}
rule "what can't be taken is refused, and says why" refused

erased() {
	printf -- '---\nheadline: Quillfeather sails\n---\nZorvanna Quillfeather was seen.\n' >z.md
	code 0 "$stet" publish p z.md
	code 0 "$stet" export p three --format markdown --with-record
	grep -rqa Quillfeather three
	echo "Zorvanna Quillfeather" >words
	echo "Quillfeather" >>words
	code 0 "$stet" redact p --everywhere --yes --reason "asked" <words
	code 0 "$stet" export p three --format markdown --with-record
	if grep -rai quillfeather three; then return 1; fi
	code 0 "$stet" restore three w
	code 0 "$stet" record verify w
}
rule "what was redacted leaves the archive with the next export" erased

exit $bad
