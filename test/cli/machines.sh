#!/bin/bash
# What machines read: feeds in three forms, podcasts, sitemaps, each by its
# schema; robots.txt, security.txt, trust.txt, the manifest, marks, oEmbed.
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

corners() {
	rm -rf q && "$stet" init q --name "Tide & Table" --lang en --url https://gazette.example/ >/dev/null
	png 192 192 mark.png
	speaks q "en, fa"
	cp s.md bare.md
	sed -i '/^url:/a email: desk@gazette.example\nsocial: [https://social.example/@tide]\ntagline: From the quay\nsecurity: [safe@gazette.example, https://gazette.example/report/]\nsecurity_until: 2030-06-01\nsecurity_key: https://gazette.example/key.txt\ntrust: ["belongto=https://league.example/", datatrainingallowed=no]' s.md
	printf -- '---\nkind: section\nname: Harbour\n---\n' >harbour.md
	printf -- '---\nkind: section\nname: Quays\nparent: Harbour\n---\n' >quays.md
	printf -- '---\nheadline: Tide & "foam" <high>\ndeck: It rose\nsection: Quays\nbyline: Nell Sorrow\npicture: mark.png\ndate: 2026-03-04\naliases: [/old/tide]\n---\nWater.\n' >tide.md
	code 0 "$stet" publish q s.md harbour.md quays.md nell.md tide.md
	serve q
	tide=https://gazette.example/2026/03/04/tide-foam-high/
	code 0 curl -sf -o fa.webmanifest "$url/fa/site.webmanifest"
	code 0 curl -sf -o tide.html "$url/2026/03/04/tide-foam-high/"
	code 0 curl -sf -o quays.html "$url/section/quays/"
	code 0 curl -sf -o nell.html "$url/person/nell-sorrow/"
	code 0 curl -sf -o month.html "$url/archive/2026/03/"
	code 0 curl -sf -o front.html "$url/"
	code 0 curl -sf "$url/.well-known/security.txt" -o security.txt
	code 0 curl -sf "$url/trust.txt" -o trust.txt
	code 0 curl -sf "$url/.well-known/trust.txt" -o known.txt
	cmp trust.txt known.txt
	code 0 curl -sf "$url/favicon.ico" -o favicon.ico
	code 0 curl -sf "$url/site.webmanifest" -o en.webmanifest
	for q in "format=json&" "format=xml&" "maxwidth=150&" "maxwidth=bad&maxheight=100&"; do
		code 0 curl -sf -o "embed-${q//[^a-z0-9]/}" "$url/oembed?${q}url=$tide"
	done
	code 0 curl -sf -o embed-old "$url/oembed?url=http://gazette.example/old/tide"
	for q in url=https://other.example/2026/03/04/tide-foam-high/ url=https://gazette.example.evil.example/ \
		url=https://gazette.example/section/quays/ url=https://gazette.example/../key url= ""; do
		[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/oembed?$q")" = 404 ]
	done
	[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/oembed?format=csv&url=$tide")" = 501 ]
	stop
}
rule "a paper's corners are there" corners

security() {
	has security.txt "Contact: mailto:safe@gazette.example"
	has security.txt "Contact: https://gazette.example/report/"
	has security.txt "Expires: 2030-06-01T00:00:00Z"
	has security.txt "Encryption: https://gazette.example/key.txt"
	has security.txt "Preferred-Languages: en, fa"
	has security.txt "Canonical: https://gazette.example/.well-known/security.txt"
	[ "$(grep -c '^Expires: ' security.txt)" = 1 ]
	printf 'belongto=https://league.example/\ndatatrainingallowed=no\nsocial=https://social.example/@tide\ncontact=desk@gazette.example\n' | cmp - trust.txt
	# Without a date, with an odd line, nothing is promised.
	sed '/^url:/a security: [safe@gazette.example]' bare.md >bad.md
	code 5 "$stet" publish q bad.md
	has err security_until
	sed '/^url:/a trust: ["belongto=league"]' bare.md >bad.md
	code 5 "$stet" publish q bad.md
	has err "belongto=https://"
	sed '/^url:/a security: ["javascript:alert(1)"]\nsecurity_until: 2030-01-01' bare.md >bad.md
	code 5 "$stet" publish q bad.md
	sed '/^url:/a hub: ftp://hub.example/' bare.md >bad.md
	code 5 "$stet" publish q bad.md
}
rule "security.txt and trust.txt say what the settings say, to a promised day" security

marks() {
	file favicon.ico | grep -q "MS Windows icon resource - 2 icons, 16x16" || { file favicon.ico; return 1; }
	node -e '
		const assert = require("assert"), read = (f) => JSON.parse(require("fs").readFileSync(f));
		const en = read("en.webmanifest"), fa = read("fa.webmanifest");
		assert.equal(en.name, "Tide & Table");
		assert.deepEqual([en.lang, en.dir, en.start_url], ["en", "ltr", "/"]);
		assert.deepEqual([fa.lang, fa.dir, fa.start_url], ["fa", "rtl", "/fa/"]);
		assert.equal(en.icons[0].type, "image/svg+xml");'
	has front.html '<link rel="manifest" href="/site.webmanifest">'
	sed '/^url:/a icon: mark.png' s.md >marked.md
	sed -i 's/^revision:.*/revision: 2/' marked.md
	code 0 "$stet" publish q marked.md
	serve q
	code 0 curl -sf -L -o favicon.png "$url/favicon.ico"
	file favicon.png | grep -q "PNG image data"
	code 0 curl -sf "$url/" -o front.html
	has front.html '<link rel="icon" type="image/png" href="/media/'
	code 0 curl -sf "$url/site.webmanifest" -o en.webmanifest
	has en.webmanifest '"type":"image/png"'
	code 0 "$stet" publish q horn.md
	code 0 curl -sf "$url/rss.xml" -o podcast.xml
	xmllint --xpath 'string(//*[local-name()="image"]/@href)' podcast.xml | grep -qx 'https://gazette.example/media/[0-9a-f]*.png'
	stop
}
rule "a mark is drawn, or the paper's own" marks

oembed() {
	has tide.html '<link rel="alternate" type="application/json+oembed" href="https://gazette.example/oembed?url=https%3A%2F%2Fgazette.example%2F2026%2F03%2F04%2Ftide-foam-high%2F&amp;format=json">'
	has tide.html 'type="text/xml+oembed"'
	hasnt quays.html oembed
	xmllint --noout embed-formatxml
	[ "$(xmllint --xpath 'string(/oembed/title)' embed-formatxml)" = 'Tide & "foam" <high>' ]
	cmp embed-formatjson embed-old
	node -e '
		const assert = require("assert"), read = (f) => JSON.parse(require("fs").readFileSync(f));
		const e = read("embed-formatjson"), small = read("embed-maxwidth150"), low = read("embed-maxwidthbadmaxheight100");
		assert.deepEqual([e.version, e.type, e.title, e.author_name], ["1.0", "rich", "Tide & \"foam\" <high>", "Nell Sorrow"]);
		assert.deepEqual([e.width, e.thumbnail_width], [600, 192]);
		assert.match(e.html, /^<blockquote cite="https:.*<a href="https:[^"]*">Tide &amp; &quot;foam&quot; &lt;high&gt;<.a>/);
		assert.equal(small.width, 150);
		assert.equal(small.thumbnail_url, undefined);
		assert.equal(low.height, 120);'
}
rule "others may show a story by oEmbed, within their limits" oembed

trails() {
	node -e '
		const assert = require("assert");
		const graph = (f) => JSON.parse(require("fs").readFileSync(f, "utf8").match(/ld.json">(.*?)<.script>/)[1])["@graph"];
		const way = (f) => graph(f).find((t) => t["@type"] === "BreadcrumbList").itemListElement.map((s) => s.name);
		assert.deepEqual(way("quays.html"), ["Tide & Table", "Harbour", "Quays"]);
		assert.deepEqual(way("nell.html"), ["Tide & Table", "Nell Sorrow"]);
		assert.deepEqual(way("month.html"), ["Tide & Table", "Archive", "2026", "March 2026"]);
		assert.deepEqual(way("tide.html"), ["Tide & Table", "Quays", "Tide & \"foam\" <high>"]);
		const paper = graph("front.html")[0];
		assert.equal(paper["@type"], "NewsMediaOrganization");
		assert.equal(paper.correctionsPolicy, "https://gazette.example/corrections/");
		assert.deepEqual(paper.sameAs, ["https://social.example/@tide"]);'
}
rule "search engines are told the way to a page, and who the paper is" trails

exit $bad
