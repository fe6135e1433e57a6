# Rules about the program as its user meets it.  Source this, call rule.
# shellcheck shell=bash
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
stet=${STET:-$root/build/stet}
work=$(mktemp -d)
bad=0
# pids: also in a file, for what a rule starts in its subshell.
pids=()
trap 'kill "${pids[@]}" $(cat "$work/pids" 2>/dev/null) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT

# rule "TITLE" FUNCTION -- in a subshell that stops at the first failure
rule() {
	local out got
	# Not inside an if: there bash would not stop at a failure. A bare [ ] that fails says nothing itself.
	out=$(exec 2>&1; set -Eeu; trap 'say "line $LINENO: $BASH_COMMAND"' ERR; cd "$work"; "$2")
	got=$?
	if [ $got = 0 ]; then
		echo "ok $1"
	else
		echo "not ok $1"
		printf '%s\n' "$out" | tail -n 25 | sed 's/^/    /'
		bad=1
	fi
}
say() { printf '%s\n' "$*" >&2; }
# code N COMMAND... -- it must end with this exit code; its words are kept
code() {
	local want=$1 got=0
	shift
	"$@" >"$work/out" 2>"$work/err" || got=$?
	[ "$got" = "$want" ] || { say "exit $got, not $want: $*"; cat "$work/out" "$work/err" >&2; return 1; }
}
has() { grep -qF -- "$2" "$1" || { say "no \"$2\" in $1:"; head -c 3000 "$1" >&2; return 1; }; }
hasnt() { ! grep -qF -- "$2" "$1" || { say "\"$2\" is in $1"; return 1; }; }
# speaks DIR TAGS -- settings with these languages, for an English paper, in s.md
speaks() {
	"$stet" show "$1" settings >s.md
	sed -i -e "s/^languages:.*/languages: [$2]/" -e '/^  - en/d' s.md
}
# png WIDTH HEIGHT FILE -- one colour
png() {
	node -e '
		const zlib = require("zlib"), fs = require("fs");
		const [w, h] = process.argv.slice(1, 3).map(Number);
		const crc = (b) => { let c = ~0; for (const x of b) { c ^= x; for (let k = 0; k < 8; k++) c = c >>> 1 ^ (c & 1 ? 0xedb88320 : 0); } return ~c >>> 0; };
		const word = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
		const chunk = (t, d) => { const b = Buffer.concat([Buffer.from(t), d]); return Buffer.concat([word(d.length), b, word(crc(b))]); };
		const rows = Buffer.alloc(h * (1 + 3 * w), 0x66);
		for (let y = 0; y < h; y++) rows[y * (1 + 3 * w)] = 0;
		fs.writeFileSync(process.argv[3], Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
			chunk("IHDR", Buffer.concat([word(w), word(h), Buffer.from([8, 2, 0, 0, 0])])),
			chunk("IDAT", zlib.deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]));' "$1" "$2" "$3"
}
paper() { rm -rf "$1"; "$stet" init "$1" --name "The Harbour Gazette" --lang en >/dev/null; }

# serve DIR [OPTION...] -- starts a server on a free port; sets $url
serve() {
	: >"$work/serve.out" # else the one before may be read
	"$stet" serve "$@" --listen 127.0.0.1:0 >"$work/serve.out" 2>"$work/serve.err" &
	server=$!
	echo $server >>"$work/pids"
	for _ in $(seq 300); do
		url=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/serve.out" | head -n 1)
		[ -z "$url" ] || return 0
		sleep 0.05
	done
	cat "$work/serve.out" "$work/serve.err" >&2
	return 1
}
# stop -- ends the server that serve started
stop() { kill "$server" && wait "$server" || :; }

# kill_soon COMMAND... -- within 80 ms; false if it had ended before
kill_soon() {
	"$@" >>"$work/killed.out" 2>>"$work/killed.err" &
	local pid=$!
	sleep "0.0$((RANDOM % 8))$((RANDOM % 10))"
	kill -9 $pid 2>/dev/null
	! wait $pid 2>/dev/null
}
