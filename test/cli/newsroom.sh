#!/bin/bash
# What a newsroom does in its first afternoon, from the command line.
. "$(dirname "$0")/lib.sh"

story() {
	cat >"$1" <<S
---
headline: Ferry returns to winter hours
byline: Roya Kamali
topics: [ferries]
---
The first boat leaves at 05:50.
S
}

first_story() {
	paper p
	code 0 "$stet" publish p - <<S || true
S
	printf -- '---\nkind: person\nname: Roya Kamali\n---\n' >person.md
	code 0 "$stet" publish p person.md
	story s.md
	code 0 "$stet" publish p s.md
	has s.md "id: "
	has s.md "revision: 1"
	has s.md "address: "
}
rule "publish writes id, revision and address into the author's file" first_story

show_again() {
	address=$(sed -n 's/^address: *"\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' s.md)
	code 0 "$stet" show p "$address"
	cp out shown.md
	has shown.md "The first boat leaves"
	code 0 "$stet" publish p shown.md
	code 0 "$stet" show p "$address"
	cmp out shown.md
}
rule "the same words twice change nothing" show_again

update() {
	sed 's/05:50/05:55/' s.md >new.md
	cp s.md old.md
	code 0 "$stet" publish p new.md
	has new.md "revision: 2"
	sed -i 's/first boat/early boat/' old.md
	code 4 "$stet" publish p old.md
	has err "05:55"
	has old.md "early boat"
}
rule "an old revision is a conflict that shows both and overwrites nothing" update

several() {
	printf -- '---\nheadline: One\n---\nText.\n' >one.md
	printf -- '---\nheadline: Two\nsection: nowhere\n---\nText.\n' >two.md
	printf -- '---\nheadline: Three\n---\nText.\n' >three.md
	code 5 "$stet" publish p one.md two.md gone.md three.md
	has out "one.md is published"
	has out "three.md is published"
	has err "two.md:3"
	has err "gone.md"
	has err "2 of 4 files failed: nothing of them is done"
	hasnt two.md "id: "
	has three.md "revision: 1"
	code 5 "$stet" publish --json p one.md two.md gone.md three.md
	[ "$(grep -c '"deed":"nothing"' out)" = 2 ]
	has out '{"file":"two.md","error":"invalid","reason":"two.md:3'
	has out '{"file":"gone.md","error":"not found"'
	code 5 "$stet" publish --json p two.md
	has out '{"file":"two.md","error":"invalid"'
	for n in a b; do
		printf -- '---\nheadline: %s\ndraft: true\n---\nText.\n' $n >$n.md
		code 0 "$stet" publish p $n.md
	done
	code 5 "$stet" drafts publish p 1 0 2
	has out "a.md is published"
	has out "b.md is published"
	has err "1 of 3 drafts failed"
}
rule "one file that can't be taken does not keep the others" several

nobody() {
	printf -- '---\nheadline: X\nbyline: Roja Kamali\n---\nText.\n' >n.md
	code 5 "$stet" publish p n.md
	has err "n.md:3"
	has err "Roya Kamali"
}
rule "a person who does not exist is an error with line and nearest name" nobody

broken() {
	printf -- '---\nheadline: [X\n---\nText.\n' >b.md
	code 5 "$stet" publish p b.md
	has err "b.md:"
	printf 'not a paper' >file
	code 3 "$stet" show p /nowhere/
	code 2 "$stet" show p
	code 2 "$stet" nonsense
}
rule "bad input says what, where and what to do" broken

verified() {
	code 0 "$stet" record verify p
	code 0 "$stet" reindex p
	code 0 "$stet" record verify p --json
	python3 -c 'import json,sys; json.load(open("out"))' 2>/dev/null || has out '{'
}
rule "the record verifies, and after a reindex too" verified

served() {
	serve p
	curl -s "$url/" >front
	has front "Ferry returns to winter hours"
	printf -- '---\nheadline: Gulls nest late\n---\nNine nests.\n' >g.md
	code 0 "$stet" publish p g.md
	curl -s "$url/" >front
	has front "Gulls nest late"
	[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/nowhere/")" = 404 ]
	kill -TERM "$server"
	wait "$server"
}
rule "a publish from another process shows on the next request" served

help() {
	"$stet" --help | sed -n 's/^  \([a-z]* \{0,1\}[a-z]*\)  .*/\1/p' | while read -r name; do
		"$stet" $name --help >help
		has help "usage: stet $name"
	done
}
rule "every command has --help" help
items() {
	rm -rf q
	"$stet" init q --name "The Harbour Gazette" --lang en >/dev/null
	speaks q "en, fa"
	printf -- '---\nkind: brief\nheadline: In brief\nslug: brief\n---\nIt goes on.\n' >b.md
	code 0 "$stet" publish q s.md b.md
	id=$(sed -n 's/^id: //p' b.md)
	printf -- '---\nkind: brief\nlang: fa\nheadline: کوتاه\nslug: kutah\ntranslation_of: %s\n---\nمتن.\n' "$id" >bf.md
	printf -- '---\nkind: item\nbrief: brief\nslug: page\n---\nThe ferry ran.\n' >i.md
	code 0 "$stet" publish q bf.md i.md
	id=$(sed -n 's/^id: //p' i.md)
	printf -- '---\nkind: item\nlang: fa\nbrief: kutah\nslug: qayeq\ntranslation_of: %s\n---\nقایق رفت.\n' "$id" >if.md
	code 0 "$stet" publish q if.md
	has if.md "/kutah/qayeq/"
	has i.md "/brief/page-2/"
	serve q
	code 0 curl -sf "$url$(sed -n 's/^address: //p' i.md)"
	has out 'hreflang="fa"'
	code 0 curl -sf "$url$(sed -n 's/^address: //p' bf.md)"
	has out 'قایق رفت'
	stop
}
rule "a brief's items have translations, under the translated brief" items

exit $bad
