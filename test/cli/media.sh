#!/bin/bash
# Recordings, captions and documents: what they say of people goes nowhere.
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

exit $bad
