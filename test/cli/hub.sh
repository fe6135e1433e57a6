#!/bin/bash
# WebSub: feeds name their hub, and it is told when they are new, by a process
# that can get at nothing, in the background, again if it was away.
. "$(dirname "$0")/lib.sh"

# A hub: writes down what it is told; "down" in its folder: answers 503.
cat >"$work/hub.mjs" <<'S'
import http from 'node:http';
import { existsSync } from 'node:fs';
http.createServer((ask, answer) => {
	let body = '';
	ask.on('data', (d) => { body += d; });
	ask.on('end', () => {
		const status = existsSync('down') ? 503 : ask.url === '/no' ? 400 : ask.url === '/away' ? 302 : 202;
		console.log(status, ask.method, ask.url, ask.headers['content-type'], body);
		answer.writeHead(status, { location: '/hub' }).end();
	});
}).listen(0, '127.0.0.1', function () { console.log('port', this.address().port); });
S
: >"$work/hub.log"
(cd "$work" && exec node hub.mjs) >>"$work/hub.log" &
echo $! >>"$work/pids"
for _ in $(seq 200); do
	port=$(sed -n 's/^port //p' "$work/hub.log")
	[ -z "$port" ] || break
	sleep 0.05
done
hub=http://127.0.0.1:$port/hub

# paper_with_hub DIR HUB
paper_with_hub() {
	rm -rf "$1"
	"$stet" init "$1" --name "Saltreach Gazette" --lang en --url https://gazette.example/ >/dev/null
	speaks "$1" "en, fa"
	sed -i "/^url:/a hub: $2" s.md
	printf -- '---\nkind: section\nname: Harbour\n---\n' >harbour.md
	code 0 "$stet" publish "$1" s.md harbour.md
}
# logged TEXT FILE -- it comes to stand there
logged() {
	for _ in $(seq 600); do
		! grep -qF -- "$1" "$2" || return 0
		sleep 0.05
	done
	has "$2" "$1"
}
told='hub.mode=publish&hub.url=https%3A%2F%2Fgazette.example%2F'

names() {
	paper_with_hub p "$hub"
	printf -- '---\nheadline: Fog\nsection: Harbour\n---\nIt came.\n' >fog.md
	code 0 "$stet" publish p fog.md
	serve p
	for f in feed.xml rss.xml feed.json section/harbour/feed.xml; do
		code 0 curl -sf -D head -o body "$url/$f"
		has head "Link: <$hub>; rel=\"hub\", <https://gazette.example/$f>; rel=\"self\""
		has body "$hub"
	done
	code 0 curl -sf -o feed.xml "$url/feed.xml"
	jing -c "$root/test/spec/feeds/atom.rnc" feed.xml 2>/dev/null
	code 0 curl -sf -o feed.json "$url/feed.json"
	code 0 node "$root/test/cli/json_schema.mjs" "$root/test/spec/feeds/schema-v1.1.json" feed.json
	[ "$(node -p 'JSON.parse(require("fs").readFileSync("feed.json")).hubs[0].type')" = WebSub ]
	stop
}
rule "feeds name the hub, in themselves and in their header" names

telling() {
	serve p --feeds-from 127.0.0.1
	# What was there before the hub is no news.
	sleep 1.5
	hasnt hub.log POST
	printf -- '---\nheadline: Tide\nsection: Harbour\n---\nIt rose.\n' >tide.md
	code 0 "$stet" publish p tide.md
	logged "202 POST /hub application/x-www-form-urlencoded ${told}section%2Fharbour%2Ffeed.xml&hub.topic=" hub.log
	logged "${told}feed.xml&" hub.log
	logged "${told}feed.json&" hub.log
	hasnt hub.log "%2Ffa%2F"
	logged refused=0 "$work/serve.err"
	n=$(grep -c POST hub.log)
	sleep 2
	[ "$(grep -c POST hub.log)" = "$n" ]
	stop
}
rule "it is told of each feed that is new, once" telling

away() {
	serve p --feeds-from 127.0.0.1
	touch "$work/down"
	printf -- '---\nheadline: Gale\n---\nIt blew.\n' >gale.md
	code 0 "$stet" publish p gale.md
	logged "503 POST /hub" hub.log
	logged "its server answered 503" "$work/serve.err"
	stop
	rm "$work/down"
	: >"$work/hub.log"
	serve p --feeds-from 127.0.0.1
	logged "202 POST /hub application/x-www-form-urlencoded ${told}feed.xml&" hub.log
	stop
}
rule "one that was away is told later, whatever was restarted" away

never() {
	paper_with_hub q "$hub"
	: >"$work/hub.log"
	serve q
	sleep 1.5
	printf -- '---\nheadline: Fog\n---\nIt came.\n' >fog.md
	code 0 "$stet" publish q fog.md
	logged "its address is none that anybody can reach" "$work/serve.err"
	hasnt hub.log POST
	stop
	# What it refuses, or answers by leading elsewhere, is not followed.
	for at in no away; do
		paper_with_hub r "http://127.0.0.1:$port/$at"
		: >"$work/hub.log"
		serve r --feeds-from 127.0.0.1
		sleep 1.5
		printf -- '---\nheadline: Fog\n---\nIt came.\n' >fog.md
		code 0 "$stet" publish r fog.md
		logged "POST /$at" hub.log
		[ $at = no ] && logged refused=3 "$work/serve.err" || logged "it leads elsewhere" "$work/serve.err"
		hasnt hub.log "/hub"
		stop
	done
}
rule "nobody is led to where only we can reach" never

exit $bad
