#!/bin/bash
# A full disk and a read-only one: readers are served on, publish says why not.
# Needs a file system of its own, so root; mounts are seen by this script only.
if [ "$(id -u)" = 0 ] && [ -z "${STET_TEST_MOUNTED:-}" ]; then
	STET_TEST_MOUNTED=1 exec unshare -m "$0"
fi
. "$(dirname "$0")/lib.sh"
if [ -z "${STET_TEST_MOUNTED:-}" ]; then
	echo "ok a full and a read-only disk # not root, so not tried"
	exit 0
fi

story() { printf -- '---\nheadline: Boat %s\nslug: boat-%s\ndate: 2026-01-02\n---\n' "$1" "$1"; }
served() {
	local got
	got=$(curl -s -m 5 -o /dev/null -w "%{http_code}" "$url$1") || true
	[ "$got" = 200 ] || { say "$url$1 gives $got"; return 1; }
}

cd "$work" || exit 1
mkdir disk
mount -t tmpfs -o size=128m stet-test disk
paper disk/p
{ story first; echo "It left."; } | "$stet" publish disk/p - >/dev/null
serve disk/p

before() { served / && served /2026/01/02/boat-first/; }
rule "a paper on a small disk is served" before

full() {
	{ story large; head -c 1400000 /dev/urandom | base64; } >large.md
	cp large.md again.md
	dd if=/dev/zero of=disk/filler bs=64k 2>/dev/null || true
	code 1 "$stet" publish disk/p large.md
	has err "disk is full"
	cmp large.md again.md # the author's words are as they were
	served /
	served /2026/01/02/boat-first/
	[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/2026/01/02/boat-large/")" = 404 ]
	rm disk/filler
	code 0 "$stet" publish disk/p large.md
	served /2026/01/02/boat-large/
	code 0 "$stet" record verify disk/p
}
rule "on a full disk publish says so and nothing is half there; readers are served on" full

full_import() {
	mkdir old
	for i in $(seq 40); do
		{ printf -- '---\ntitle: Old %s\ndate: 2001-03-04\n---\n' "$i"; head -c 200000 /dev/urandom | base64; } >"old/$i.md"
	done
	dd if=/dev/zero of=disk/filler bs=64k 2>/dev/null || true
	code 1 "$stet" import disk/p old
	has err "disk is full"
	served /
	rm disk/filler
	code 0 "$stet" import disk/p old
	code 0 "$stet" record verify disk/p
	code 0 "$stet" show disk/p /40/
}
rule "an import that fills the disk goes on when there is room" full_import

read_only() {
	{ story late; echo "Too late."; } >late.md
	cp late.md again.md
	# What is open for writing keeps a disk writable: so for others only.
	mount --bind disk disk
	mount -o remount,bind,ro disk
	local got=0
	"$stet" publish disk/p late.md >out 2>err || got=$?
	[ "$got" != 0 ]
	has err "ead-only"
	cmp late.md again.md
	served /
	served /2026/01/02/boat-large/
	code 0 "$stet" show disk/p /2026/01/02/boat-first/
	umount disk
	code 0 "$stet" publish disk/p late.md
	served /2026/01/02/boat-late/
}
rule "on a read-only disk publish says so, and readers are served on" read_only

kill "$server"
wait "$server" 2>/dev/null
cd / && umount -l "$work/disk"
exit $bad
