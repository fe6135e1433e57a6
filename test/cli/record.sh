#!/bin/bash
# The record in public: served, verified and mirrored by those who trust nobody.
. "$(dirname "$0")/lib.sh"

# stories FROM TO -- Markdown files in s/
stories() {
	mkdir -p s
	for i in $(seq "$1" "$2"); do
		printf -- '---\nheadline: Story %d\ndate: 2026-01-02T03:04:05Z\n---\nText %d.\n' "$i" "$i" >"s/story-$i.md"
	done
}
# liar FOLDER MODE -- sets $liar
liar() {
	: >asked
	: >liar.out
	node "$root/test/cli/server.mjs" "$1" "$2" asked >liar.out 2>&1 &
	echo $! >>"$work/pids"
	for _ in $(seq 300); do
		liar=$(grep -o 'http://127.0.0.1:[0-9]*' liar.out) || true
		[ -z "$liar" ] || return 0
		sleep 0.05
	done
	return 1
}

made() {
	paper p
	stories 1 300
	code 0 "$stet" import p s
	serve p
	curl -sf "$url/record/checkpoint" >before
	stories 301 330
	code 0 "$stet" import p s
	curl -sf "$url/record/key" >key
	has before "$(sed -n 1p key | cut -d+ -f1)"
}
rule "a paper of some hundred entries is served" made
serve "$work/p"

by_hand() {
	curl -sf "$url/record/leaf/7" >leaf
	hash=$(sed -n 's/^file //p' leaf)
	[ "$(curl -sf "$url/record/file/$hash" | sha256sum)" = "$hash  -" ]
	[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/record/file/${hash/[0-9a-f]/g}")" = 404 ]
	curl -sfI "$url/record/checkpoint" >head
	grep -qi '^cache-control: no-store' head
	curl -sfI "$url/record/tile/0/000" >head
	grep -qi '^cache-control: .*immutable' head
}
rule "curl and sha256sum are enough to check a text by hand" by_hand

go_accepts() {
	(cd "$root/test/go" && GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= GOCACHE="${GOCACHE:-$HOME/.cache/go-build}" \
	    go build -o "$work/verify" verify.go)
	code 0 ./verify "$url" "$(cat key)" before
	has out "entries, 302 of them before"
	for part in checkpoint tile/0 tile/1 tile/entries; do
		code 1 ./verify "$url" "$(cat key)" before "$part"
	done
}
rule "Go's own packages accept checkpoint, inclusion and consistency, and no flipped bit" go_accepts

verified() {
	code 0 "$stet" record verify "$url/"
	has out "the server's own word"
	has out "All of it is as it was signed."
	"$stet" record verify p >inside
	has out "$(grep '^root' inside)"
	code 0 "$stet" record verify "$url/record/" --key "$(cat key)" --no-files --json
	has out '"first_use": false'
	code 0 "$stet" record verify "$url" --key key --no-files
	"$stet" init other --name Other --lang en >/dev/null
	"$stet" record verify other | sed -n 's/^key  //p' >other.key
	code 5 "$stet" record verify "$url" --key other.key
	has err "no good signature"
	code 5 "$stet" record verify "$url" --key half+akey
	has err "name+hash+base64"
	code 5 "$stet" record mirror "$url" m0 --key "$(cat other.key)A"
	[ ! -e m0 ]
}
rule "an address verifies with the key in print, and says so without one" verified

mirrored() {
	code 0 "$stet" record mirror "$url" m
	has out "333 of 333 entries are new"
	code 0 "$stet" record verify m
	hasnt out "own word"
	cmp m/record/checkpoint <(curl -sf "$url/record/checkpoint")
	cmp m/record/tile/0/000 <(curl -sf "$url/record/tile/0/000")
	cmp m/record/tile/entries/001.p/77 <(curl -sf "$url/record/tile/entries/001.p/77")
	cmp m/record/tile/1/000.p/1 <(curl -sf "$url/record/tile/1/000.p/1")
	code 0 "$stet" record mirror "$url" m
	has out "Nothing is new"
	[ "$(find m -name '.incoming' | wc -l)" = 0 ]
	code 5 "$stet" record mirror "$url" p
}
rule "a mirror has the paper's own bytes and verifies" mirrored

served_on() {
	liar m files
	code 0 "$stet" record verify "$liar" --key key
	code 0 ./verify "$liar" "$(cat key)" before
	code 0 "$stet" record mirror "$liar" m2 --key key
	: >asked
	sed -i 's/.*/an old run broke off here/' "m2/$(cd m2 && ls record/file/* | head -n 1)"
	code 1 "$stet" record verify m2
	has out "entry "
	has out "is not the one that the log names"
	: >asked
	code 0 "$stet" record mirror "$liar" m2
	[ "$(wc -l <asked)" = 1 ]
}
rule "any server may serve a mirror; the next run asks for what is new only" served_on

cp -r "$work/p" "$work/fork"
grown() {
	printf -- '---\nheadline: One more\n---\nText.\n' >more.md
	code 0 "$stet" publish p more.md
	rm -rf grown && cp -r m grown
	code 0 "$stet" record mirror "$url" grown
	has out "1 of 334 entries are new"
	[ -f grown/heads/333 ] && [ -f grown/heads/334 ]
	code 0 "$stet" record verify grown
	code 0 ./verify "$url" "$(cat key)" m/record/checkpoint
	# Of a run that broke off what is right is used again.
	cp -r m again
	cp grown/record/file/* again/record/file/
	liar grown files
	code 0 "$stet" record mirror "$liar" again
	! grep -q /record/file/ asked
	code 0 "$stet" record verify again
}
rule "a mirror grows by what is new, and keeps each head" grown

shrunk() {
	liar m files
	cp -r grown kept
	code 4 "$stet" record mirror "$liar" kept
	has err "has become shorter"
	ls kept/refused/333-*
	diff -r --exclude=refused grown kept
}
rule "a log that has become shorter is refused, and its head kept as evidence" shrunk

forked() {
	for n in 1 2; do
		printf -- '---\nheadline: Another %d\n---\nText.\n' $n >another.md
		code 0 "$stet" publish fork another.md
		serve fork
		rm -rf kept && cp -r grown kept
		code 4 "$stet" record mirror "$url" kept
		ls kept/refused/33$((n + 3))-*
		diff -r --exclude=refused grown kept
	done
	has err "has changed what it had published"
}
rule "a second history under the same key is refused, of the same length or longer" forked

liars() {
	for mode in garbage endless elsewhere around broken; do
		liar m "$mode"
		! timeout 60 "$stet" record verify "$liar" --key key >out 2>err || { say "$mode was believed"; return 1; }
		has err "stet record verify: "
		liar m "later-$mode"
		! timeout 60 "$stet" record verify "$liar" --key key >out 2>err || { say "later $mode was believed"; return 1; }
		! timeout 60 "$stet" record mirror "$liar" "from-$mode" --key key >out 2>err || { say "$mode was mirrored"; return 1; }
		[ ! -e "from-$mode/record/checkpoint" ]
	done
	liar m elsewhere
	code 5 "$stet" record verify "$liar" --key key
	has err "redirects to another host"
	code 5 "$stet" record verify "http:///x" --key key
	code 1 "$stet" record verify "http://127.0.0.1:1/" --key key
}
rule "garbage, endless answers and redirects to elsewhere end with a reason" liars

withheld() {
	rm -rf m3 && cp -r m m3
	file=$(cd m3 && ls record/file/* | head -n 1)
	rm "m3/$file"
	code 1 "$stet" record verify m3
	has out "it is not there"
	: >"m3/$file.gone"
	code 1 "$stet" record verify m3
	has out "no redaction says that it was erased"
	has out "1 text files were taken back"
}
rule "a text that is lost is damage, and so is one taken back without a word in the log" withheld

# A paper that changes its key once, seen by mirrors of three moments.
turned() {
	paper k
	"$stet" record verify k | sed -n 's/^key  //p' >first
	cp k/key first.private
	say_more k "Gulls nest late"
	serve k
	code 0 "$stet" record mirror "$url" early --key first
	code 0 "$stet" key rotate k --keep-days 30
	say_more k "A new pier opens"
	code 0 "$stet" record mirror "$url" both --key first
	code 0 "$stet" key retire k
	say_more k "The old pier closes"
	curl -sf "$url/record/key" >second
	! cmp -s first second
	code 0 "$stet" record verify "$url" --key first
	has out "a new key signs, $(cat second)"
	has out "key  $(cat second)"
	hasnt out "own word"
	code 0 "$stet" record verify "$url" --key second
	code 0 "$stet" record verify "$url" --key first --no-files
}
say_more() {
	printf -- '---\nheadline: %s\n---\n%s.\n' "$2" "$2" >more.md
	code 0 "$stet" publish "$1" more.md
}
rule "who pinned the first key verifies with it after the paper has changed it" turned
serve "$work/k"

followed() {
	for m in early both; do
		rm -rf "now-$m" && cp -r "$m" "now-$m"
		code 0 "$stet" record mirror "$url" "now-$m"
		hasnt out "own word"
		cmp "now-$m/record/key" second
		code 0 "$stet" record verify "now-$m"
		code 0 "$stet" record verify "now-$m" --key first
		code 0 "$stet" record mirror "$url" "now-$m"
		has out "Nothing is new"
	done
	code 0 "$stet" record mirror "$url" late --key first
	cmp late/record/key second
	# Made by a program that kept no masthead, or a run that broke off.
	rm now-both/masthead
	say_more k "The ferry is early"
	code 0 "$stet" record mirror "$url" now-both
	printf '1\n' >now-early/masthead
	code 0 "$stet" record mirror "$url" now-early
	cmp now-both/masthead now-early/masthead
	code 0 "$stet" record mirror "$url" late
	liar late files
	code 0 "$stet" record verify "$liar" --key first
}
rule "a mirror that began under the first key goes on under the next" followed

# forge MIRROR MODE [KEY] -- served at $liar
forge() {
	rm -rf forged && cp -r "$1" forged
	node "$root/test/cli/forge.mjs" forged "${@:2}"
	liar forged files
}
forged() {
	for mode in alone chain; do
		for of in early late; do
			forge $of $mode
			key=first
			code 5 "$stet" record verify "$liar" --key $key
			has err "no good signature"
			has err "entry "
			has err "--key"
			rm -rf kept && cp -r $of kept
			code 5 "$stet" record mirror "$liar" kept
			has err "no good signature"
			diff -r $of kept
			code 5 "$stet" record mirror "$liar" new-copy --key $key
			[ ! -e new-copy/record/checkpoint ]
			rm -rf new-copy
		done
	done
	# With its own key given it is a log like any other, or none at all.
	forge early alone
	code 1 "$stet" record verify "$liar" --key forged/record/key
	has out "entry 2, keys: "
}
rule "a new key that no known one vouched for is refused, and nothing changed" forged

stolen() {
	for mode in stolen head; do
		forge late $mode first.private
		code 5 "$stet" record verify "$liar" --key first
		has err "no good signature"
		rm -rf kept && cp -r late kept
		code 5 "$stet" record mirror "$liar" kept
		diff -r late kept
	done
	has err "has not signed since"
}
rule "a key that has ended names no other and signs no more entries" stolen

rolled_back() {
	for of in early both; do
		liar "$of" files
		rm -rf kept && cp -r late kept
		code 4 "$stet" record mirror "$liar" kept
		has err "has become shorter"
		[ "$(ls kept/refused | wc -l)" = 1 ]
		diff -r --exclude=refused late kept
	done
	# A stranger's head is no evidence against the paper.
	forge early alone
	rm -rf kept && cp -r late kept
	code 5 "$stet" record mirror "$liar" kept
	diff -r late kept
}
rule "a log from before the change is refused, and only heads of its own kept" rolled_back

orphaned() {
	"$stet" backup k k.tar >/dev/null
	code 0 "$stet" restore k.tar taken --new-log
	serve taken
	code 5 "$stet" record verify "$url" --key first
	has err "no good signature"
	has err "names "
	rm -rf kept && cp -r late kept
	code 4 "$stet" record mirror "$url" kept
	has err "is a copy of"
	diff -r late kept
	# People may vouch where the log can't.
	curl -sf "$url/record/key" >third
	code 0 "$stet" record mirror "$url" kept --key third
	code 0 "$stet" record verify kept
}
rule "a new log that no old key signed is followed only by who is given its key" orphaned
exit $bad
