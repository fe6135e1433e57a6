#!/bin/bash
# Several languages: translations that fall behind, pages that are not there in
# a language, and what each language says of itself.
. "$(dirname "$0")/lib.sh"

# original N -- the English text, its second paragraph in its N-th wording
original() {
	printf -- '---\nheadline: The light is lit\nslug: light\ndeck: D.\ndate: 2026-11-04\n%s---\nOne stands.\n\nTwo, wording %s.\n\nThree\nstands.\n' "${2-}" "$1" >a.md
}
two() {
	paper p
	speaks p "en, fa, ckb"
	original 1
	code 0 "$stet" publish p s.md a.md
	id=$(sed -n 's/^id: //p' a.md)
	printf -- '---\nlang: fa\nheadline: چراغ\nslug: cheragh\ndeck: D.\ndate: 2026-11-04\ntranslation_of: %s\n---\nیک.\n\nدو.\n\nسه.\n' "$id" >b.md
	code 0 "$stet" publish p b.md
}
# again FILE -- publish it as the next revision, whatever it says
again() {
	n=$(sed -n 's/^revision: //p' "$1.md")
	code 0 "$stet" publish p "$1.md"
	[ "$(sed -n 's/^revision: //p' "$1.md")" = $((n + 1)) ]
}

stamped() {
	two
	has b.md 'translation_revision: 1'
	code 0 "$stet" translations p
	has out 'No translation is older'
	code 0 "$stet" translations p --all
	has out '/fa/2026/11/04/cheragh/ (fa) of /2026/11/04/light/ (en): up to date'
}
rule "a translation notes which revision of its original it follows" stamped

behind() {
	sed -i 's/wording 1/wording 2/' a.md
	again a
	code 0 "$stet" translations p --diff
	has out '(fa) of /2026/11/04/light/ (en): follows revision 1, 2 is live'
	has out 'new or changed: paragraph 2'
	has out '+ 2: Two, wording 2.'
	has out '- 2: Two, wording 1.'
	hasnt out 'headline'
	code 0 "$stet" translations p --json
	has out '"behind":true,"follows":1,"live":2'
	has out '"changed":[{"paragraph":2}]'
	code 0 "$stet" translations p --lang ckb
	has out 'No translation is older'
}
rule "it falls behind when the original's words change, paragraph by paragraph" behind

said() {
	serve p
	curl -s "$url/fa/2026/11/04/cheragh/" >page
	has page 'متن اصلی پس از این برگردان تغییر کرده است.'
	has page '۱ بند آنجا از اینجا تازه‌تر است.'
	has page 'lang="en" dir="ltr" hreflang="en">The light is lit</a>'
	curl -s "$url/2026/11/04/light/" >page
	hasnt page 'has been changed since this translation'
	stop
}
rule "its page says so, and leads to the original" said

# What the reader had in the cache may not stand.
fresh() {
	two
	serve p
	curl -s "$url/fa/2026/11/04/cheragh/" >page
	hasnt page 'متن اصلی'
	sed -i 's/wording 1/wording 2/' a.md
	again a
	for _ in $(seq 100); do
		curl -s "$url/fa/2026/11/04/cheragh/" >page
		! grep -q 'متن اصلی' page || break
		sleep 0.05
	done
	has page 'متن اصلی'
	stop
}
rule "a page that was kept says so too" fresh

typo() {
	sed -i 's/^دو\.$/دو!/' b.md
	again b
	code 0 "$stet" translations p
	has out 'follows revision 1, 2 is live'
}
rule "mending the translation alone does not bring it up to date" typo

caught_up() {
	sed -i 's/^translation_revision: 1/translation_revision: 2/' b.md
	again b
	code 0 "$stet" translations p
	has out 'No translation is older'
	sed -i 's/^translation_revision: 2/translation_revision: 9/' b.md
	code 5 "$stet" publish p b.md
	has err '`translation_revision` is 9, but revision 2 of the original is the newest'
}
rule "it has caught up when it says so, and can't be ahead" caught_up

front_only() {
	two
	sed -i 's/^date: .*/&\nlisted: false/' a.md
	again a
	code 0 "$stet" translations p
	has out 'No translation is older'
	sed -i 's/^headline: .*/headline: The light burns/' a.md
	again a
	code 0 "$stet" translations p
	has out 'changed: the headline'
}
rule "what is no words of the original does not count, its headline does" front_only

imported() {
	rm -rf in
	mkdir -p in/content/posts
	printf 'defaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.fa]\nweight = 2\n' >in/hugo.toml
	printf -- '---\ntitle: Light\nslug: light\ndate: 2026-11-04\n---\nOne.\n' >in/content/posts/light.md
	printf -- '---\ntitle: چراغ\nslug: cheragh\ndate: 2026-11-04\n---\nیک.\n' >in/content/posts/light.fa.md
	paper q
	code 0 "$stet" import q in
	code 0 "$stet" translations q --all
	has out '/fa/posts/cheragh/ (fa) of /posts/light/ (en): up to date'
	sed -i 's/One/Two/' in/content/posts/light.md
	code 0 "$stet" import q in
	code 0 "$stet" translations q
	has out 'new or changed: paragraph 1'
	sed -i 's/Two/Three/; s/یک/دو/' in/content/posts/*.md
	code 0 "$stet" import q in
	code 0 "$stet" translations q
	has out 'No translation is older'
}
rule "what an import brings at once belongs together" imported

missing() {
	two
	code 0 "$stet" translations p --missing --lang ckb
	has out '/2026/11/04/light/ (en): not in ckb: The light is lit'
	code 0 "$stet" translations p --missing --lang fa
	has out 'Nothing is missing.'
	code 5 "$stet" translations p --missing
	has err 'needs a language'
}
rule "what is not in a language is listed" missing

fallback() {
	serve p
	[ "$(curl -s -o page -w '%{http_code}' "$url/ckb/2026/11/04/light/")" = 404 ]
	has page '<html lang="ckb" dir="rtl"'
	has page 'noindex'
	has page 'هێشتا بەم زمانە نییە'
	has page '<a href="/2026/11/04/light/" lang="en" dir="ltr" hreflang="en">The light is lit</a>'
	has page '<a href="/fa/2026/11/04/cheragh/" lang="fa" dir="rtl" hreflang="fa">چراغ</a>'
	[ "$(curl -s -o page -w '%{http_code}' "$url/2026/11/04/cheragh/")" = 404 ]
	has page 'Not in this language yet'
	has page '/fa/2026/11/04/cheragh/'
	[ "$(curl -s -o page -w '%{http_code}' "$url/ckb/2026/11/04/nothing/")" = 404 ]
	has page 'لەم ناونیشانەدا هیچ نییە'
	stop
}
rule "a text that is not in a language yet says so and leads to those it is in" fallback

told() {
	code 0 "$stet" languages
	has out 'ar: العربية, from right to left'
	has out 'no native reader has reviewed'
	code 0 "$stet" languages --json
	[ "$(wc -l <out)" = 13 ]
	[ "$(grep -c '"reviewed":true' out)" = 1 ]
	speaks p "en, nl, ckb"
	code 0 "$stet" publish p s.md
	code 0 "$stet" languages p
	has out 'nl: Nederlands, from left to right'
	has out 'has no words in it and speaks English'
}
rule "each language says who has reviewed it, and what it lacks" told

exit $bad
