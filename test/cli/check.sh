#!/bin/bash
# Faults in what is published: each planted one is found, a clean paper is
# silent, and the exit code tells a script.
. "$(dirname "$0")/lib.sh"

clean() {
	paper p
	printf -- '---\nheadline: Bells\nslug: bells\ndeck: They ring.\ndate: 2026-11-04\n---\n## Two\n\n### Three\n\nSee [home](/) and [the bells](/2026/11/04/bells/#h-two).\n' >a.md
	printf -- '---\nheadline: Tide\ndeck: It comes.\ndate: 2026-11-05\n---\n[The bells](/2026/11/04/bells/) ring.\n' >t.md
	code 0 "$stet" publish p a.md t.md
	code 0 "$stet" check p --strict
	[ ! -s out ] || { cat out; return 1; }
}
rule "a clean paper is silent" clean

faults() {
	code 0 "$stet" publish p b.md
	code "$1" "$stet" check p
	has out "$2"
}
dead() {
	printf -- '---\nheadline: Gone\ndeck: D.\ndate: 2026-11-05\n---\n[there](/2026/11/04/nowhere/) [part](/2026/11/04/bells/#h-none)\n\n<img src="/media/x.jpg" alt="">\n' >b.md
	faults 5 ': link: /2026/11/04/nowhere/'
	has out 'warning: /2026/11/05/gone/: anchor: /2026/11/04/bells/#h-none'
	has out 'warning: /2026/11/05/gone/: alt: /media/x.jpg'
	code 5 "$stet" check p --json
	has out '"level":"error","rule":"link"'
}
rule "a dead link is an error" dead

taken_down() {
	printf -- '---\nheadline: Gone\nslug: still\ndeck: D.\ndate: 2026-11-06\n---\n[bells](/2026/11/04/bells/)\n' >c.md
	code 0 "$stet" publish p c.md
	code 5 "$stet" check p
	hasnt out 'link: /2026/11/04/bells/'
	code 0 "$stet" retract p /2026/11/04/bells/ --reason "No bell."
	code 5 "$stet" check p
	has out 'error: /2026/11/06/still/: link: /2026/11/04/bells/'
}
rule "a link to what was taken down is dead" taken_down

warned() {
	paper p
	printf -- '---\nheadline: %s\ndate: 2026-11-05\n---\n#### Four\n\n[x](#nothing)\n' "$(printf 'long %.0s' {1..30})" >b.md
	faults 0 ': heading: level 4 follows level 1'
	has out ': deck: '
	has out ': title: '
	has out ": anchor: #h-nothing"
	code 5 "$stet" check p --strict
}
rule "titles, decks, headings and anchors are warned of" warned

original() {
	paper p
	speaks p "en, fa"
	printf -- '---\nheadline: Bells\nslug: bells\ndeck: D.\ndate: 2026-11-04\n---\nB.\n' >a.md
	code 0 "$stet" publish p s.md a.md
	id=$(sed -n 's/^id: //p' a.md)
	printf -- '---\nlang: fa\nheadline: Zang\nslug: zang\ndeck: D.\ndate: 2026-11-04\ntranslation_of: %s\n---\nB.\n' "$id" >b.md
	code 0 "$stet" publish p b.md
	code 0 "$stet" check p --strict
	printf -- '---\nlang: fa\nheadline: Darya\nslug: darya\ndeck: D.\ndate: 2026-11-05\n---\nB.\n' >c.md
	code 0 "$stet" publish p c.md
	code 0 "$stet" check p
	has out 'darya/: translation: in fa'
	hasnt out 'zang/'
}
rule "a text in another language that belongs to none is warned of" original

exit $bad
