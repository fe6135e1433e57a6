#!/bin/bash
# serve.sh -- a cached page beside nginx's static file of the same bytes and a
# bare epoll loop that writes them; 64 connections, rounds interleaved.
. "$(dirname "$0")/lib.sh"

dir=$(paper "${STET_BENCH_N:-100000}") || exit 1
ours=$(free_port) theirs=$(free_port) floor=$(free_port)
page=$work/page
mkdir -p "$page"

begun=$(date +%s.%N)
$stet serve "$dir" --listen "127.0.0.1:$ours" >"$work/serve.log" 2>&1 &
server=$!
trap 'kill $server $nginx $bare 2>/dev/null' EXIT
until curl -so /dev/null "http://127.0.0.1:$ours/"; do sleep 0.005; done
ready=$(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.3f", b - a }')
curl -so "$page/index.html" "http://127.0.0.1:$ours/"
# The child that answers.  After an import the writer beside it has an index to
# tidy up for some minutes: a paper that rests is measured.
reader=$(for p in $(family $server); do [ "$p" != $server ] && grep -qs "" "/proc/$p/status" && echo "$p"; done | while read -r p; do
	ls -l "/proc/$p/fd" 2>/dev/null | grep -q 'eventpoll' && echo "$p"; done | head -n 1)

for _ in $(seq 100); do
	before=$(cpu $(family $server))
	sleep 4
	[ "$(awk -v a="$before" -v b="$(cpu $(family $server))" 'BEGIN { print b - a < 0.05 }')" = 1 ] && break
done

cat >"$work/nginx.conf" <<N
worker_processes 2; daemon off; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 4096; }
http { access_log off; sendfile on; keepalive_requests 1000000; open_file_cache max=100;
  client_body_temp_path $work/n1; proxy_temp_path $work/n2; fastcgi_temp_path $work/n3;
  uwsgi_temp_path $work/n4; scgi_temp_path $work/n5; default_type text/html;
  server { listen 127.0.0.1:$theirs reuseport; root $page; } }
N
chmod 755 "$work" "$page"
/usr/sbin/nginx -c "$work/nginx.conf" &
nginx=$!
build/bench/bench_bare "$floor" "$page/index.html" &
bare=$!
up "$theirs" && up "$floor" || exit 1

# load PORT PID -- "requests a second, CPU us a request"
load() {
	local before after out pids
	pids=$(family "$2")
	before=$(cpu $pids)
	out=$(wrk -t1 -c64 -d"${STET_BENCH_SECONDS:-3}s" "http://127.0.0.1:$1/")
	after=$(cpu $pids)
	awk -v a="$before" -v b="$after" '/requests in/ { n = $1 } /Requests\/sec/ { r = $2 }
		/Non-2xx/ { r = 0 } END { printf "%s %.4g\n", r, (b - a) * 1e6 / n }' <<<"$out"
}

s= n= b= sc= nc= bc=
for _ in $(seq "$rounds"); do
	read -r r c <<<"$(load "$ours" $reader)"; s="$s $r" sc="$sc $c"
	read -r r c <<<"$(load "$theirs" $nginx)"; n="$n $r" nc="$nc $c"
	read -r r c <<<"$(load "$floor" $bare)"; b="$b $r" bc="$bc $c"
done
row "cached page of $(stat -c %s "$page/index.html") bytes: stet, requests a second" "$(stats $s)" ""
row "the same: nginx static" "$(stats $n)" ""
row "the same: bare epoll loop" "$(stats $b)" ""
row "stet / nginx, requests" "$(stats $(ratios "$s" "$n"))" "at least 1"
row "stet / bare, requests" "$(stats $(ratios "$s" "$b"))" "at least 0.92"
row "stet / nginx, CPU time a request" "$(stats $(ratios "$sc" "$nc"))" ""
row "stet / bare, CPU time a request" "$(stats $(ratios "$sc" "$bc"))" "at most 1.15"
row "ready to serve ${STET_BENCH_N:-100000} stories, seconds" "$ready" "under 0.5"

# Memory of the reader after a walk over listings and stories.
curl -s "http://127.0.0.1:$ours/feed.xml" | grep -o 'href="http[^"]*"' | cut -d'"' -f2 >"$work/urls"
for i in $(seq 1 400); do echo "http://127.0.0.1:$ours/page/$i/"; done >>"$work/urls"
sed "s|http://[^/]*|http://127.0.0.1:$ours|" "$work/urls" | xargs -n 50 -P 2 curl -s >/dev/null 2>&1
curl -s "http://127.0.0.1:$ours/page/7/" | grep -o 'href="/[^"]*"' | cut -d'"' -f2 | head -n 40 |
    sed "s|^|http://127.0.0.1:$ours|" | xargs -n 20 curl -s >/dev/null
row "reader's memory, MB (resident, not shared with files)" \
    "$(awk '/RssAnon/ { printf "%.1f", $2 / 1024 }' "/proc/$reader/status") (all: $(awk '/VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$reader/status"))" "under 128"
