#!/bin/bash
# Faults in what is published: each planted one is found, a clean paper is
# silent, and the exit code tells a script.
. "$(dirname "$0")/lib.sh"

# at ADDRESS WORDS -- the line of its text file that has them
at() {
	"$stet" show p "$1" | grep -nF -- "$2" | head -n 1 | cut -d : -f 1
}

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
	has out "error: /2026/11/05/gone/:$(at /2026/11/05/gone/ nowhere): link: /2026/11/04/nowhere/"
	has out "warning: /2026/11/05/gone/:$(at /2026/11/05/gone/ '#h-none'): anchor: /2026/11/04/bells/#h-none"
	has out "warning: /2026/11/05/gone/:$(at /2026/11/05/gone/ x.jpg): alt: /media/x.jpg"
	has out ': picture: /media/x.jpg is not in'
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
	has out "error: /2026/11/06/still/:$(at /2026/11/06/still/ /bells/): link: /2026/11/04/bells/"
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
	has out 'darya/:2: translation: in fa'
	hasnt out 'zang/'
}
rule "a text in another language that belongs to none is warned of" original

fields() {
	paper p
	png 300 200 boat.png
	printf -- '---\nheadline: Bells\nslug: bells\ndeck: They ring.\ndate: 2026-11-04\n---\nB.\n' >a.md
	printf -- '---\nheadline: Tide\nslug: tide\ndeck: "It [came](/nowhere/)."\npicture: {src: boat.png, alt: A boat}\ndate: 2026-11-05\n---\nT.\n\n![A boat](boat.png)\n' >b.md
	printf -- '---\nkind: video\nheadline: Film\nslug: film\nembed: https://films.example/7\ndate: 2026-11-06\n---\nF.\n' >f.md
	printf -- '---\nkind: front\nslots:\n  - weight: lead\n    story: bells\n    sublinks: [{to: /lost/}]\n---\n' >front.md
	printf -- '---\nkind: menu\nplace: foot\nitems:\n  - {label: Lost, to: /lost/}\n  - {label: Away, to: "https://away.example/"}\n---\n' >menu.md
	code 0 "$stet" publish p a.md b.md f.md front.md menu.md
	code 0 "$stet" retract p /2026/11/04/bells/ --reason "No bell."
	code 5 "$stet" check p
	has out 'error: /2026/11/05/tide/:4: link: /nowhere/'
	has out 'warning: /2026/11/06/film/:5: embed: no player is known for https://films.example/7'
	has out 'error: front:4: link: bells'
	has out 'error: front:6: link: /lost/'
	has out 'error: menu foot:5: link: /lost/'
	hasnt out away.example
	hasnt out boat
	rm p/media/*/*
	code 5 "$stet" check p
	has out 'error: /2026/11/05/tide/:5: picture: /media/'
	has out 'is not in the paper'
	code 5 "$stet" check p --json
	node -e 'for (const l of require("fs").readFileSync("out", "utf8").trim().split("\n")) JSON.parse(l);'
	has out '"rule":"link","address":"menu foot","line":5'
}
rule "decks, fronts, menus, embeds and files are looked at, by line" fields

promise() {
	paper p
	"$stet" show p settings >s.md
	sed -i '/^timezone:/a security: [safe@gazette.example]\nsecurity_until: 2020-01-01' s.md
	code 0 "$stet" publish p s.md
	code 5 "$stet" check p
	has out ': security: security_until is over'
}
rule "a promise that is over is an error" promise

# A place elsewhere: writes down who asks what, and when.
cat >"$work/away.mjs" <<'S'
import http from 'node:http';
http.createServer((ask, answer) => {
	console.log(Date.now(), ask.method, ask.url);
	const status = { '/gone': 404, '/over': 410, '/busy': 503, '/members': 403, '/get': ask.method === 'HEAD' ? 405 : 200 }[ask.url];
	if (ask.url === '/moved')
		answer.writeHead(301, { location: '/there' }).end();
	else if (ask.url === '/loop')
		answer.writeHead(302, { location: '/loop' }).end();
	else if (ask.url === '/inside')
		answer.writeHead(302, { location: `http://127.0.0.2:${ask.socket.localPort}/secret` }).end();
	else if (ask.url === '/endless' && ask.method === 'GET')
		answer.writeHead(200).end('x'.repeat(1 << 20));
	else
		answer.writeHead(ask.url === '/endless' ? 400 : status ?? 200).end('here');
}).listen(0, '0.0.0.0', function () { console.log('port', this.address().port); });
S
node "$work/away.mjs" >"$work/away.log" &
echo $! >>"$work/pids"
for _ in $(seq 200); do
	port=$(sed -n 's/^port //p' "$work/away.log")
	[ -z "$port" ] || break
	sleep 0.05
done

outside() {
	paper p
	away=http://127.0.0.1:$port
	{
		printf -- '---\nheadline: Links\nslug: links\ndeck: D.\ndate: 2026-11-04\n---\n'
		for l in there gone over busy members get moved loop inside endless; do printf '[%s](%s/%s#part)\n\n' $l "$away" $l; done
		printf '[there](%s/there) [name](http://nowhere.invalid/)\n' "$away"
	} >a.md
	code 0 "$stet" publish p a.md
	code 0 "$stet" check p
	[ ! -s out ] && [ "$(grep -c HEAD away.log)" = 0 ]
	# By itself nobody is asked whom only we can reach.
	code 5 "$stet" check p --outside
	has out "warning: /2026/11/04/links/:$(at /2026/11/04/links/ "/there#"): outside: $away/there: its address is none that anybody can reach"
	has out "error: /2026/11/04/links/:$(at /2026/11/04/links/ nowhere): outside: http://nowhere.invalid/: "
	[ "$(grep -c HEAD away.log)" = 0 ]
	code 5 "$stet" check p --outside --feeds-from 127.0.0.1
	has out "error: /2026/11/04/links/:$(at /2026/11/04/links/ "/gone#"): outside: $away/gone: answered 404"
	has out "error: /2026/11/04/links/:$(at /2026/11/04/links/ "/over#"): outside: $away/over: answered 410"
	has out "warning: /2026/11/04/links/:$(at /2026/11/04/links/ "/busy#"): outside: $away/busy: answered 503"
	has out "warning: /2026/11/04/links/:$(at /2026/11/04/links/ "/members#"): outside: $away/members: answered 403"
	has out "outside: $away/loop: it redirects without end"
	has out "outside: $away/inside: its address is none"
	for l in there get moved endless; do hasnt out "$away/$l:"; done
	hasnt away.log secret
	hasnt away.log '#part'
	[ "$(grep -c ' HEAD /there$' away.log)" = 2 ] # itself, and what moved there
	[ "$(grep -c ' GET /there$' away.log)" = 0 ]
	# No two asks of a host within a second (but where one leads on): nine pauses. The place elsewhere may be late to look
	# at its clock, so the whole is measured, and generously.
	awk '$2 ~ /HEAD|GET/ { if (!first) first = $1; last = $1 } END { exit !(last - first > 6000) }' away.log
}
rule "what leads out of the paper is asked for on wish, politely" outside

exit $bad
