#!/bin/bash
# Who signed: a table beside the statement, blocks in the record, one who
# withdraws.
. "$(dirname "$0")/lib.sh"

# table N -- a table of so many invented names
table() {
	echo "name,role,affiliation,country"
	for i in $(seq "$1"); do
		echo "Nerys Quay$i,rower,Boat $((i % 7)),Saltreach"
	done
}

statement() {
	cat >"$1" <<S
---
kind: statement
headline: The horn, please
issuers: [Net-Menders' Guild]
grouped: affiliation
signatories: $2
count: {stated: "over 400", exact: 450}
---
We ask for the horn.
S
}

blocks() { sqlite3 p/site.db "select count(*) from thing where type = 'signatories' and live = 1"; }
names() { sqlite3 p/site.db "select count(*) from signer"; }
same_after_reindex() {
	sqlite3 p/site.db "select hex(list), hex(sort), num, n, name from signer order by 1, 2, 3, 4" >before
	code 0 "$stet" reindex p
	sqlite3 p/site.db "select hex(list), hex(sort), num, n, name from signer order by 1, 2, 3, 4" >after
	cmp before after
}

published() {
	paper p
	table 450 >s.csv
	statement s.md s.csv
	code 0 "$stet" publish p s.md
	has err "450 more have signed it"
	has s.md "signatories: s.csv"
	[ "$(blocks)" = 3 ] && [ "$(names)" = 450 ]
	code 0 "$stet" record verify p
	same_after_reindex
}
rule "a table becomes blocks of 200 in the record" published

more() {
	revision=$(sed -n 's/^revision: //p' s.md)
	echo "Ádám Späth,,Boat 9," >>s.csv
	code 0 "$stet" publish p s.md
	has err "1 more have signed it"
	# The statement was not written again.
	[ "$(sed -n 's/^revision: //p' s.md)" = "$revision" ]
	[ "$(blocks)" = 3 ] && [ "$(names)" = 451 ]
	code 0 "$stet" publish p s.md
	hasnt err "have signed it"
	same_after_reindex
}
rule "who signs later fills the last block, and the statement stays as it is" more

given_back() {
	address=$(sed -n 's/^address: *//p' s.md)
	code 0 "$stet" show p "$address"
	cp out shown.md
	grep -qE '^signatories: [0-9a-f]{32}$' shown.md
	code 0 "$stet" publish p shown.md
	code 0 "$stet" show p "$address"
	cmp out shown.md
	[ "$(names)" = 451 ]
}
rule "stet show names the list, and gives the same again" given_back

withdrawn() {
	address=$(sed -n 's/^address: *//p' s.md)
	printf 'nerys quay17\n' | code 0 "$stet" signatories withdraw p "$address"
	has out "450 still sign it"
	[ "$(names)" = 450 ] && [ "$(blocks)" = 3 ]
	code 0 "$stet" record verify p
	for file in $(find p -type f); do
		hasnt "$file" "Quay17,"
	done
	same_after_reindex
	printf 'nerys quay17\n' | code 3 "$stet" signatories withdraw p "$address"
	has err "nobody of that name"
	# Another list may name her still: the author is told.
	sed -i '/Quay17,/d' s.csv
	code 0 "$stet" publish p s.md
	[ "$(names)" = 450 ]
}
rule "one who withdraws is erased from one block, and the record verifies" withdrawn

refused() {
	address=$(sed -n 's/^address: *//p' s.md)
	printf 'name,role\nA B,x\n,y\n' >bad.csv
	statement bad.md bad.csv
	code 5 "$stet" publish p bad.md
	has err "bad.csv:3: this row has no name"
	printf 'name,rolle\nA B,x\n' >bad.csv
	code 5 "$stet" publish p bad.md
	has err "bad.csv:1: there is no column \`rolle\`; did you mean \`role\`?"
	printf 'name,role\nA B,"x\n' >bad.csv
	code 5 "$stet" publish p bad.md
	has err "bad.csv:2: a quote is opened here and never closed"
	printf 'name\nAda, of the quay\n' >bad.csv
	code 5 "$stet" publish p bad.md
	has err "bad.csv:2: this row has 2 fields"
	printf 'name\nAda \xff\n' >bad.csv
	code 5 "$stet" publish p bad.md
	has err "bad.csv:2: this is not UTF-8"
	rm bad.csv
	code 5 "$stet" publish p bad.md
	has err "bad.md:6: the signatories can't be read"
	statement bad.md ../s.csv
	code 5 "$stet" publish p bad.md
	has err "beside the text"
	[ "$(names)" = 450 ]
}
rule "a line that can't be read is named, and nothing is published" refused

checked() {
	cat >c.csv <<S
name;country
Ines Calado;Saltreach
INES CALADO;Gull Rock
Bram;Saltreach
Nеll Sorrow;Saltreach
Roya 7;Saltreach
S
	code 4 "$stet" signatories check c.csv
	has out "c.csv:3: the name is all in capitals"
	has out "c.csv:3: the same name stands above (line 2)"
	has out "c.csv:4: the name is one word"
	has out "c.csv:5: the name mixes two scripts"
	has out "c.csv:6: there are figures in the name"
	has out "5 signatories"
	has out "Saltreach 4"
	table 30 >c.csv
	sed -i 's/Quay[0-9]*/Quay/; s/Nerys/N&/' c.csv
	code 4 "$stet" signatories check c.csv
	printf 'name\nInes Calado\n' >c.csv
	code 0 "$stet" signatories check c.csv
}
rule "a table is looked at before it is published" checked

taken_down() {
	address=$(sed -n 's/^address: *//p' s.md)
	code 0 "$stet" retract p "$address" --reason "Signed by mistake."
	[ "$(blocks)" = 0 ] && [ "$(names)" = 0 ]
	code 0 "$stet" record verify p
	same_after_reindex
}
rule "who signed goes with what they signed" taken_down

looked_for() {
	paper p
	table 450 >s.csv
	echo '"Ségolène d'"'"'Öst",cook,Gull Rock,Far Shore' >>s.csv
	echo 'لیلا ماهیگیر,pilot,Gull Rock,Far Shore' >>s.csv
	statement s.md s.csv
	code 0 "$stet" publish p s.md
	serve p
	local at=$url$(sed -n 's/^address: //p' s.md)
	code 0 curl -s "$at"
	has out 'name="signed"'
	has out 'Quay450'
	hasnt out 'noindex'
	code 0 curl -s "$at?signed=segol+ost"
	has out "Ségolène d&#39;Öst"
	hasnt out Quay1
	has out '1 of them is found'
	has out 'content="noindex"'
	code 0 curl -s "$at?signed=%D9%84%D9%8A%D9%84%D8%A7"
	has out 'لیلا ماهیگیر'
	code 0 curl -s "$at?signed=gull"
	has out '2 of them are found'
	code 0 curl -s "$at?signed=%22%3E%3Cscript%3Ex"
	has out '0 of them are found'
	hasnt out '<script>x'
	code 0 curl -s "$at?signed=%FF"
	has out 'Quay450'
	stop
}
rule "one may be looked for among many, in any script, without a script" looked_for

embargo() {
	paper p
	table 300 >s.csv
	statement s.md s.csv
	sed -i "s/^kind: /embargo: $(date -u -d '+3 seconds' +%Y-%m-%dT%H:%M:%SZ)\nkind: /" s.md
	code 0 "$stet" publish p s.md
	has s.md "signatories: s.csv"
	rm s.csv
	[ "$(names)" = 0 ]
	serve p
	for _ in $(seq 100); do
		[ "$(names)" != 300 ] || break
		sleep 0.1
	done
	stop
	[ "$(names)" = 300 ] && [ "$(blocks)" = 2 ]
	code 0 "$stet" record verify p
	table 9000 >big.csv
	statement b.md big.csv
	sed -i "s/^kind: /embargo: 2099-01-01\nkind: /" b.md
	code 5 "$stet" publish p b.md
	has err "b.md:7: big.csv is too large to wait with the text"
}
rule "under an embargo the table waits with the statement" embargo

imported() {
	paper p
	mkdir -p old/content
	cat >old/content/horn.md <<S
---
title: The horn, please
kind: statement
date: 2020-05-04
issuers: [Net-Menders' Guild]
signatories:
  - {name: Nerys Quay, role: rower}
  - Dov Marsh
---
We ask for the horn.
S
	code 0 "$stet" import p old
	[ "$(blocks)" = 1 ] && [ "$(names)" = 2 ]
	sed -i 's/^  - Dov Marsh/  - Dov Marsh\n  - Sela Marsh/' old/content/horn.md
	code 0 "$stet" import p old
	[ "$(blocks)" = 1 ] && [ "$(names)" = 3 ]
	code 0 "$stet" import p old
	[ "$(blocks)" = 1 ] && [ "$(names)" = 3 ]
	code 0 "$stet" record verify p
	same_after_reindex
}
rule "an import makes blocks of a list in the front matter" imported

exit $bad
