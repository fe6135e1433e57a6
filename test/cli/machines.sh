#!/bin/bash
# What machines read: feeds in three forms, podcasts, sitemaps, robots.txt;
# each by its schema.
. "$(dirname "$0")/lib.sh"
schemas=$root/test/spec/feeds

news() {
	rm -rf p
	"$stet" init p --name "Gulls & \"Terns\" <daily>" --lang en --url https://gazette.example/ >/dev/null
	printf -- '---\nkind: topic\nname: Fog & <haze>\n---\n' >fog.md
	awk 'BEGIN { printf "RIFF%c%c%c%cWAVEfmt %c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%cdata%c%c%c%c", 44,0,0,0, 16,0,0,0, 1,0,1,0, 64,31,0,0, 64,31,0,0, 1,0,8,0, 8,0,0,0; for (i = 0; i < 8; i++) printf "%c", 64 + i }' >horn.wav
	printf -- '---\nkind: person\nname: Nell Sorrow\n---\n' >nell.md
	printf -- '---\nkind: audio\nheadline: The horn\nfile: horn.wav\nduration: 1:05\n---\nForty seconds.\n' >horn.md
	printf -- '---\nheadline: It came & "went" <twice>\nbyline: Nell Sorrow\ntopics: [Fog & <haze>]\ndate: 2026-03-04\n---\nIt **came** & [went](/about/).\n' >went.md
	printf -- '---\nheadline: Old gale\ndate: 1998-11-02\n---\nIt blew.\n' >gale.md
	printf -- '---\nheadline: Gone\n---\nIt never was.\n' >gone.md
	printf -- '---\nkind: page\nheadline: About us\nslug: about\n---\nWe are.\n' >about.md
	code 0 "$stet" publish p fog.md nell.md horn.md went.md gale.md gone.md about.md
	code 0 "$stet" retract p "$(sed -n 's/^address: //p' gone.md)" --reason "It <never> was & will not be."
	serve p
	for f in feed.xml rss.xml feed.json sitemap.xml sitemap-news.xml sitemap-pages.xml sitemap-1998-11.xml robots.txt; do
		code 0 curl -sf -D "$f.head" -o "$f" "$url/$f"
	done
	code 0 curl -sf -o topic.json "$url/topic/fog-haze/feed.json"
	code 0 curl -sf -o topic.xml "$url/topic/fog-haze/rss.xml"
	code 0 curl -sf -o corrections.json "$url/corrections/feed.json"
	code 22 curl -sf "$url/sitemap-1997-11.xml"
	code 22 curl -sf "$url/sitemap-1998-13.xml"
	stop
}
rule "every feed and sitemap is there" news

atom() {
	has feed.xml.head "application/atom+xml"
	jing -c "$schemas/atom.rnc" feed.xml 2>/dev/null
	has feed.xml "<at:comment xml:lang=\"en\">It &lt;never&gt; was &amp; will not be.</at:comment>"
	has feed.xml 'rel="enclosure"'
	has feed.xml '<title>It came &amp; &quot;went&quot; &lt;twice&gt;</title>'
}
rule "Atom is valid by RFC 4287's schema, with what was taken down" atom

rss() {
	has rss.xml.head "application/rss+xml"
	xmllint --noout rss.xml topic.xml
	has rss.xml "<pubDate>Wed, 04 Mar 2026 00:00:00 GMT</pubDate>"
	[ "$(xmllint --xpath 'count(//item)' rss.xml)" = 3 ]
	[ "$(xmllint --xpath 'count(//item)' topic.xml)" = 1 ]
	[ "$(xmllint --xpath 'string(//enclosure/@type)' rss.xml)" = audio/wav ]
	[ "$(xmllint --xpath 'string(//enclosure/@length)' rss.xml)" = 52 ]
	[ "$(xmllint --xpath 'string(//*[local-name()="duration"])' rss.xml)" = 65 ]
	[ "$(xmllint --xpath 'string(//item[2]/category)' rss.xml)" = 'Fog & <haze>' ]
	xmllint --xpath 'string(//item[2]/*[local-name()="encoded"])' rss.xml >encoded
	has encoded '<strong>came</strong> &amp; <a href="https://gazette.example/about/">went</a>'
	hasnt topic.xml itunes
}
rule "RSS has whole texts, whole addresses, and recordings as a podcast's" rss

json() {
	has feed.json.head "application/feed+json"
	for f in feed.json topic.json corrections.json; do
		code 0 node "$root/test/cli/json_schema.mjs" "$schemas/schema-v1.1.json" $f
	done
	node -e '
		const f = JSON.parse(require("fs").readFileSync("feed.json"));
		const assert = require("assert");
		assert.equal(f.title, `Gulls & "Terns" <daily>`);
		assert.equal(f.items.length, 3);
		assert.deepEqual(f.items[1].tags, ["Fog & <haze>"]);
		assert.equal(f.items[0].attachments[0].duration_in_seconds, 65);
		assert.equal(f._deleted.entries[0].reason, "It <never> was & will not be.");
		assert.match(f.items[1].content_html, /^<p>It <strong>came<.strong> &amp; /);'
}
rule "JSON Feed is valid by its schema" json

sitemaps() {
	xmllint --noout --schema "$schemas/sitemap.xsd" sitemap-pages.xml sitemap-1998-11.xml 2>&1
	xmllint --noout --schema "$schemas/news-sitemap.xsd" sitemap-news.xml 2>&1
	has sitemap.xml "<loc>https://gazette.example/sitemap-1998-11.xml</loc>"
	has sitemap-1998-11.xml "<loc>https://gazette.example/1998/11/02/old-gale/</loc>"
	has sitemap-pages.xml "<loc>https://gazette.example/about/</loc>"
	has sitemap-pages.xml "<loc>https://gazette.example/topic/fog-haze/</loc>"
	has sitemap-news.xml "<news:name>Gulls &amp; &quot;Terns&quot; &lt;daily&gt;</news:name>"
	hasnt sitemap-news.xml old-gale
	has robots.txt "Sitemap: https://gazette.example/sitemap.xml"
}
rule "sitemaps are valid by their schemas, a file for each month" sitemaps

exit $bad
