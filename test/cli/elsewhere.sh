#!/bin/bash
# The latest of another place's feed: fetched by a process that can't get at
# anything, shown without asking anybody, kept when it fails.
. "$(dirname "$0")/lib.sh"

# news DIR -- a paper with one story
news() {
	paper "$1"
	printf -- '---\nheadline: Fog\n---\nIt came at six.\n' >fog.md
	"$stet" publish "$1" fog.md
}

# A server of feeds: /feed, /big, /slow, /garbage, /away (to 127.0.0.2), /loop.
cat >"$work/feeds.mjs" <<'S'
import http from 'node:http';
const feed = (n) => `<rss version="2.0"><channel><title>Gulls</title>${
	Array.from({ length: n }, (_, i) => `<item><title>Gull ${i} &lt;script&gt;x&lt;/script&gt;</title>
	<link>https://gulls.example/${i}</link></item>`).join('')}</channel></rss>`;
http.createServer((ask, answer) => {
	console.log(ask.url, ask.headers['if-none-match'] ?? '-');
	if (ask.url === '/feed' && ask.headers['if-none-match'] === '"one"')
		answer.writeHead(304).end();
	else if (ask.url === '/feed')
		answer.writeHead(200, { etag: '"one"' }).end(feed(3));
	else if (ask.url === '/big')
		answer.end(feed(1) + ' '.repeat(3 << 20));
	else if (ask.url === '/slow')
		answer.write('<rss>');
	else if (ask.url === '/garbage')
		answer.end('<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>');
	else if (ask.url === '/away')
		answer.writeHead(302, { location: `http://127.0.0.2:${ask.socket.localPort}/feed` }).end();
	else if (ask.url === '/loop')
		answer.writeHead(302, { location: '/loop' }).end();
	else
		answer.writeHead(404).end();
}).listen(0, '0.0.0.0', function () { console.log('port', this.address().port); });
S
node "$work/feeds.mjs" >"$work/feeds.log" &
echo $! >>"$work/pids"
for _ in $(seq 200); do
	port=$(sed -n 's/^port //p' "$work/feeds.log")
	[ -z "$port" ] || break
	sleep 0.05
done
at=http://127.0.0.1:$port

front() {
	printf -- '---\nkind: front\nslots:\n' >front.md
	for feed; do
		printf '  - {weight: rail, module: elsewhere, feed: "%s"}\n' "$feed" >>front.md
	done
	echo --- >>front.md
}

comes() {
	news p
	front "$at/feed"
	code 0 "$stet" publish p front.md
	code 0 "$stet" feeds fetch p --feeds-from 127.0.0.1
	has out "3 items"
	code 0 "$stet" feeds fetch p --feeds-from 127.0.0.1
	has feeds.log '/feed "one"'
	code 0 "$stet" reindex p
	serve p
	code 0 curl -s "$url/"
	has out '<a href="https://gulls.example/2">Gull 2</a>'
	hasnt out "127.0.0.1:$port"
	hasnt out "<script>x"
	stop
	code 0 "$stet" record verify p
}
rule "the latest of a feed stands on the front, as plain text, and is kept" comes

by_itself() {
	news p
	front "$at/feed"
	code 0 "$stet" publish p front.md
	serve p --feeds-from 127.0.0.1
	for _ in $(seq 200); do
		curl -s "$url/" >page
		! grep -q 'Gull 1' page || break
		sleep 0.1
	done
	has page "Gull 1"
	stop
}
rule "the server asks for it by itself, and the open front is made anew" by_itself

inside() {
	news p
	front "$at/feed" "$at/away" "http://localhost:$port/feed" "http://[::1]:$port/feed" "http://0x7f000001:$port/feed"
	code 0 "$stet" publish p front.md
	: >feeds.log
	code 1 "$stet" feeds fetch p
	has err "5 of 5 feeds did not come"
	has out "its address is none that anybody can reach"
	[ ! -s feeds.log ] || { cat feeds.log; return 1; }
	code 1 "$stet" feeds fetch p --feeds-from 127.0.0.1
	code 0 "$stet" feeds p
	grep -A1 -F "$at/away" out | grep -q "none that anybody can reach"
}
rule "no name and no redirect leads to what only this house can reach" inside

bad() {
	news p
	front "$at/feed" "$at/big" "$at/slow" "$at/garbage" "$at/loop" "$at/none" "https://nowhere.invalid/feed"
	code 0 "$stet" publish p front.md
	code 1 "$stet" feeds fetch p --feeds-from 127.0.0.1
	has err "6 of 7 feeds did not come"
	has out "larger than it may be"
	has out "declares entities"
	has out "redirects without end"
	has out "answered 404"
	has out "3 items"
	code 0 "$stet" feeds p --json
	has out '"failures":1'
}
rule "what is too large, too slow or no feed is told, and the others come" bad

by_hand() {
	news p
	front https://gulls.example/feed.json
	code 0 "$stet" publish p front.md
	echo '{"title":"Gulls","items":[{"url":"https://gulls.example/9","title":"Nine"}]}' >feed.json
	code 0 "$stet" feeds take p https://gulls.example/feed.json <feed.json
	code 3 "$stet" feeds take p https://gulls.example/other <feed.json
	has err "no front shows the feed"
	echo nothing >feed.json
	code 5 "$stet" feeds take p https://gulls.example/feed.json <feed.json
	code 0 "$stet" feeds p
	has out '1 items of "Gulls"'
	printf -- '---\nkind: front\nslots:\n  - {weight: rail, module: elsewhere, feed: file:///etc/passwd}\n---\n' >bad.md
	code 5 "$stet" publish p bad.md
	has err 'bad.md:4: `feed` has to be the address of a feed'
}
rule "a feed may be given by hand; what is none leaves the one that is there" by_hand

beside() {
	news p
	printf -- '---\nkind: topic\nname: Fog\n---\n' >t.md
	printf -- '---\nkind: event\nheadline: The gale\nslug: gale\nstarts: 2026-11-01\ndate: 2026-11-01\n---\nIt blew.\n' >e.md
	code 0 "$stet" publish p t.md e.md
	serve p
	code 0 curl -s "$url/2026/11/01/gale/"
	hasnt out "Throw a line"
	for of in 'topic: Fog' 'event: gale'; do
		printf -- '---\nkind: front\n%s\nslots:\n  - {weight: rail, module: support, title: Keep us, link: /x/, label: Throw a line}\n---\n' "$of" >"f-${of%%:*}.md"
	done
	code 0 "$stet" publish p f-topic.md f-event.md
	code 0 curl -s "$url/2026/11/01/gale/"
	has out "Throw a line"
	code 0 curl -s "$url/topic/fog/"
	has out "Throw a line"
	code 0 "$stet" reindex p
	code 0 curl -s "$url/2026/11/01/gale/"
	has out "Throw a line"
	stop
	printf -- '---\nkind: front\nevent: gael\nslots:\n  - {weight: rail, module: events}\n---\n' >bad.md
	code 5 "$stet" publish p bad.md
	has err 'bad.md:3: there is no event "gael"'
}
rule "modules stand on a topic's first page and beside an event too" beside

exit $bad
