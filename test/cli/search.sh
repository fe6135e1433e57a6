#!/bin/bash
# What readers find: words of any language, phrases, beginnings, exclusions,
# filters; on the page, as JSON, from the command line.
. "$(dirname "$0")/lib.sh"

news() {
	rm -rf p
	"$stet" init p --name "The Harbour Gazette" --lang en >/dev/null
	speaks p "en, fa, zh"
	printf -- '---\nkind: section\nname: Harbour\n---\n' >harbour.md
	printf -- '---\nkind: person\nname: Nell Sorrow\n---\n' >nell.md
	printf -- '---\nkind: place\nname: Gull Rock\n---\n' >rock.md
	printf -- '---\nkind: event\nheadline: The gale\nslug: gale\nstarts: 2026-11-01\ndate: 2026-11-01\nplace: Gull Rock\n---\nIt blew.\n' >gale.md
	printf -- '---\nheadline: Café on the pier\nsection: harbour\nbyline: Nell Sorrow\ndate: 2026-11-03\nevent: gale\n---\nThe keeper of the café rang the harbour bell twice.\n' >a.md
	printf -- '---\nheadline: Bells\ndate: 2026-11-04\n---\nThe bell of the harbour & its keeper.\n' >b.md
	printf -- '---\nkind: statement\nheadline: We ask for the horn\nissuers: [Nell Sorrow]\ndate: 2026-11-05\nsection: harbour\n---\nThe horn, please; the bell is not enough.\n' >c.md
	printf -- '---\nlang: fa\nheadline: كتاب‌های دريا\nslug: ketab\ndate: 2026-11-06\n---\nسال ۱۴۰۵ بود.\n' >d.md
	printf -- '---\nlang: zh\nheadline: 港口新聞\nslug: gangkou\ndate: 2026-11-07\n---\n燈塔今天重新開放。\n' >e.md
	code 0 "$stet" publish p s.md harbour.md nell.md rock.md gale.md a.md b.md c.md d.md e.md
}
rule "a paper in three scripts" news

# finds WORDS... -- exactly these headlines, in this order, parted by commas
finds() {
	local want=$1 got
	shift
	"$stet" search p "$@" --json >out || [ $? = 3 ] || return 1
	got=$(sed -n 's/.*"headline":"\([^"]*\)".*/\1/p' out | paste -sd,)
	[ "$got" = "$want" ] || { say "\"$got\", not \"$want\": $*"; return 1; }
}

words() {
	finds "We ask for the horn,Bells,Café on the pier" bell
	finds "Café on the pier" cafe
	finds "Café on the pier" CAFÉ keeper
	finds "Café on the pier" '"harbour bell"'
	finds "Bells" bell harbour -cafe
	finds "We ask for the horn" bell -keeper
	finds "Bells" 'bells*'
	finds "We ask for the horn,Bells,Café on the pier" 'bel*'
	finds "We ask for the horn,Café on the pier" bell --section Harbour
	finds "" 'AND OR NOT NEAR ( ) " * : ^ {head} - --'
	finds "" nothing
	code 5 "$stet" search p
	code 5 "$stet" search p '***'
	finds "كتاب‌های دريا" 'کتاب های دریا'
	finds "كتاب‌های دريا" 1405 --lang fa
	finds "港口新聞" 燈塔
	finds "港口新聞" 重新開放
	finds "港口新聞" 燈
}
rule "words are found whatever their accents, letters' forms and digits" words

misspelt() {
	finds "" keepper
	has out '{"meant":"keeper"}'
	finds "" '"harbuor bell"' -café
	has out '{"meant":"\"harbour bell\" -café"}'
	finds "" rahbour      # too far
	hasnt out meant
	finds "" ekeper       # the first two letters swapped
	has out '{"meant":"keeper"}'
	finds "" دريو --lang fa
	has out '{"meant":"دريا"}'
	finds "" zzzz
	hasnt out meant
	finds "" x1 -bell
	code 0 "$stet" search p plaese
	has out "did you mean: please"
	# A word that is there is not put right, though another one is.
	finds "" bell plaese
	has out '{"meant":"bell please"}'
	# What no story has any more is not offered.
	printf -- '---\nheadline: Wharfinger\ndate: 2026-11-02\nslug: wharf\n---\nOne.\n' >w.md
	code 0 "$stet" publish p w.md
	finds "" wharfinge
	has out '{"meant":"wharfinger"}'
	code 0 "$stet" retract p /2026/11/02/wharf/ --reason "None."
	finds "" wharfinge
	hasnt out meant
	finds "" 'wharfin*'
}
rule "a word that is nowhere leads to one that is near" misspelt

filters() {
	finds "We ask for the horn" --kind statement
	finds "We ask for the horn,Café on the pier" --person "Nell Sorrow"
	finds "Café on the pier" --event gale
	finds "The gale" --place "Gull Rock"
	finds "Bells" bell --from 2026-11-04 --until 2026-11-04
	finds "Bells,We ask for the horn,Café on the pier" --relevance 'bell*'
	code 3 "$stet" search p --person Nobody
	has err 'there is no person "Nobody"'
	code 0 "$stet" retract p /2026/11/04/bells/ --reason "It rang once."
	finds "We ask for the horn,Café on the pier" bell
	code 0 "$stet" reindex p
	finds "We ask for the horn,Café on the pier" bell
	finds "Café on the pier" --event gale
}
rule "filters by kind, section, person, place, event and dates" filters

signed() {
	printf -- '---\nkind: statement\nheadline: The lamp\nslug: lamp\nissuers: [Rope Walk]\ndate: 2026-11-08\nsignatories:\n  - {name: Nell Sorrow, role: reporter}\n  - {name: Ada Quay, country: Saltreach}\n---\nLight the lamp.\n' >lamp.md
	printf -- '---\nkind: letter\nheadline: The rope\nslug: rope\nfrom: [Rope Walk]\nto: The harbour\ndate: 2026-11-09\nsignatories:\n  - {name: Ada Quayle}\n  - {name: Ada Quay}\n---\nMend the rope.\n' >rope.md
	code 0 "$stet" publish p lamp.md rope.md
	finds "The rope,The lamp" --signed "ada QUAY"
	finds "The rope" --signed "Ada Quayle"
	finds "The lamp,We ask for the horn" --signed "Nell Sorrow"
	finds "The lamp" --signed "Nell Sorrow" lamp
	# Who issued or sent it, though there is no page of theirs.
	finds "The rope,The lamp" --signed "ROPE walk"
	finds "The rope,The lamp" --signed Rope
	finds "" --signed Walk
	finds "" --signed "Rope Wal"
	finds "The lamp" --signed "Ada Quay" --kind statement
	finds "The rope" --signed "Ada Quay" --from 2026-11-09
	finds "We ask for the horn" --signed "Nell Sorrow" --until 2026-11-05
	finds "The rope" --signed "Ada Quay" --n 1
	finds "" --signed "Ada"'" OR *'
	finds "" --signed Nobody
	finds "Café on the pier" --event gale --from 2026-11-02 --until 2026-11-30
	finds "" --event gale --from 2026-11-04
	serve p
	code 0 curl -s "$url/search?signed=Ada+Quay&from=2026-11-09&format=json"
	has out '"headline":"The rope"'
	hasnt out 'The lamp'
	has out '"count":1'
	code 0 curl -s "$url/search?signed=Ada+Quay"
	has out '2 are found'
	stop
	code 0 "$stet" retract p /2026/11/08/lamp/ --reason "It is lit."
	finds "The rope" --signed "Ada Quay"
	code 0 "$stet" reindex p
	finds "The rope" --signed "Ada Quay"
}
rule "what somebody signed is found by name, with words, kinds and dates" signed

page() {
	serve p
	code 0 curl -s "$url/search"
	has out '<form class="sf" role="search" action="/search">'
	hasnt out noindex
	hasnt out 'role="status"'
	code 0 curl -s "$url/search?q=caf%C3%A9+bell"
	has out '1 is found.'
	has out '<mark>café</mark>'
	has out '<mark>bell</mark>'
	has out noindex
	code 0 curl -s "$url/search?q=%22%3E%3Cscript%3Ex"
	hasnt out '<script>x'
	has out 'value="&quot;&gt;&lt;script&gt;x"'
	code 0 curl -s -o /dev/null -w '%{redirect_url}' "$url/search/?q=bell&kind=statement"
	has out "$url/search?q=bell&kind=statement"
	code 0 curl -s "$url/search?q=bell&person=Nobody"
	has out '<details open>'
	has out 'name="person" value="Nobody"'
	code 0 curl -s "$url/fa/search?q=1405"
	has out '<mark>۱۴۰۵</mark>'
	code 0 curl -s "$url/search?q=bell&format=json"
	has out '"count":2'
	code 0 curl -s "$url/search?kind=statement&section=Harbour&from=2026-11-01&until=2026-11-30"
	has out 'We ask for the horn'
	code 0 curl -s "$url/search?before=-5&from=x&kind=nix&section=nix&q=bell"
	has out '0 are found'
	code 0 curl -s "$url/search?q=keepper+bell&sort=relevance"
	has out 'Did you mean: <a href="/search?q=keeper%20bell&amp;sort=relevance">keeper bell</a>'
	code 0 curl -s "$url/search?q=%3Cbell%3E+keepper&format=json"
	has out '"meant":"\u003cbell> keeper"'
	for i in $(seq 60); do
		curl -s -o /dev/null -w '%{http_code} ' "$url/search?q=bell+$i*"
	done >codes
	hasnt codes 500
	stop
}
rule "the page shows the words where they stand, and leads nobody astray" page

pages() {
	mkdir -p many
	for i in $(seq 45); do
		printf -- '---\nheadline: Buoy %d\ndate: 2026-10-%02d 12:00\n---\nThe buoy reports.\n' "$i" $((i % 28 + 1)) >many/$i.md
	done
	code 0 "$stet" publish p many/*.md
	serve p
	local at="$url/search?q=buoy" n=0
	while [ -n "$at" ]; do
		code 0 curl -s "$at"
		n=$((n + $(grep -c '<h2 class="h2"><a href="/2026/10' out)))
		at=$(sed -n 's/.*rel="next" href="\([^"]*\)".*/\1/p' out | sed 's/&amp;/\&/g')
		[ -z "$at" ] || at=$url$at
	done
	[ "$n" = 45 ] || { say "$n of 45"; return 1; }
	stop
}
rule "every page of what is found leads to the next, and none is left out" pages

called() {
	news
	code 0 "$stet" move p /2026/11/01/gale/ the-storm
	printf -- '---\nheadline: After it\ndate: 2026-11-09\nevent: gale\n---\nCalm.\n' >after.md
	code 0 "$stet" publish p after.md
	finds "After it,Café on the pier" --event the-storm
	code 0 "$stet" move p /section/harbour/ docks
	printf -- '---\nheadline: At the docks\ndate: 2026-11-10\nsection: harbour\n---\nRopes.\n' >docks.md
	code 0 "$stet" publish p docks.md
}
rule "a text may call another by a slug that it had" called

exit $bad
