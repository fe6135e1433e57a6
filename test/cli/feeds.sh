#!/bin/bash
# A site whose maker gave no export, taken over from its feed.
. "$(dirname "$0")/lib.sh"

# A server of feeds: what stands in feeds/, as that file's bytes.
cat >"$work/server.mjs" <<'S'
import fs from 'node:fs';
import http from 'node:http';
http.createServer((ask, answer) => {
	console.log(ask.url);
	const file = `feeds${ask.url.replace('?', '_')}`;
	if (ask.url === '/away')
		answer.writeHead(302, { location: `http://127.0.0.2:${ask.socket.localPort}/atom` }).end();
	else if (ask.url === '/endless')
		answer.end('<rss><channel>' + ' '.repeat(65 << 20));
	else if (fs.existsSync(file))
		answer.end(fs.readFileSync(file, 'utf8').replaceAll('HERE', `http://${ask.headers.host}`));
	else
		answer.writeHead(404).end();
}).listen(0, '127.0.0.1', function () { console.log('port', this.address().port); });
S
mkdir "$work/feeds"
(cd "$work" && exec node server.mjs) >"$work/log" &
echo $! >>"$work/pids"
for _ in $(seq 200); do
	port=$(sed -n 's/^port //p' "$work/log")
	[ -z "$port" ] || break
	sleep 0.05
done
at=http://127.0.0.1:$port

# atom N REST -- a feed of one entry, with REST in its head
atom() {
	cat <<-X
		<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Old Gull</title>
		<link href="HERE/"/>$2
		<entry><id>urn:gull:$1</id><title>Entry $1</title><link href="HERE/2026/entry-$1/"/>
		<published>2026-11-0$1T10:00:00Z</published><updated>2026-11-20T10:00:00Z</updated>
		<author><name>Ines Calado</name></author><category term="h" label="Harbour"/>
		<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words <b>$1</b> &amp; more.<br/>Next.</p></div></content>
		</entry></feed>
	X
}
rss() {
	cat <<-'X'
		<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
		xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
		<channel><title>Gull</title><link>https://gull.example/</link><language>en-us</language>
		<item><title>Fog &amp;amp; rain</title><link>https://gull.example/2026/fog/</link><guid isPermaLink="true">https://gull.example/?p=7</guid>
		<dc:creator>Oda Finch</dc:creator><category>Weather</category><category><![CDATA[Sea & land]]></category>
		<pubDate>Tue, 24 Nov 2026 12:00:00 GMT</pubDate><description>Thick.</description>
		<content:encoded><![CDATA[<p>It came <i>at six</i>.</p>

		<script>x()</script><p><img src="https://gull.example/img/kettle.png" alt="A kettle"></p>]]></content:encoded></item>
		<item><title>Only a summary</title><link>https://gull.example/?p=8</link>
		<pubDate>Mon, 23 Nov 2026 12:00:00 GMT</pubDate><description>Short &lt;b&gt;words&lt;/b&gt;.</description></item>
		<item><title>A horn</title><link>https://gull.example/horn/</link><guid isPermaLink="false">horn</guid>
		<enclosure url="https://cast.example/horn.mp3" type="audio/mpeg" length="9"/><itunes:duration>1:02</itunes:duration>
		<pubDate>Sun, 22 Nov 2026 12:00:00 GMT</pubDate><description>Listen.</description></item>
		<item><title>Odd date</title><link>https://gull.example/odd/</link><pubDate>0000-00-00</pubDate></item>
		<item><title>Elsewhere</title><link>https://other.example/e/</link><pubDate>Sat, 21 Nov 2026 12:00:00 GMT</pubDate><description>There.</description></item>
		</channel></rss>
	X
}

file() {
	paper p
	rss >rss.xml
	mkdir -p files/img
	base64 -d >files/img/kettle.png <<-P
		iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=
	P
	code 5 "$stet" import p rss.xml --media files
	has out "came      https://gull.example/2026/fog/ -> /2026/fog/"
	has out "a script was left out"
	has out "unclear   https://gull.example/odd/"
	has out "the feed has no more of it than a summary"
	has out "the recording https://cast.example/horn.mp3 stays where it is"
	has out "it stands on another host"
	has out "1 pictures taken"
	code 0 "$stet" show p /2026/fog/
	has out "headline: Fog & rain"
	has out "summary: Thick."
	has out "  - Oda Finch"
	has out "  - Sea & land"
	has out "date: 2026-11-24T12:00:00+00:00"
	has out "  - /?p=7"
	has out "It came *at six*."
	has out '![A kettle](/img/kettle.png)'
	code 0 "$stet" show p /horn/
	has out "kind: audio"
	has out "embed: https://cast.example/horn.mp3"
	serve p
	[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/?p=8")" = 301 ]
	[ "$(curl -s -o /dev/null -w '%{redirect_url}' "$url/?p=7")" = "$url/2026/fog/" ]
	stop
	code 0 "$stet" import p rss.xml --media files
	has out "5 same"
	sed -i 's/at six/at seven/' rss.xml
	code 0 "$stet" import p rss.xml --media files
	has out "1 updated"
	has out "4 same"
}
rule "a feed's file comes over, again only what changed, each loss named" file

pages() {
	paper p
	atom 3 '<link rel="next" href="/atom?2"/>' >feeds/atom
	atom 2 '<link rel="next" href="HERE/atom?3"/>' >feeds/atom_2
	atom 1 '<link rel="next" href="/atom"/>' >feeds/atom_3
	code 5 "$stet" import p "$at/atom"
	has err "its address is none that anybody can reach"
	code 0 "$stet" import p "$at/atom" --feeds-from 127.0.0.1
	has out "3 came"
	code 0 "$stet" show p /2026/entry-1/
	has out "Words **1** &amp; more."
	has out "  - Ines Calado"
	has out "  - Harbour"
	code 0 "$stet" import p "$at/atom" --feeds-from 127.0.0.1
	has out "3 same"
	code 0 "$stet" record verify p
}
rule "an address with its older pages comes over, none that is private" pages

history() {
	paper p
	atom 2 '<link rel="prev-archive" href="/old?1"/>' >feeds/new
	atom 1 '<link rel="prev-archive" href="https://other.example/old"/>' >feeds/old_1
	code 0 "$stet" import p "$at/new" --feeds-from 127.0.0.1
	has out "2 came"
	has out "the page https://other.example/old is not asked for: it is another host's"
	atom 2 '<link rel="next" href="/lost"/>' >feeds/new
	code 0 "$stet" import p "$at/new" --feeds-from 127.0.0.1
	has out "/lost: its server answered 404; its items, and older ones, are missing"
	printf '{"version":"https://jsonfeed.org/version/1.1","title":"G","home_page_url":"HERE/","next_url":"HERE/json?2","items":[{"id":1,"url":"HERE/j1/","title":"1 < 2","content_text":"a & b\\n\\nc","tags":["Sea"],"authors":[{"name":"Oda Finch"}],"date_published":"2026-11-25T12:00:00Z"}]}' >feeds/json
	printf '{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{"id":2,"url":"HERE/j2/","content_html":"<p>Words alone","date_published":"2026-11-24T12:00:00Z"}]}' >feeds/json_2
	code 0 "$stet" import p "$at/json" --feeds-from 127.0.0.1
	has out "it has no title; it is called \`Words alone\`"
	code 0 "$stet" show p /j1/
	has out "headline: '1 < 2'"
	has out "a &amp; b"
}
rule "archived pages and JSON Feed are followed, and what is missing is named" history

lies() {
	paper p
	printf '<?xml version="1.0" encoding="UTF-8"?>\n<rss><channel><title>G</title><link>https://gull.example/</link>\n<item><title>Caf\xe9 \x93caf\xc3\xa9\x94</title><link>https://gull.example/a/</link><pubDate>2026-11-24</pubDate><description>x</description></item></channel></rss>' >lie.xml
	code 0 "$stet" import p lie.xml
	has out "lie.xml: line 3: it says that it is in UTF-8 and is not; what is not UTF-8 is read as windows-1252"
	code 0 "$stet" show p /a/
	has out 'Café “café”'
	printf '<?xml version="1.0" encoding="ISO-8859-1"?>\n<rss><channel><title>G</title><link>https://gull.example/</link>\n<item><title>Th\xc3\xa9</title><link>https://gull.example/b/</link><pubDate>2026-11-24</pubDate><description>x\x0b</description></item>\n<item><title>cut' >cut.xml
	code 0 "$stet" import p cut.xml
	has out "it says that it is in ISO-8859-1 and is in UTF-8"
	has out "line 3: it has control characters"
	has out "cut.xml: line 4: no element found; what stands behind is not taken"
	code 0 "$stet" show p /b/
	has out "Thé"
	printf '<?xml version="1.0" encoding="windows-1251"?><rss><channel><title>G</title><link>https://gull.example/</link><item><title>\xca\xee\xf2</title><link>https://gull.example/c/</link><pubDate>2026-11-24</pubDate><description>x</description></item></channel></rss>' >kot.xml
	code 0 "$stet" import p kot.xml
	code 0 "$stet" show p /c/
	has out "Кот"
}
rule "a feed that lies about its encoding, or breaks off, is named and taken" lies

hostile() {
	paper p
	printf '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>' >bomb.xml
	code 5 "$stet" import p bomb.xml
	has err "declares entities"
	printf '<html><body><rss' >page.html
	code 5 "$stet" import p page.html
	has err "neither RSS"
	code 5 "$stet" import p "$at/away" --feeds-from 127.0.0.1
	has err "its address is none that anybody can reach"
	code 5 "$stet" import p "$at/endless" --feeds-from 127.0.0.1
	code 3 "$stet" import p "$at/nowhere" --feeds-from 127.0.0.1
	has err "answered 404"
	echo nothing >nothing.txt
	code 3 "$stet" import p nothing.txt
	has err "nothing that stet can take over"
}
rule "entities, other things, private and endless addresses are refused" hostile

exit $bad
