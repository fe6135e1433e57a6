#!/bin/bash
# pictures.sh -- every rendition of a few photographs, against a loop of
# vipsthumbnail, which opens each picture anew for every width and format; both
# of the same masters, widths, formats and qualities, from warm caches.
. "$(dirname "$0")/lib.sh"

n=${STET_BENCH_PICTURES:-6}
dir=$work/pictures
rm -rf "$dir" "$dir.desk"
mkdir -p "$dir.desk"
# Soft noise in three colours: to an encoder as a photograph is.
for i in $(seq "$n"); do
	for band in 1 2 3; do
		vips gaussnoise "$dir.desk/a.v" 3000 2000 --mean 128 --sigma 160 --seed $((3 * i + band))
		vips gaussblur "$dir.desk/a.v" "$dir.desk/$band.v" 3
	done
	vips bandjoin "$dir.desk/1.v $dir.desk/2.v $dir.desk/3.v" "$dir.desk/all.v"
	vips cast "$dir.desk/all.v" "$dir.desk/bytes.v" uchar
	vips copy "$dir.desk/bytes.v" "$dir.desk/$i.jpg" --interpretation srgb
	printf '![%d](%d.jpg)\n\n' "$i" "$i"
done >"$dir.desk/body"
rm -f "$dir.desk"/*.v
{ printf -- '---\nheadline: Waves\n---\n'; cat "$dir.desk/body"; } >"$dir.desk/waves.md"
$stet init "$dir" --name "The Harbour Gazette" --lang en >/dev/null || exit 1
$stet publish "$dir" "$dir.desk/waves.md" >/dev/null || exit 1
masters=$(find "$dir/media" -type f ! -name '*-*' -printf '%s %p\n' | sort -n | tail -n "$n" | cut -d' ' -f2)

seconds() {
	local begun
	begun=$(date +%s.%N)
	"$@" >/dev/null || return 1
	awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.3f", b - a }'
}
one() {
	local w out=$work/pictures.out/$(basename "$1")
	for w in 320 480 1080; do
		vipsthumbnail "$1" -s "${w}x100000" -o "$out-$w.jpg[Q=82,optimize_coding,interlace,strip]" || return 1
	done
	for w in 320 480 720 1080 1600; do
		vipsthumbnail "$1" -s "${w}x100000" -o "$out-$w.webp[Q=80,effort=3,strip]" || return 1
	done
}
loop() {
	for m in $masters; do one "$m" || return 1; done
}
# One after the other, as many at once as there are processors.
export -f one
export work
loops() { printf '%s\n' $masters | xargs -P "$(nproc)" -I{} bash -c 'one {}'; }

singles='' manys='' ours=''
for _ in $(seq "$rounds"); do
	rm -rf "$work/pictures.out"; mkdir "$work/pictures.out"
	singles+="$(seconds loop) "
	rm -rf "$work/pictures.out"; mkdir "$work/pictures.out"
	manys+="$(seconds loops) "
	ours+="$(seconds $stet pictures "$dir" --all) "
done
made=$(find "$dir/media" -name '*-*.*' | wc -l)
row "renditions of $n pictures of 6 million pixels ($made files), s" "$(stats $ours)" ""
row "vipsthumbnail, one after the other, s" "$(stats $singles)" ""
row "vipsthumbnail, one a processor, s" "$(stats $manys)" ""
row "stet pictures / vipsthumbnail, one after the other" "$(stats $(ratios "$ours" "$singles"))" "at most 1"
row "stet pictures / vipsthumbnail, one a processor" "$(stats $(ratios "$ours" "$manys"))" "at most 1"
rm -rf "$dir" "$dir.desk" "$work/pictures.out"
