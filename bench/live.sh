#!/bin/bash
# live.sh [PORT PATH PID COMMAND] -- how soon all who follow a running brief
# have an item, and what that costs the server.  PATH is the brief's page
# (/2026/11/23/regatta/) on a stet at PORT of this machine, PID its reader's
# process, COMMAND what publishes an item.  Without them: the edge alone, over
# a site in memory, which is the delivery without what making an item costs.
readers=${STET_BENCH_READERS:-5000}
. "$(dirname "$0")/lib.sh"
ninja -C build bench/bench_{edge,live} >/dev/null || exit 1
ulimit -n "$(ulimit -Hn)"
what="a brief on a paper"
if [ $# -lt 4 ]; then
	port=$(free_port)
	echo "<!doctype html><title>The brief</title>" >"$work/brief.html"
	build/bench/bench_edge "127.0.0.1:$port" 2 "$work/brief.html" >/dev/null &
	edge=$!
	trap 'kill $edge 2>/dev/null' EXIT
	up "$port" || exit 1
	set -- "$port" /brief/ "$edge" "kill -USR1 $edge"
	what="the edge alone"
fi
rest=$(cpu "$3")
build/bench/bench_live "$1" "$2" "$readers" "$rounds" "$3" "$4" >"$work/live" || exit 1
spent=$(cpu "$3")

column() { awk -v c="$1" '$1 != "ready" { print $c }' "$work/live"; }
row "$what, $readers readers: from publishing an item to the first who has it, seconds" "$(stats $(column 1))" ""
row "the same: to the last" "$(stats $(column 2))" "under 1"
row "the same: to the last, from the end of publishing" "$(stats $(column 3))" ""
row "the same: the reader process's CPU seconds an item" "$(stats $(column 4))" "under 1"
row "the same: CPU seconds in all, connecting and $rounds items" "$(awk -v a="$rest" -v b="$spent" 'BEGIN { printf "%.2f", b - a }')" ""
row "the same: seconds until all were connected" "$(awk '$1 == "ready" { print $2 }' "$work/live")" ""
row "the same: memory of the reader process for one of them, bytes" \
    "$(awk -v n="$readers" '$1 == "ready" { printf "%.0f", $3 * 1024 / n }' "$work/live")" ""
