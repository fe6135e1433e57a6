#!/bin/bash
# A paper in one file and back again; the drill of a bad day; keys.
. "$(dirname "$0")/lib.sh"

say_story() { printf -- '---\nheadline: %s\n---\n%s.\n' "$1" "$1" >"$2"; }

made() {
	paper p
	say_story "Gulls nest late" g.md
	code 0 "$stet" publish p g.md
	printf -- '---\nheadline: A draft\ndraft: true\n---\nNot yet.\n' >d.md
	code 0 "$stet" publish p d.md
	cp p/key first.key
	code 0 "$stet" backup p b.tar
	[ "$(stat -c %a b.tar)" = 600 ]
	tar tf b.tar >list
	has list manifest
	hasnt list key
	mkdir x
	tar xf b.tar -C x
	(cd x && sha256sum -c --quiet manifest)
	! grep -rqF "$(cut -d+ -f5 first.key)" x
	code 4 "$stet" backup p b.tar
	code 0 "$stet" backup p b.tar --force
	"$stet" backup p - >c.tar 2>err
	"$stet" restore - fromstdin <c.tar >out
	has out "is back as it was"
	[ -z "$(find . -name '*~')" ]
}
rule "a backup is a tar that other tools open, without the key" made

held() {
	code 0 "$stet" restore b.tar q
	has out "restore --head"
	code 0 "$stet" record verify q
	code 0 "$stet" drafts q
	has out "A draft"
	code 0 "$stet" key import q first.key
	[ "$(stat -c %a q/key)" = 600 ]
	say_story "After the storm" s.md
	code 6 "$stet" publish q s.md
	has err "stet restore --head"
	code 4 "$stet" restore b.tar q
	mkdir full
	echo x >full/x
	code 4 "$stet" restore b.tar full
	[ "$(ls full)" = x ]
}
rule "a paper that came back is whole, and takes nothing yet" held

# The rest: each byte of the front that a damaged or hostile file may have.
refused() {
	local size n
	size=$(stat -c %s b.tar)
	for n in 0 100 511 512 1000 5000 $((size / 2)) $((size - 1024)) $((size - 512)) $((size - 1)); do
		head -c "$n" b.tar >cut.tar
		code 5 "$stet" restore cut.tar r
		[ ! -e r ]
	done
	for n in 3 600 1100 70000 $((size / 2)) $((size - 1200)); do
		cp b.tar bad.tar
		printf 'Q' | dd of=bad.tar bs=1 seek="$n" conv=notrunc 2>/dev/null
		cmp -s b.tar bad.tar || { code 5 "$stet" restore bad.tar r; [ ! -e r ]; }
	done
	cat b.tar b.tar >two.tar
	code 5 "$stet" restore two.tar r
	ln -s /etc/passwd x/evil
	tar cf evil.tar -C x .
	code 5 "$stet" restore evil.tar r
	tar cf evil.tar -C x stet-backup checkpoint site.db desk.db manifest evil
	code 5 "$stet" restore evil.tar r
	printf 'no tar' >plain
	code 5 "$stet" restore plain r
	[ ! -e r ]
	code 3 "$stet" restore nowhere r
}
rule "what is cut off, changed or foreign is refused and leaves nothing" refused

drill() {
	serve p
	for n in 1 2 3; do
		say_story "Published later $n" "l$n.md"
		code 0 "$stet" publish p "l$n.md"
	done
	for _ in $(seq 100); do
		grep -q '^5$' p/heads.log 2>/dev/null && break
		sleep 0.1
	done
	curl -s "$url/" >before
	has before "Published later 3"
	cp p/heads.log elsewhere.log
	code 0 "$stet" backup p late.tar
	kill -TERM "$server"
	wait "$server"
	rm -rf p
	# The newer backup: nothing is missing.
	code 0 "$stet" restore late.tar p
	serve p
	has serve.err "held-since-a-restore"
	curl -s "$url/" >after
	cmp before after
	code 0 "$stet" key import p first.key
	code 6 "$stet" publish p s.md
	head -c 400 elsewhere.log >old.log
	code 5 "$stet" restore --head old.log p
	has err "ends too early"
	code 0 "$stet" restore --head elsewhere.log p
	code 4 "$stet" restore --head elsewhere.log p
	code 4 "$stet" restore --new-log p
	curl -s "$url/" >after
	cmp before after
	code 0 "$stet" publish p s.md
	curl -s "$url/" >after
	has after "After the storm"
	code 0 "$stet" record verify p
	kill -TERM "$server"
	wait "$server"
}
rule "the disk is lost: readers see the same, and the log goes on once nothing newer was signed" drill

catch_up() {
	serve p
	url1=$url
	server1=$server
	for n in 4 5; do
		say_story "Missing from the backup $n" "m$n.md"
		code 0 "$stet" publish p "m$n.md"
	done
	code 0 "$stet" record mirror "$url1" mirror
	code 0 "$stet" record verify p
	sed -n 's/^root //p' out >root
	# From a mirror, while the old folder is thought lost; then from the
	# address of a machine that is still there.
	for from in mirror "$url1"; do
		rm -rf back
		code 0 "$stet" restore late.tar back
		code 0 "$stet" restore --head "$from" back
		has out "with 3 entries that were missing"
		code 0 "$stet" record verify back
		has out "$(cat root)"
		serve back
		curl -s "$url/" >after
		curl -s "$url1/" >before
		cmp before after
		kill -TERM "$server"
		wait "$server"
	done
	kill -TERM "$server1"
	wait "$server1"
	# A mirror that was tampered with gives nothing.
	rm -rf back
	code 0 "$stet" restore late.tar back
	bundle=$(find mirror/record/tile/entries -type f | sort | tail -n 1)
	sed -i 's/^intent 0/intent 1/; t; s/^intent ./intent 0/' "$bundle"
	code 5 "$stet" restore --head mirror back
	has err "whose head was signed"
	code 1 "$stet" restore --head http://127.0.0.1:1/ back
	code 6 "$stet" publish back m4.md
}
rule "entries that a backup is missing come from a mirror or an address" catch_up

new_log() {
	code 4 "$stet" restore --head elsewhere.log q
	has err "3 entries"
	code 6 "$stet" publish q s.md
	code 0 "$stet" restore --new-log --head elsewhere.log q
	has out "/record/2"
	code 0 "$stet" publish q s.md
	code 0 "$stet" record verify q
	has out "whose newest known head has 5 entries"
	hasnt out "NO key"
	[ "$(wc -l <q/key)" = 1 ]
	! cmp -s q/key first.key
	# The key is lost too.
	code 0 "$stet" restore b.tar lost --new-log
	has out "only your word"
	code 0 "$stet" publish lost g.md
	code 0 "$stet" record verify lost
	has out "NO key of the old log"
}
rule "what is lost stays lost, and the new log names the head of the old" new_log

keys() {
	paper k
	code 0 "$stet" publish k s.md --stdout
	code 0 "$stet" key rotate k --keep-days 30
	code 0 "$stet" publish k l1.md --stdout
	code 0 "$stet" key list k
	[ "$(grep -c '^	signs' out)" = 2 ]
	code 0 "$stet" record verify k
	has out "a new key signs"
	code 0 "$stet" key export k saved.key
	[ "$(stat -c %a saved.key)" = 600 ]
	code 4 "$stet" key export k saved.key
	code 0 "$stet" key retire k
	code 4 "$stet" key retire k
	code 0 "$stet" record verify k
	rm k/key
	code 3 "$stet" publish k l2.md --stdout
	has err "stet key import"
	code 6 "$stet" key import k first.key
	code 0 "$stet" key import k saved.key
	code 0 "$stet" publish k l2.md --stdout
	code 0 "$stet" record verify k
}
rule "a key is changed, ended, lost and put back" keys

beside() {
	mkdir -p many
	for n in $(seq 400); do say_story "Story number $n" "many/$n.md"; done
	paper m
	"$stet" import m many >/dev/null 2>&1 &
	importer=$!
	pids+=($importer)
	for n in 1 2; do
		code 0 "$stet" backup m "m$n.tar"
		code 0 "$stet" restore "m$n.tar" "m$n"
		code 0 "$stet" record verify "m$n"
	done
	wait $importer
	code 0 "$stet" backup m all.tar
	code 0 "$stet" restore all.tar all
	code 0 "$stet" record verify all
	has out "$("$stet" record verify m | sed -n 's/^root //p')"
}
rule "a backup beside an import is whole at one moment" beside

killed() {
	for n in 02 05 13; do
		timeout -s KILL "0.$n" "$stet" backup m killed.tar >/dev/null 2>&1 || true
		if [ -e killed.tar ]; then
			code 0 "$stet" restore killed.tar whole
			rm -r whole killed.tar
		fi
		timeout -s KILL "0.$n" "$stet" restore all.tar half >/dev/null 2>&1 || true
		if [ -e half ]; then
			[ ! -e half/site.db ] || { code 0 "$stet" record verify half; rm -r half; }
		fi
	done
	rm -rf half
	code 1 sh -c '"$1" backup m - >/dev/full' sh "$stet"
	has err "No space left"
	mkfifo pipe
	code 5 "$stet" backup m pipe --force
	[ -p pipe ]
}
rule "a backup or restore that is killed leaves nothing half done" killed
exit $bad
