#!/bin/bash
# The tools that hold the source to its rules do find what breaks them.
. "$(dirname "$0")/lib.sh"

object() { printf '%s\n' "$1" | cc -fvisibility=hidden -fPIC -x c -c -o "$work/x.o" -; }

globals() {
	for line in 'static int n; int f(void); int f(void) { return n++; }' \
	    'int f(void); int f(void) { static int n = 1; return n++; }' \
	    'int f(void); int f(void) { static _Thread_local int n; return n++; }' \
	    'int n; int f(void); int f(void) { return n++; }' \
	    'static const char *p = "x"; const char *f(void); const char *f(void) { return p++; }'; do
		object "$line"
		code 1 "$root/tools/globals" x.o
	done
	object 'static const char *const words[] = { "x" }; static const int n[] = { 1 };
		const void *f(int); const void *f(int k) { return k ? (const void *)words : n; }'
	code 0 "$root/tools/globals" x.o
}
rule "a variable that outlives a function is found, a constant table is fine" globals

layers() {
	mkdir -p src/base src/desk
	printf '#include "desk/desk.h"\n' >src/base/x.c
	code 1 awk -f "$root/tools/layers.awk" "$root/tools/layers.txt" src/base/x.c
	printf '#include "base/str.h"\n' >src/desk/x.c
	code 0 awk -f "$root/tools/layers.awk" "$root/tools/layers.txt" src/desk/x.c
}
rule "a room that looks into one it may not is found" layers

refuse() {
	printf 'int main(void) { return 0; } /* refused: whatever */\n' >fine.c
	code 1 "$root/tools/refuse" fine.c
	printf '/* refused: some other reason */\nint main(void) { return x; }\n' >other.c
	(cd "$root" && code 1 tools/refuse "$work/other.c")
}
rule "a program that should not compile and does is found" refuse
exit $bad
