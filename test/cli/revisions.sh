#!/bin/bash
# A story is changed, and readers are told of it; from the command line.
. "$(dirname "$0")/lib.sh"

tide() {
	printf -- '---\nheadline: The tide table\n---\nThe tide turns at 04:08.\n' >"$1"
}

corrected() {
	paper p
	tide t.md
	code 0 "$stet" publish p t.md
	cp t.md first.md
	sed -i 's/04:08/04:12/' t.md
	cp t.md given.md
	code 0 "$stet" publish p t.md --grade correction --note "The tide turns at 04:12, not 04:08."
	has out "t.md is corrected: revision 2"
	has t.md "grade: correction"
	has t.md "note: The tide turns at 04:12, not 04:08."
	code 0 "$stet" publish p given.md --grade correction --note "The tide turns at 04:12, not 04:08."
	has out "published already"
	cmp t.md given.md
}
rule "a graded change comes back with the author's file, and once only" corrected

refused() {
	cp t.md same.md
	code 5 "$stet" publish p same.md --grade typo
	has err "nothing to grade"
	sed -i 's/04:12/04:13/' same.md
	code 5 "$stet" publish p same.md --grade correction
	has err "needs a --note"
	code 5 "$stet" publish p same.md --note "Words."
	has err "--grade"
	code 5 "$stet" publish p same.md --grade mistake --note "Words."
	has err "clarification"
	code 5 "$stet" publish p same.md t.md --grade correction --note "Words."
	has err "about one story"
	printf -- '---\nheadline: Another\n---\nNew.\n' >n.md
	code 5 "$stet" publish p n.md --grade update
	has err "not published yet"
	code 4 "$stet" publish p first.md --grade correction --note "Words."
	has err "revision 2 is live"
}
rule "a grade that can't be says why, and an old revision stays a conflict" refused
exit $bad
