#!/bin/bash
# A paper that was made with Ghost, taken over from its export.
. "$(dirname "$0")/lib.sh"

# old [CHANGE] -- the export, its pictures and redirects, in old/
old() {
	rm -rf old
	mkdir -p old/content/images/2026/11
	node "$root/test/cli/ghost.mjs" "${1-}" >old/gull.json
	# 1 by 1 pixel
	base64 -d >old/content/images/2026/11/kettle.png <<-P
		iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=
	P
	cat >old/redirects.json <<-'R'
		[{"from": "^\\/old-fog\\/?$", "to": "/fog/", "permanent": true},
		 {"from": "/shop", "to": "https://shop.example/"},
		 {"from": "^\\/(.*)\\/amp$", "to": "/$1/"}]
	R
}
# status PATH -- what the server answers, and where it leads
status() { curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$url$1"; }
leads() {
	local got
	got=$(status "$1")
	[ "$got" = "$2" ] || { say "$1: $got, not $2"; return 1; }
}

comes() {
	old
	paper p
	code 0 "$stet" import p old/gull.json
	has out "came      posts/kettle -> /kettle/"
	has out "block 4: the card \`tide-table\` is not known; its text is kept"
	has out "the picture /content/images/2026/11/gone.png is not among the files"
	has out "its own code (codeinjection_head, 24 bytes) is left out"
	has out "its Lexical text can't be read"
	has out "draft     posts/inner"
	has out "future    posts/later"
	has out "draft     posts/overdue"
	has out "draft     posts/unfinished"
	has out "draft     posts/letter"
	has out "left out  tags/hash-import"
	has out "left out  users/nobody"
	has out "the redirect from ^\\/(.*)\\/amp\$ to /\$1/ is a pattern and is not taken"
	has out "1 members are left alone"
	code 0 "$stet" show p /kettle/
	has out "headline: 'A kettle: on the quay'"
	has out "deck: It was \"hot\"."
	has out "  - Ines Calado"
	has out "  - Harbour"
	has out "  - '#import'"
	has out "  alt: A kettle"
	has out "search: Kettle!"
	has out "og_description: Seen"
	has out "date: 2026-11-06T10:30:00+00:00"
	has out '**Bold** and [fog](/fog/).'
	has out "High water"
	has out "At six"
	code 0 "$stet" show p /fog/
	has out "canonical: https://elsewhere.example/fog"
	has out "*Thick* as wool."
	code 0 "$stet" show p /broken/
	has out "As it **was**."
	code 0 "$stet" drafts p
	has out "Title of inner"
	code 0 "$stet" record verify p
}
rule "an export comes over, and the report names what does not" comes

addresses() {
	serve p
	for path in /kettle/ /fog/ /about/ /broken/; do
		leads "$path" "200 "
	done
	for path in /inner/ /later/ /overdue/ /unfinished/ /letter/; do
		leads "$path" "404 "
	done
	leads /tag/harbour/ "301 $url/topic/harbour/"
	leads /tag/harbour/rss/ "301 $url/topic/harbour/"
	leads /author/ines/ "301 $url/person/ines/"
	leads /rss/ "301 $url/rss.xml"
	leads /old-fog/ "301 $url/fog/"
	leads /shop "301 https://shop.example/"
	code 0 curl -s "$url/kettle/"
	has out 'Ines Calado'
	has out 'alt="The kettle"'
	hasnt out "gone.png"
	stop
}
rule "every old address is alive, and nothing that was not public is" addresses

private() {
	for words in private.example hash-of-a-password "A Reader" secret-uuid; do
		! grep -rqF "$words" p || { say "$words is in p"; return 1; }
	done
	hasnt <("$stet" show p /kettle/) private.example
}
rule "no member, password or address for mail is in the paper" private

again() {
	code 0 "$stet" import p old/gull.json --quiet
	has out "15 same"
	hasnt out " came"
	old change
	code 0 "$stet" import p old/gull.json
	has out "updated   posts/fog -> /fog/"
	hasnt out "updated   posts/kettle"
	old gone
	code 0 "$stet" import p old/gull.json
	has out "gone      posts/"
	serve p
	leads /fog/ "200 "
	stop
}
rule "a second run takes only what changed and keeps what is gone" again

both() {
	old
	paper q
	code 0 "$stet" import q old/gull.json --quiet
	"$stet" show q /fog/ >fog.md
	sed -i 's/as wool/as soup/' fog.md
	code 0 "$stet" publish q fog.md
	old change
	code 4 "$stet" import q old/gull.json
	has out "changed on both sides posts/fog"
	code 0 "$stet" show q /fog/
	has out "as soup"
}
rule "what was changed on both sides is reported and left" both

options() {
	old
	paper r
	mv old/content media
	mv old/redirects.json moved.json
	code 0 "$stet" import r old/gull.json --media media --redirects moved.json \
		--include-members --permalink '/:year/:month/:slug/' --base-url https://gull.example/
	has out "came      posts/inner -> /2026/11/inner/"
	has out "came      posts/about -> /about/"
	has out "1 pictures taken"
	code 0 "$stet" show r /2026/11/inner/
	has out "visibility: members"
	rm -rf media
}
rule "members' texts, other addresses, pictures and redirects elsewhere" options

fetched() {
	old
	paper t
	mv old/content was
	cat >files.mjs <<-'S'
		import fs from 'node:fs';
		import http from 'node:http';
		http.createServer((ask, answer) => {
			console.log(ask.url);
			const file = 'was' + ask.url.replace('/content', '');
			if (fs.existsSync(file))
				answer.end(fs.readFileSync(file));
			else
				answer.writeHead(404).end();
		}).listen(0, '127.0.0.1', function () { console.log('port', this.address().port); });
	S
	: >files.log
	node files.mjs >>files.log 2>&1 &
	echo $! >>"$work/pids"
	for _ in $(seq 200); do
		port=$(sed -n 's/^port //p' files.log)
		[ -z "$port" ] || break
		sleep 0.05
	done
	code 5 "$stet" import t old/gull.json --fetch-media
	has err "--fetch-media needs --base-url"
	code 0 "$stet" import t old/gull.json --media got --fetch-media --media-from "http://127.0.0.1:$port"
	has out "1 pictures taken"
	has out "1 files were fetched from the old site into got"
	has out "/content/images/2026/11/gone.png could not be fetched: its server answers 404"
	cmp got/content/images/2026/11/kettle.png was/images/2026/11/kettle.png
	[ "$(grep -c gone.png files.log)" = 1 ]
	# Not from where not anybody may go, unless the user names that host.
	paper u
	rm -rf got
	code 0 "$stet" import u old/gull.json --media got --fetch-media --base-url "http://127.0.0.1:$port"
	has out "its address is none that anybody can reach"
	# What lies here is not asked for again.
	rm -rf got
	mkdir got
	cp -r was got/content
	wc -l <files.log >before
	paper v
	code 0 "$stet" import v old/gull.json --media got --fetch-media --media-from "http://127.0.0.1:$port"
	has out "1 pictures taken"
	! tail -n +"$(($(cat before) + 1))" files.log | grep kettle
}
rule "pictures that are missing are fetched from the old host, once" fetched

broken() {
	old
	paper s
	printf '{"db":[{"data":{"posts":[' >cut.json
	code 5 "$stet" import s cut.json
	has err "cut.json:1: it can't be read as JSON"
	printf '{"db":[{"data":{"tags":[]}}]}' >none.json
	code 5 "$stet" import s none.json
	has err "no export of Ghost's: it has no posts"
	printf '{"db":[{"data":{"posts":[{"id":"1","slug":"x","title":"X","status":"published","published_at":"0000-00-00 00:00:00","html":"<p>y"},7,{"id":"2","slug":"../z","status":"published","html":"z"}]}}]}' >odd.json
	code 5 "$stet" import s odd.json
	has out "unclear   posts/x"
	has out "came      posts/../z"
	serve s
	leads /../z/ "404 "
	stop
}
rule "a broken export is refused with its line, an odd date or name named" broken

exit $bad
