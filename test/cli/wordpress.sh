#!/bin/bash
# Leaving WordPress: an export (WXR) becomes a paper, and nothing is lost that
# the report does not name.
. "$(dirname "$0")/lib.sh"

head_of() {
	cat <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="https://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="https://wordpress.org/export/1.2/">
<channel>
<title>The Old Gazette</title>
<link>https://www.gazette.example</link>
<language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://www.gazette.example</wp:base_site_url>
<wp:base_blog_url>https://www.gazette.example</wp:base_blog_url>
<wp:author><wp:author_id>3</wp:author_id><wp:author_login><![CDATA[roya]]></wp:author_login><wp:author_email><![CDATA[roya@secret.example]]></wp:author_email><wp:author_display_name><![CDATA[Roya Kamali]]></wp:author_display_name></wp:author>
<wp:author><wp:author_id>4</wp:author_id><wp:author_login><![CDATA[tomas]]></wp:author_login><wp:author_email><![CDATA[tomas@secret.example]]></wp:author_email><wp:author_display_name><![CDATA[Tomás Brandão]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>5</wp:term_id><wp:category_nicename><![CDATA[harbour]]></wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[Harbour]]></wp:cat_name><wp:category_description><![CDATA[Ships, and who waits for them.]]></wp:category_description></wp:category>
<wp:category><wp:term_id>6</wp:term_id><wp:category_nicename><![CDATA[ferries]]></wp:category_nicename><wp:category_parent><![CDATA[harbour]]></wp:category_parent><wp:cat_name><![CDATA[Ferries & boats]]></wp:cat_name></wp:category>
<wp:tag><wp:term_id>9</wp:term_id><wp:tag_slug><![CDATA[winter]]></wp:tag_slug><wp:tag_name><![CDATA[Winter]]></wp:tag_name></wp:tag>
X
}

# item ID TYPE STATUS SLUG TITLE DATE BODY [MORE [LINK]]
item() {
	cat <<X
<item>
<title><![CDATA[$5]]></title>
<link>${9:-https://www.gazette.example/2019/03/$4/}</link>
<dc:creator><![CDATA[roya]]></dc:creator>
<guid isPermaLink="false">https://www.gazette.example/?p=$1</guid>
<content:encoded><![CDATA[$7]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>$1</wp:post_id>
<wp:post_date><![CDATA[$6]]></wp:post_date>
<wp:post_date_gmt><![CDATA[$6]]></wp:post_date_gmt>
<wp:post_name><![CDATA[$4]]></wp:post_name>
<wp:status><![CDATA[$3]]></wp:status>
<wp:post_type><![CDATA[$2]]></wp:post_type>
${8:-}
</item>
X
}
foot_of() { printf '</channel>\n</rss>\n'; }
# meta KEY VALUE
meta() { printf '<wp:postmeta><wp:meta_key><![CDATA[%s]]></wp:meta_key><wp:meta_value><![CDATA[%s]]></wp:meta_value></wp:postmeta>' "$1" "$2"; }
# term DOMAIN SLUG NAME
term() { printf '<category domain="%s" nicename="%s"><![CDATA[%s]]></category>' "$1" "$2" "$3"; }

pier_body='<!-- wp:paragraph -->
<p>The pier <em>opens</em> on Monday; see <a href="https://www.gazette.example/2019/03/boats/">the boats</a>.</p>
<!-- /wp:paragraph -->

<!-- wp:latest-posts /-->

<!-- wp:image {"id":30} -->
<figure class="wp-block-image"><img src="https://www.gazette.example/wp-content/uploads/2019/03/pier-300x200.png" alt="The pier" class="wp-image-30"/><figcaption class="wp-element-caption">The pier at noon</figcaption></figure>
<!-- /wp:image -->

<!-- wp:table -->
<figure class="wp-block-table"><table><tbody><tr><td>Boat</td><td>10:20</td></tr></tbody></table></figure>
<!-- /wp:table -->'

# comment ID PARENT APPROVED AUTHOR TEXT [TYPE]
comment() {
	cat <<X
<wp:comment><wp:comment_id>$1</wp:comment_id><wp:comment_author><![CDATA[$4]]></wp:comment_author><wp:comment_author_email><![CDATA[reader@secret.example]]></wp:comment_author_email><wp:comment_author_IP><![CDATA[203.0.113.77]]></wp:comment_author_IP><wp:comment_date><![CDATA[2019-03-09 08:00:00]]></wp:comment_date><wp:comment_date_gmt><![CDATA[2019-03-09 08:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[$5]]></wp:comment_content><wp:comment_approved>$3</wp:comment_approved><wp:comment_type><![CDATA[${6:-comment}]]></wp:comment_type><wp:comment_parent>$2</wp:comment_parent></wp:comment>
X
}

export_of() {
	head_of
	item 10 post publish pier "The pier &amp; its lamps" "2019-03-04 10:20:00" "$pier_body" \
		"$(term category ferries Ferries)$(term post_tag winter Winter)$(meta _thumbnail_id 30)$(meta weather 'calm, 9°')$(meta _edit_lock 1:1)$(meta _wp_old_slug old-pier)"
	item 11 post publish boats "Boats" "2019-03-05 10:20:00" "First line
second line

[caption id=\"attachment_30\" width=\"300\"]<img src=\"https://www.gazette.example/wp-content/uploads/2019/03/pier.png\" alt=\"The pier\" /> At noon[/caption]

[embed]https://www.youtube.com/watch?v=abcdefghijk[/embed]

[tide_table port=\"north\"]

<a href=\"https://www.gazette.example/wp-content/uploads/2019/03/tides.pdf\">Tides</a> [audio src=\"https://www.gazette.example/wp-content/uploads/bell.mp3\"]" "$(term category harbour Harbour)$(term author cap-roya roya)$(term author cap-tomas tomas)"
	item 12 page publish about "About us" "2018-01-01 09:00:00" "<p>Who we are.</p>" "" "https://www.gazette.example/about/"
	item 13 post private diary "Private diary" "2019-03-06 10:00:00" "<p>Not for readers.</p>"
	item 14 post future fair "The fair" "2124-03-06 10:00:00" "<p>Next century.</p>"
	item 15 post future late "Too late" "2019-03-06 10:00:00" "<p>It never came.</p>"
	item 16 post publish locked "Locked" "2019-03-06 10:00:00" "<p>Behind a word.</p>" "<wp:post_password><![CDATA[sesame]]></wp:post_password>"
	item 17 post trash binned "Binned" "2019-03-06 10:00:00" "<p>Thrown away.</p>"
	item 30 attachment inherit pier-photo "pier" "2019-03-04 10:00:00" "" \
		"<wp:post_parent>10</wp:post_parent><wp:attachment_url><![CDATA[https://www.gazette.example/wp-content/uploads/2019/03/pier.png]]></wp:attachment_url>$(meta _wp_attachment_image_alt 'The pier by day')" "https://www.gazette.example/2019/03/pier/pier-photo/"
	item 18 post publish lamps "Lamps" "2019-03-07 10:00:00" '<!-- wp:paragraph --><p>Before.</p><!-- /wp:paragraph -->
<!-- wp:block {"ref":50} /-->
<!-- wp:shortcode -->[gallery ids="30"]<!-- /wp:shortcode -->' "<wp:is_sticky>1</wp:is_sticky>$(term category harbour Harbour)
$(comment 101 0 1 'Maria of the quay' 'Is it the <em>old</em> lamp?

Mine is &lt;green&gt;.')
$(comment 102 101 1 'Jo' 'It is.')
$(comment 103 0 0 'Nobody approved' 'Buy lamps!')
$(comment 104 0 1 'Another site' 'A link.' pingback)"
	item 19 post publish phares "Les phares" "2019-03-08 10:00:00" "<p>La lumière.</p>" "$(term language fr Français)$(term post_translations pll_1 pll_1)" "https://www.gazette.example/fr/2019/03/phares/"
	item 20 post publish lights "The lights" "2019-03-08 09:00:00" "<p>The light.</p>" "$(term language en English)$(term post_translations pll_1 pll_1)"
	item 31 attachment inherit spare "spare" "2019-03-04 10:00:00" "" \
		"<wp:attachment_url><![CDATA[https://www.gazette.example/wp-content/uploads/2019/03/spare.png]]></wp:attachment_url>" "https://www.gazette.example/spare/"
	item 50 wp_block publish ask "Ask us" "2019-03-04 10:00:00" "<!-- wp:paragraph --><p>Write to the harbour office.</p><!-- /wp:paragraph -->"
	item 60 nav_menu_item publish m1 "" "2019-03-04 10:00:00" "" "<wp:menu_order>1</wp:menu_order>$(term nav_menu main Main)$(meta _menu_item_type post_type)$(meta _menu_item_object_id 12)$(meta _menu_item_menu_item_parent 0)"
	item 61 nav_menu_item publish m2 "By the sea" "2019-03-04 10:00:00" "" "<wp:menu_order>2</wp:menu_order>$(term nav_menu main Main)$(meta _menu_item_type taxonomy)$(meta _menu_item_object_id 5)$(meta _menu_item_menu_item_parent 0)"
	item 40 revision inherit 10-rev "Old words" "2019-03-04 10:00:00" "<p>Old words.</p>"
	foot_of
}

# A picture of one pixel.
png() { printf 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==' | base64 -d; }

come() {
	paper p
	mkdir -p wp-content/uploads/2019/03
	png >wp-content/uploads/2019/03/pier.png
	export_of >gazette.xml
	code 0 "$stet" import p gazette.xml
	cp out report
	has report "of wordpress in"
	code 0 "$stet" show p /2019/03/pier/
	has out "headline: The pier & its lamps"
	has out "byline: Roya Kamali"
	has out "date: 2019-03-04T10:20:00+00:00"
	has out "section: ferries"
	has out "topics: winter"
	has out "The pier *opens* on Monday; see [the boats](/2019/03/boats/)."
	has out '![The pier](/wp-content/uploads/2019/03/pier-300x200.png "The pier at noon")'
	has out "<td>Boat</td>"
	has out "weather: calm, 9°"
	has out "alt: The pier by day"
	hasnt out "wp:paragraph"
	hasnt out "_edit_lock"
	code 0 "$stet" show p /about/
	has out "kind: page"
	code 0 "$stet" show p /section/ferries/
	has out "parent: harbour"
	has out "name: Ferries & boats"
}
rule "posts, pages, authors and terms come over" come

old_editor() {
	code 0 "$stet" show p /2019/03/boats/
	has out "First line\\"
	has out "second line"
	has out '![The pier](/wp-content/uploads/2019/03/pier.png "At noon")'
	has out "https://www.youtube.com/watch?v=abcdefghijk"
	has out "- Roya Kamali"
	has out "- Tomás Brandão"
	has report "nobody here knows the shortcode [tide_table]"
	has out "src: /wp-content/uploads/2019/03/tides.pdf"
	has report "the document /wp-content/uploads/2019/03/tides.pdf is not among the files"
	has report "the recording /wp-content/uploads/bell.mp3 within its text does not come over"
}
rule "text of the old editor gets its paragraphs, shortcodes what they stand for" old_editor

named() {
	has report "the block \`latest-posts\` has no text of its own"
	has report "1 items of type \`revision\` are left out"
	has report "the hidden field \`_edit_lock\` of 1 texts is left out"
	grep -q "gazette.xml:[0-9]*: only who had its password could read it" report
}
rule "what is left out is named with its place" named

aside() {
	code 0 "$stet" drafts p
	for name in "Private diary" "The fair" "Too late" Locked Binned; do
		has out "$name"
	done
		! grep -rqa "sesame\|secret.example\|203.0.113.77" p || { say "a password or an address was kept"; return 1; }
}
rule "what nobody may read yet is a draft, and personal data stays away" aside

lead() { [ "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$url$1")" = "301 $url$2" ] || { say "$1 does not lead to $2 but $(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$url$1")"; return 1; }; }
addresses() {
	serve p
	[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/2019/03/pier/")" = 200 ]
	lead "/?p=10" /2019/03/pier/
	lead /2019/03/old-pier/ /2019/03/pier/
	lead "/?page_id=12" /about/
	lead "/?attachment_id=30" /2019/03/pier/
	lead /2019/03/pier/pier-photo/ /2019/03/pier/
	lead /category/harbour/ferries/ /section/ferries/
	lead /category/ferries/ /section/ferries/
	lead "/?cat=5" /section/harbour/
	lead /tag/winter/ /topic/winter/
	lead "/?tag=winter" /topic/winter/
	lead /author/roya/ /person/roya/
	lead "/?author=4" /person/tomas/
	lead /spare/ /
	lead /feed/ /rss.xml
	lead /category/ferries/feed/ /section/ferries/rss.xml
	lead "/?p=19" /fr/2019/03/phares/
	stop
}
rule "every old address leads on" addresses

remarks() {
	serve p
	curl -s "$url/2019/03/lamps/" >page
	has page "Maria of the quay"
	has page "<em>old</em>"
	has page "Mine is &lt;green&gt;."
	has page '<li class="l2">'
	has page "2 comments"
	hasnt page "Buy lamps"
	has report "1 comments that nobody had approved are left out"
	has report "1 pingbacks and trackbacks are left out"
	"$stet" show p settings >s.md
	sed -i '2i comments: false' s.md
	code 0 "$stet" publish p s.md
	for _ in $(seq 100); do
		curl -s "$url/2019/03/lamps/" >page
		grep -q "Maria of the quay" page || break
		sleep 0.05
	done
	hasnt page "Maria of the quay"
	code 0 "$stet" reindex p
	stop
}
rule "comments stand closed below their story, and a setting hides them" remarks

blocks() {
	code 0 "$stet" show p /2019/03/lamps/
	has out "Write to the harbour office."
	has out "![The pier by day](/wp-content/uploads/2019/03/pier.png)"
	has report "no text shows this file of the library, so it stays behind: https://www.gazette.example/wp-content/uploads/2019/03/spare.png"
}
rule "a reusable block stands where it is used, a gallery is its pictures" blocks

languages() {
	has report "is in the language \`fr\`, which is added to the paper's settings"
	code 0 "$stet" show p /fr/2019/03/phares/
	has out "lang: fr"
	has out "translation_of: $("$stet" show p /2019/03/lights/ | sed -n 's/^id: //p')"
}
rule "languages and translations come over" languages

furniture() {
	serve p
	curl -s "$url/" >page
	stop
	has page 'href="/about/"'
	has page "By the sea"
	has page "Lamps"
}
rule "the paper has WordPress's menu, and what was sticky on its front" furniture

broken() {
	paper q
	{
		head_of
		item 1 post publish one "One" "2019-03-04 10:20:00" "<p>First.</p>"
		item 2 post publish two "Two" "0000-00-00 00:00:00" "<p>Second.</p>" "<pubDate>Tue, 05 Mar 2019 10:20:00 +0000</pubDate>"
		item 3 post publish one "One again" "2019-03-04 11:20:00" "<p>Third.</p>"
		item 4 post publish bytes "Bytes" "2019-03-06 10:20:00" "$(printf '<p>Bad \xe9 byte.</p>')"
		printf '<item><title>Torn</title><link>x</wrong></item>\n'
		item 6 post publish six "Six &lol; &nbsp;" "2019-03-07 10:20:00" "<p>Sixth.</p>" | sed 's/<!\[CDATA\[Six &lol; &nbsp;\]\]>/Six \&lol; me/'
		item 7 post publish seven "Seven" "2019-03-08 10:20:00" "<p>Seventh.</p>"
		foot_of
	} >whole.xml
	sed -i '1a <!DOCTYPE rss [<!ENTITY lol "lol"><!ENTITY lol2 "\&lol;\&lol;">]>' whole.xml
	at=$(grep -n 'Seventh' whole.xml | cut -d: -f1)
	head -n "$at" whole.xml >cut.xml
	code 5 "$stet" import q cut.xml
	grep -q "cut.xml:2: a document type stands here" out
	grep -q "cut.xml:[0-9]*: the file is cut off, or damaged, within what begins here (<item>)" out
	grep -q "cut.xml:[0-9]*: its date is 0000-00-00 00:00:00; the next one that it has is taken" out
	grep -q "cut.xml:[0-9]*: bytes that are no UTF-8 stand here" out
	grep -q "cut.xml:[0-9]*: the entity &lol; is not XML's" out
	grep -q "its old address /2019/03/one/ is taken; it stands at" out
	grep -q "^unclear .*mismatched tag\|mismatched tag" out
	hasnt out " post 7"
	for a in one two bytes six; do code 0 "$stet" show q /2019/03/$a/; done
	has out "Six &lol; me"
	sed 's/<\/wrong>/<\/link><wp:post_id>5<\/wp:post_id><wp:post_name>torn<\/wp:post_name><wp:status>publish<\/wp:status><wp:post_type>post<\/wp:post_type><wp:post_date>2019-03-06 12:00:00<\/wp:post_date>/' whole.xml >mended.xml
	code 0 "$stet" import q mended.xml
	grep -q '^ *2 came' out
	! grep -q '^ *[0-9]* updated' out
	code 0 "$stet" show q /2019/03/seven/
}
rule "a damaged export is named by its places, all else comes, and the mended one adds what lacked" broken

fetched() {
	paper f
	mkdir -p host/wp-content/uploads/2019/03 away
	png >host/wp-content/uploads/2019/03/pier.png
	cp gazette.xml away/
	python3 -u -m http.server --directory host --bind 127.0.0.1 0 >http.log 2>&1 &
	echo $! >>"$work/pids"
	for _ in $(seq 100); do
		grep -q 'port [0-9]' http.log && break
		sleep 0.05
	done
	port=$(sed -n 's/.*port \([0-9]*\).*/\1/p' http.log | head -n 1)
	code 0 "$stet" import f away/gazette.xml --fetch-media --media-from "http://127.0.0.1:$port"
	has out "files were fetched"
	[ -s away/wp-content/uploads/2019/03/pier.png ]
	paper f
	code 0 "$stet" import f away/gazette.xml --fetch-media --media-from "http://127.0.0.1:$port"
	hasnt out "files were fetched"
	has out "1 pictures taken"
}
rule "missing files are fetched on wish, and nothing twice" fetched

again() {
	code 0 "$stet" import p gazette.xml
	! grep -q '^ *[0-9]* came\|^ *[0-9]* updated' out || { cat out; return 1; }
	sed -i 's/opens<\/em> on Monday/opens<\/em> on Tuesday/' gazette.xml
	code 0 "$stet" import p gazette.xml
	grep -q '^ *1 updated' out
	code 0 "$stet" show p /2019/03/pier/
	has out "opens* on Tuesday"
	sed 's/Tuesday/Thursday/' out >own.md
	code 0 "$stet" publish p own.md
	sed -i 's/opens<\/em> on Tuesday/opens<\/em> on Friday/' gazette.xml
	code 4 "$stet" import p gazette.xml
	grep -q "^changed on both sides" out
}
rule "a second run adds what lacked, and leaves what both sides changed" again

exit $bad
