#!/bin/bash
# A paper as a folder of files: the bytes that the server sends, only what
# changed, fresh while it follows.
. "$(dirname "$0")/lib.sh"

new_paper() {
	rm -rf p pub
	"$stet" init p --name "Saltreach Gazette" --lang en --url https://gazette.example/ >/dev/null
	speaks p "en, fa"
	sed -i -e '/^url:/a security: [safe@gazette.example]' -e '/^url:/a security_until: 2030-01-01' -e '/^url:/a trust: ["belongto=https://league.example/"]' s.md
	code 0 "$stet" publish p s.md
	printf -- '---\nkind: section\nname: Harbour\n---\n' >harbour.md
	for i in $(seq 1 45); do
		printf -- '---\nheadline: Tide %d\nsection: Harbour\ndate: 2026-03-%02d\n---\nWater, and [more](/about/).\n' "$i" $((i % 28 + 1)) >"t$i.md"
	done
	printf -- '---\nkind: page\nheadline: About us\nslug: about\n---\nWe are.\n' >about.md
	printf -- '---\nheadline: Old\ndate: 2026-02-01\naliases: [/old/pier.html, "/?p=12"]\n---\nIt moved.\n' >old.md
	node "$root/test/cli/picture.mjs" png 1700 400 >pier.png
	node "$root/test/cli/picture.mjs" gif 400 90 >buoy.gif
	printf -- '---\nheadline: Seen\nsection: Harbour\npicture: {src: pier.png, alt: The pier}\n---\n![Buoy](buoy.gif)\n' >seen.md
	printf -- '---\nheadline: Gone\ndate: 2026-02-02\n---\nIt never was.\n' >gone.md
	code 0 "$stet" publish p harbour.md about.md t*.md old.md seen.md gone.md
	code 0 "$stet" retract p "$(sed -n 's/^address: //p' gone.md)" --reason "It never was"
}

# Every file beside what the server sends at its address.  An entry's page
# proves it against the head of the day on which the page was made.
compare() {
	local f at want status n=0
	while read -r f; do
		at=/${f#pub/}
		at=${at%index.html}
		want=200
		case $at in
		*/404.html) continue ;;
		*/record/entry/*) [ "${2:-}" != later ] || continue ;;
		esac
		! grep -qxF -- "$at 410" pub/.stet/moved.apache || want=410
		status=$(curl -s -o sent -w '%{http_code}' "$url$at")
		[ "$status" = $want ] || { echo "$at: $status"; return 1; }
		# What only a server answers is not in a folder.
		sed -E 's,<a href="[^"]*/search">[^<]*</a><br>,,; /[+]oembed/d' sent >sent.as
		cmp -s sent.as "$f" || { say "$at differs"; diff sent.as "$f" | head -n 6 >&2; return 1; }
		n=$((n + 1))
	done < <(find pub -type f ! -path 'pub/.stet/*' | sort)
	[ "$n" -gt "$1" ]
}

same_bytes() {
	new_paper
	code 0 "$stet" export p pub
	serve p
	compare 300
	stop
	[ "$(find pub/media -name '*.webp' | wc -l)" -ge 7 ]
	has pub/.stet/moved.nginx '"/old/pier.html" "/2026/02/01/old/";'
	has pub/.stet/moved-query.nginx '"/?p=12" "/2026/02/01/old/";'
	has pub/.stet/moved.apache '/2026/02/02/gone/ 410'
	has pub/2026/02/02/gone/index.html "It never was"
	has pub/404.html "<html"
	hasnt pub/index.html "/search"
	[ -s pub/favicon.ico ] && [ -s pub/site.webmanifest ] && [ -s pub/fa/site.webmanifest ]
	has pub/.well-known/security.txt "Contact: mailto:safe@gazette.example"
	cmp pub/trust.txt pub/.well-known/trust.txt
	hasnt pub/2026/02/01/old/index.html oembed
}
rule "every file has the bytes that the server sends" same_bytes

little() {
	touch -d 2001-01-01 stamp
	find pub -type f ! -path 'pub/.stet/*' -exec touch -r stamp {} +
	code 0 "$stet" export p pub --json
	has out "\"written\":0"
	[ -z "$(find pub -type f ! -path 'pub/.stet/*' -newer stamp)" ]
	printf -- '---\nheadline: A new tide\nsection: Harbour\n---\nHigher.\n' >new.md
	code 0 "$stet" publish p new.md
	code 0 "$stet" export p pub
	n=$(find pub -type f ! -path 'pub/.stet/*' -newer stamp | wc -l)
	[ "$n" -gt 5 ] && [ "$n" -lt 60 ] || { echo "$n files touched"; return 1; }
	serve p
	compare 200 later
	stop
	code 0 "$stet" retract p "$(sed -n 's/^address: //p' new.md)" --reason "too high"
	code 0 "$stet" export p pub
	has "pub$(sed -n 's/^address: //p' new.md)index.html" "too high"
	code 0 "$stet" export p pub --all
}
rule "only what changed is touched" little

following() {
	"$stet" export p pub --follow >follow.log 2>&1 &
	local pid=$! i
	for i in $(seq 100); do grep -q pages follow.log && break; sleep 0.1; done
	printf -- '---\nheadline: While it follows\nsection: Harbour\n---\nNow.\n' >now.md
	code 0 "$stet" publish p now.md
	local f; f="pub$(sed -n 's/^address: //p' now.md)index.html"
	for i in $(seq 100); do [ -f "$f" ] && break; sleep 0.1; done
	has "$f" "While it follows"
	for i in $(seq 100); do grep -q "While it follows" pub/index.html && break; sleep 0.1; done
	has pub/index.html "While it follows"
	code 7 "$stet" export p pub
	kill -TERM $pid
	wait $pid
	serve p
	compare 200 later
	stop
}
rule "a folder that follows has what is published" following

cut_off() {
	rm -rf pub
	for _ in 1 2 3 4 5; do
		kill_soon "$stet" export p pub || :
		# Of a first one nothing is there, or what is whole.
		[ -z "$(grep -rL --include='*.html' --exclude-dir=.stet '</html>' pub)" ]
	done
	code 0 "$stet" export p pub
	for _ in 1 2 3; do
		while read -r f; do echo spoilt >"$f"; done < <(find pub -name '*.html' ! -path 'pub/.stet/*')
		kill_soon "$stet" export p pub --all || :
		# Each file is whole, or as it was.
		[ -z "$(grep -rL --include='*.html' --exclude-dir=.stet '</html>' pub | xargs -r grep -Lx spoilt)" ]
	done
	code 0 "$stet" export p pub --all
	[ -z "$(grep -rl '^spoilt$' pub)" ]
	code 0 "$stet" export p pub --gzip --brotli
	serve p
	find pub -name '*.gz' -print0 | xargs -0 gzip -t
	[ -f pub/index.html.gz ] && [ -f pub/index.html.br ]
	gzip -dc pub/index.html.gz | cmp - pub/index.html
	stop
}
rule "one that is killed leaves whole files, and the next goes on" cut_off

others() {
	mkdir -p mine && echo words >mine/letter.txt
	code 4 "$stet" export p mine
	[ "$(cat mine/letter.txt)" = words ]
	rm -rf q && "$stet" init q --name Other --lang en --url https://other.example/ >/dev/null
	code 4 "$stet" export q pub
	has pub/index.html "Saltreach"
	echo mine >pub/verification.txt
	code 0 "$stet" export p pub --all
	[ "$(cat pub/verification.txt)" = mine ]
}
rule "what is not an export's is left alone" others

exit $bad
