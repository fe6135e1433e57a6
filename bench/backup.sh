#!/bin/bash
# backup.sh -- a paper into one file, against cp of the same bytes; both on the
# disk (fsync) before they count as done, both from warm caches.
. "$(dirname "$0")/lib.sh"

n=${STET_BENCH_N:-100000}
from=$(paper "$n") || exit 1
dir=$work/backup-$n
rm -rf "$dir"
cp -r "$from" "$dir"

# seconds COMMAND... -- wall time
seconds() {
	local begun
	begun=$(date +%s.%N)
	"$@" >/dev/null || return 1
	awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.3f", b - a }'
}
copy() {
	mkdir "$dir.cp"
	cp -r "$dir"/site.db "$dir"/desk.db "$dir"/media "$dir.cp/"
	sync "$dir".cp/site.db "$dir".cp/desk.db
}
# As on any night: served meanwhile, and idle enough for the log to be level.
$stet serve "$dir" --listen "127.0.0.1:$(free_port)" >/dev/null 2>&1 &
server=$!
sleep 8
cps='' backups=''
for _ in $(seq "$rounds"); do
	rm -rf "$dir.cp" "$dir.tar"
	sync
	cat "$dir/site.db" >/dev/null
	cps+="$(seconds copy) "
	rm -rf "$dir.cp"
	sync
	cat "$dir/site.db" >/dev/null
	backups+="$(seconds $stet backup "$dir" "$dir.tar") "
done
memory=$( { command time -f %M $stet backup "$dir" "$dir.tar" --force >/dev/null; } 2>&1 | tail -1)
restores=''
for _ in 1 2 3; do
	rm -rf "$dir.back"
	restores+="$(seconds $stet restore "$dir.tar" "$dir.back") "
done
kill $server
wait $server 2>/dev/null
row "backup of $n stories, $(($(stat -c %s "$dir.tar") >> 20)) MB, s" "$(stats $backups)" ""
row "cp of the same bytes, s" "$(stats $cps)" ""
row "backup / cp" "$(stats $(ratios "$backups" "$cps"))" "at most 1.5"
row "memory of backup, MB" "$((memory >> 10))" ""
row "restore and verify, s" "$(stats $restores)" ""
rm -rf "$dir" "$dir.cp" "$dir.tar" "$dir.back"
