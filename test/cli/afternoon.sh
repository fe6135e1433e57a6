#!/bin/bash
# What goes wrong on an ordinary afternoon, and what is said then.
. "$(dirname "$0")/lib.sh"

odd_papers() {
	code 5 "$stet" init a --name $'Two\nlines'
	has err "one line"
	code 5 "$stet" init a --name "$(head -c 400 /dev/zero | tr '\0' x)"
	code 5 "$stet" init a --name X --url 'https://x.example/?a=b'
	has err "https://gazette.example/"
	code 5 "$stet" init a --name X --url 'https://'
	code 5 "$stet" init a --name X --timezone Europe/Lisboa
	[ ! -e a ]
	code 3 "$stet" init no/such/folder --name X
	has err "No such file or directory"
	code 0 "$stet" init c --name X --lang PT-br
	code 0 "$stet" show c settings
	has out "pt-BR"
}
rule "init refuses what can't be a paper and leaves nothing behind" odd_papers

private() {
	(umask 022 && paper p)
	for f in desk.db desk.db-wal desk.db-shm key write.lock; do
		case $(stat -c %A p/$f) in
		*---) ;;
		*) say "$f: $(stat -c %A p/$f)"; return 1 ;;
		esac
	done
}
rule "drafts and the key can be read by their owners only" private
ahead() {
	paper p
	printf -- '---\nheadline: The bridge\ndate: 2099-01-01\n---\nOne.\n' >f.md
	cp f.md same.md
	code 0 "$stet" publish p f.md
	code 0 "$stet" publish p f.md
	code 0 "$stet" publish p same.md
	sed -i 's/One/Two/' f.md
	code 0 "$stet" publish p f.md
	code 0 "$stet" drafts p
	[ "$(grep -c bridge out)" = 1 ]
	code 0 "$stet" publish p --now f.md
	code 0 "$stet" drafts p
	hasnt out bridge
	code 0 "$stet" publish p f.md
	has out "published already"
}
rule "a file that waits, given twice, waits and comes out once" ahead

after_due() {
	paper p
	when=$(date -u -d '+4 sec' +%FT%TZ)
	printf -- '---\nheadline: The bridge\nembargo: %s\n---\nOne.\n' "$when" >f.md
	cp f.md same.md
	code 0 "$stet" publish p f.md
	sed 's/One/Two/' f.md >edited.md
	serve p
	for _ in $(seq 100); do
		curl -s "$url/" | grep -q bridge && break
		sleep 0.1
	done
	for f in f.md same.md; do
		code 0 "$stet" publish p $f
		has out "published already"
		has $f "revision: 1"
	done
	code 4 "$stet" publish p edited.md
	has err "does not say which revision"
	kill "$server" && wait "$server"
}
rule "what came out on its day is known when it is given again" after_due
lone_picture() {
	paper p
	printf -- '---\nkind: picture\npicture: x.jpg\nalt: X\n---\n' >pic.md
	code 5 "$stet" publish p pic.md
	has err "name its file there"
}
rule "a picture's file without a picture is refused, and why" lone_picture

line() {
	paper p
	printf -- '---\nheadline: X\n---\nOne.\n\n![x](/etc/passwd)\n' >l.md
	code 0 "$stet" publish p l.md
	has err "l.md:6: the picture"
	hasnt err "l.md:11"
}
rule "a remark names the line of the author's file" line
at_once() {
	paper p
	printf -- '---\nheadline: Same\n---\nOne.\n' >same.md
	for i in 1 2 3 4 5 6; do
		cp same.md same$i.md
		"$stet" publish p same$i.md &
		jobs[i]=$!
	done
	for i in 1 2 3 4 5 6; do wait "${jobs[i]}"; done
	code 0 "$stet" record verify p
	has out "2 entries"
}
rule "the same words given six times at once come out once" at_once
exit $bad
