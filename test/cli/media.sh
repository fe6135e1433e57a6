#!/bin/bash
# Recordings, captions, documents and pictures: what they say of people goes
# nowhere, and of pictures everybody gets what fits.
. "$(dirname "$0")/lib.sh"

name="Zorvanna Quillfeather"

# frames N -- that much of an MP3 file: silence of 26 ms each
frames() {
	for _ in $(seq "$1"); do
		printf '\xff\xfb\x10\xc4'
		head -c 100 /dev/zero
	done
}
# tagged -- a sound whose tags say who made it, where and when
tagged() {
	printf 'ID3\x03\x00\x00\x00\x00\x00\x20TPE1\x00\x00\x00\x16\x00\x00\x00%s' "$name"
	frames 200
	printf 'TAG%-125s' "$name"
}
# wav NAME -- a second of a tone, and a list of what made it
wav() {
	printf 'RIFF\x00\x00\x00\x00WAVE' >"$1"
	printf 'LIST\x22\x00\x00\x00INFOIART\x16\x00\x00\x00%s ' "$name" >>"$1"
	printf 'fmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00' >>"$1"
	printf 'data\x40\x1f\x00\x00' >>"$1"
	yes 'tone' | tr -d '\n' | head -c 8000 >>"$1"
}
story() {
	printf -- '---\nkind: audio\nheadline: Horn %s\nslug: %s\nfile: %s\n---\n[0:00] It begins.\n\n00:00:02 It goes on.\n' "$1" "$1" "$2" >"$1.md"
}
sha() { "$stet" show p "$1" | sed -n 's/^ *sha256: //p' | head -n 1; }
nowhere() { if grep -rai "$1" p; then return 1; fi; }

taken() {
	paper p
	tagged >horn.mp3
	wav horn.wav
	grep -qa Quillfeather horn.mp3
	grep -qa Quillfeather horn.wav
	story mp3 horn.mp3
	story wav horn.wav
	code 0 "$stet" publish p mp3.md wav.md
	nowhere Quillfeather
	code 0 "$stet" show p mp3
	has out "format: mp3"
	has out "duration: 5"
	has out "bytes: 20800"
	code 0 "$stet" show p wav
	has out "duration: 1"
	has out "bytes: 8044"
}
rule "of a sound's tags not a word is in any file of the paper" taken

by_bytes() {
	cp horn.wav horn.pdf
	story liar horn.pdf
	code 0 "$stet" publish p liar.md
	code 0 "$stet" show p liar
	has out "format: wav"
	[ "$(sha liar)" = "$(sha wav)" ]
	cp mp3.md horn.txt
	story text horn.txt
	code 5 "$stet" publish p text.md
	has err "text.md:5: horn.txt: it is no recording"
	head -c 70 horn.wav >cut.wav
	story cut cut.wav
	code 5 "$stet" publish p cut.md
	has err "cut.md:5: cut.wav: the WAV file is damaged"
	[ -z "$(find p/desk-media -name '.*' -type f)" ]
}
rule "a file is what its bytes are; what is refused leaves nothing behind" by_bytes

again() {
	local one
	one=$(sha wav)
	cp "p/media/${one:0:2}/$one" back.wav
	story back back.wav
	code 0 "$stet" publish p back.md
	[ "$(sha back)" = "$one" ]
}
rule "a master that comes back is taken as it is" again

# ask ARG... -- the head of the answer in head, its body in body
ask() { curl -sS -D head -o body "$@"; }
served() {
	local one at tag
	one=$(sha wav)
	serve p
	at=$url/media/$one.wav
	ask "$at"
	has head "HTTP/1.1 200"
	has head "Content-Type: audio/wav"
	has head "X-Content-Type-Options: nosniff"
	has head "sandbox"
	has head "Accept-Ranges: bytes"
	cmp body "p/media/${one:0:2}/$one"
	tag=$(sed -n 's/\r$//; s/^ETag: //p' head)
	ask -r 40-43 "$at"
	has head "HTTP/1.1 206"
	has head "Content-Range: bytes 40-43/8044"
	[ "$(od -An -tu4 body | tr -d ' ')" = 8000 ]
	ask -r -4 "$at"
	has head "Content-Range: bytes 8040-8043/8044"
	ask -r 44- -H "If-Range: $tag" "$at"
	has head "HTTP/1.1 206"
	[ "$(stat -c %s body)" = 8000 ]
	ask -r 44- -H 'If-Range: "another"' "$at"
	has head "HTTP/1.1 200"
	[ "$(stat -c %s body)" = 8044 ]
	ask -r 8044- "$at"
	has head "HTTP/1.1 416"
	has head "Content-Range: bytes */8044"
	# Its type is not what a stranger would like it to be.
	ask "$url/media/$one.html"
	has head "HTTP/1.1 404"
	stop
}
rule "a sound is served in pieces, as what it is and nothing else" served

moved() {
	local one
	one=$(sha wav)
	code 0 "$stet" backup p b.tar
	rm -rf r
	code 0 "$stet" restore b.tar r --new-log
	cmp "r/media/${one:0:2}/$one" "p/media/${one:0:2}/$one"
}
rule "a backup holds it" moved

erased() {
	local one
	one=$(sha mp3)
	[ -f "p/media/${one:0:2}/$one" ]
	code 0 "$stet" redact p mp3 --picture horn.mp3 --yes
	[ ! -e "p/media/${one:0:2}/$one" ]
	code 0 "$stet" record verify p
}
rule "a redaction takes its bytes away" erased

# ---- pictures ----

picture() { node "$root/test/cli/picture.mjs" "$@"; }
# named ADDRESS -- every rendition that the page there names, one a line
named() { curl -sS "$url$1" | grep -oE '/media/[0-9a-f]{16}-[0-9]+\.[a-z]+' | sort -u; }
address() { sed -n 's/^address: //p' "$1"; }

pictures_served() {
	local at n=0
	paper q
	picture png 1800 900 >wide.png
	picture gif 700 100 >turn.gif
	printf -- '---\nheadline: Pier\npicture: {src: wide.png, alt: A, focal: 0.9 0.1}\n---\n![B](wide.png)\n\n![C](turn.gif)\n' >pier.md
	code 0 "$stet" publish q pier.md
	hasnt err "only the first"
	# Nothing lies in the private folder when the text is out.
	[ -z "$(find q/desk-media -type f)" ]
	serve q
	named "$(address pier.md)" >names
	[ "$(grep -c '\.webp$' names)" -ge 6 ] || { cat names; return 1; }
	while read -r at; do
		ask "$url$at"
		has head "HTTP/1.1 200"
		has head "immutable"
		has head "sandbox"
		has head "X-Content-Type-Options: nosniff"
		case $at in
		*.webp) has head "Content-Type: image/webp" ;;
		*.jpg) has head "Content-Type: image/jpeg" ;;
		*.png) has head "Content-Type: image/png" ;;
		esac
		tag=$(sed -n 's/\r$//; s/^ETag: //p' head)
		ask -H "If-None-Match: $tag" "$url$at"
		has head "HTTP/1.1 304"
		n=$((n + 1))
	done <names
	[ "$n" -ge 12 ]
	# A name that is none of ours is nobody's file.
	at=$(head -n 1 names)
	for at in "${at%-*}-1.webp" "${at%-*}-0720.webp" "${at%-*}-720.html" "${at%-*}-720" "/media/../site.db-320.webp" "${at%-*}--320.webp"; do
		ask --path-as-is "$url$at"
		has head "HTTP/1.1 4"
	done
	stop
}
rule "a page names renditions of its pictures, and each is served as what it is" pictures_served

pictures_again() {
	local before
	find q/media -type f | sort >before
	code 0 "$stet" pictures q --json
	has out '"made":0'
	find q/media -name '*-320.*' -delete
	find q/media -name '*-480.webp' -delete
	serve q
	named "$(address pier.md)" >names.before
	code 0 "$stet" pictures q
	has out "renditions made of 2"
	named "$(address pier.md)" >names.after
	stop
	cmp names.before names.after
	find q/media -type f | sort | cmp - before
	# An animation still has its frames (ANMF) in every WebP.
	before=$(sed -n 's/.*src="\/media\/\([0-9a-f]*\)\.webp".*/\1/p' <<<"$("$stet" show q pier)") || :
	for before in $(find q/media -name '*.webp' -size +0); do
		if grep -qa ANMF "$before"; then moving=1; fi
	done
	[ "${moving:-}" = 1 ]
	code 0 "$stet" reindex q
	code 0 "$stet" pictures q
	has out "renditions made of 0"
}
rule "what is missing of renditions is made, and moves as before" pictures_again

pictures_broken() {
	local master
	picture png 900 300 >cut.png
	head -c 3000 cut.png >short.png
	printf -- '---\nheadline: Cut\npicture: short.png\n---\nWords.\n' >cut.md
	printf -- '---\nheadline: Whole\n---\nWords.\n' >whole.md
	code 5 "$stet" publish q cut.md whole.md
	has err "cut.md:3: short.png: the picture is damaged"
	[ -n "$(address whole.md)" ]
	# A master that has lost its bytes is named, and harms no other.
	rm -rf bad && cp -r q bad
	master=$("$stet" show bad pier | sed -n 's/^ *sha256: //p' | head -n 1)
	head -c 100 "bad/media/${master:0:2}/$master" >short && cp short "bad/media/${master:0:2}/$master"
	code 5 "$stet" pictures bad --all
	has err "media/${master:0:2}/$master: its bytes are not those that it is named by"
	has out "renditions made of 1, 1 can't be read"
	serve bad
	ask "$url$(address pier.md)"
	has head "HTTP/1.1 200"
	stop
}
rule "a picture that is broken is named, and nothing else is the worse for it" pictures_broken

pictures_moved() {
	rm -rf b.tar r pub
	code 0 "$stet" backup q b.tar
	code 0 "$stet" restore b.tar r --new-log
	(cd q/media && find . -type f | sort) >there
	(cd r/media && find . -type f | sort) | cmp - there
	while read -r f; do cmp "q/media/$f" "r/media/$f"; done <there
	serve q
	code 0 "$stet" export q pub
	named "$(address pier.md)" >names
	while read -r at; do
		curl -sS "$url$at" | cmp - "pub$at"
	done <names
	stop
	# The preview has them too.
	[ -s names ]
}
rule "renditions are in backups and exports" pictures_moved

pictures_erased() {
	local master
	master=$("$stet" show q pier | sed -n 's/^ *sha256: //p' | head -n 1)
	[ -n "$(find q/media -name "${master:0:16}-*")" ]
	cp -r q back
	code 0 "$stet" backup q old.tar
	code 0 "$stet" redact q pier --picture wide.png --yes
	[ -z "$(find q -name "${master:0:16}*")" ]
	[ "$(sqlite3 q/site.db "SELECT count(*) FROM variant WHERE hex(master) = upper('$master')")" = 0 ]
	serve q
	named "$(address pier.md)" >names
	hasnt names "${master:0:16}"
	stop
	# A copy from before loses it again.
	rm -rf r
	code 0 "$stet" restore old.tar r --redactions q/redactions --new-log
	[ -z "$(find r -name "${master:0:16}*")" ]
	[ "$(sqlite3 r/site.db "SELECT count(*) FROM variant WHERE hex(master) = upper('$master')")" = 0 ]
	code 0 "$stet" record verify q
}
rule "a redaction takes a picture's renditions away" pictures_erased

exit $bad
