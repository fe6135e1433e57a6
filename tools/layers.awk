# layers.awk -- refuse an include that points the wrong way.
#	awk -f tools/layers.awk tools/layers.txt $(git ls-files 'src/*.[ch]')
FNR == NR {
	if (NF && $1 !~ /^#/) {
		sub(/:$/, "", $1)
		may[$1, $1] = 1
		for (i = 2; i <= NF; i++)
			may[$1, $i] = 1
	}
	next
}
FILENAME == "src/main.c" { next }
match($0, /^#include "[a-z]+\//) {
	split(FILENAME, path, "/"); room = path[2]
	to = substr($0, RSTART + 10, RLENGTH - 11)
	if (!((room, to) in may)) {
		printf "%s:%d: %s may not look into %s\n", FILENAME, FNR, room, to
		bad = 1
	}
}
END { exit bad }
