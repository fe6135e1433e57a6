#!/bin/bash
# Files as other programs make them, with a name in every place that those know
# to write one to: none of it is left, or the file is refused with a reason.
. "$(dirname "$0")/lib.sh"

name="Zorvanna Quillfeather"
film() { ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:r=10:d=2 -f lavfi -i sine=d=2 "$@"; }
sound() { ffmpeg -v error -y -f lavfi -i sine=d=2 "$@"; }
tags=(-metadata "title=$name" -metadata "artist=$name" -metadata "comment=$name" -metadata "location=+38.7223-009.1393/" -metadata "creation_time=2020-02-02T02:02:02Z")
# nowhere WORDS -- not in a file of the paper, nor in what its PDF files hold
nowhere() {
	! grep -rai -- "$1" p || return 1
	for f in $(grep -rla '^%PDF' p/media p/desk-media); do
		qpdf --qdf --object-streams=disable "$f" flat.pdf || [ $? = 3 ]
		! grep -ai -- "$1" flat.pdf || return 1
	done
}
master() { "$stet" show p "$1" | sed -n 's/^ *sha256: //p' | head -n 1; }

pictures_of_cameras() {
	paper p
	node "$root/test/cli/picture.mjs" png 900 600 >plain.png
	node "$root/test/cli/picture.mjs" gif 300 90 >turn.gif
	ffmpeg -v error -y -i plain.png -vf scale=120:-1 small.jpg
	ffmpeg -v error -y -i plain.png plain.jpg
	ffmpeg -v error -y -i plain.png -pix_fmt rgb48be deep.png
	ffmpeg -v error -y -i plain.png -pix_fmt rgb48le deep.tif
	ffmpeg -v error -y -i plain.png plain.webp
	cp plain.jpg camera.jpg && cp plain.jpg lying.jpg && cp plain.png camera.png
	for f in camera.jpg lying.jpg camera.png deep.png deep.tif plain.webp turn.gif; do
		exiftool -q -overwrite_original "-XMP:Creator=$name" "-XMP:Description=$name" "-Comment=$name" "$f"
	done
	for f in camera.jpg lying.jpg camera.png deep.png deep.tif plain.webp; do
		exiftool -q -overwrite_original "-EXIF:SerialNumber=$name 1" "-EXIF:OwnerName=$name" "-EXIF:UserComment=$name" "-EXIF:HostComputer=$name" \
			-GPSLatitude=38.7223 -GPSLatitudeRef=N -GPSLongitude=9.1393 -GPSLongitudeRef=W "$f"
	done
	exiftool -q -overwrite_original "-IPTC:By-line=$name" "-IPTC:Caption-Abstract=$name" "-ThumbnailImage<=small.jpg" camera.jpg
	exiftool -q -overwrite_original -Orientation#=6 lying.jpg
	printf -- '---\nheadline: Cameras\nslug: cameras\n---\n' >cameras.md
	for f in camera.jpg lying.jpg camera.png deep.png deep.tif plain.webp turn.gif; do
		grep -qa Quillfeather "$f"
		printf '![A](%s)\n\n' "$f" >>cameras.md
	done
	code 0 "$stet" publish p cameras.md
	nowhere Quillfeather
	find p/media -type f -exec exiftool -a -G1 {} + >told
	! grep -iE 'GPS|Serial|Owner|HostComputer|Thumbnail|IPTC|UserComment' told || return 1
	# Turned the right way up, of 8 bits, and still moving.
	"$stet" show p cameras >shown
	grep -A5 'name: lying.jpg' shown >lying && has lying "width: 600" && has lying "height: 900"
	! grep -E 'Bits Per Sample .*: 16|Bit Depth .*: 16' told || return 1
	grep -rqa ANMF p/media
}
rule "of pictures from seven programs nothing is left that tells on people" pictures_of_cameras

recordings() {
	film -c:v libx264 -pix_fmt yuv420p -c:a aac "${tags[@]}" film.mp4
	film -c:v libvpx -b:v 200k -c:a libvorbis "${tags[@]}" film.webm
	sound -c:a libmp3lame "${tags[@]}" -id3v2_version 3 -write_id3v1 1 sound.mp3
	sound -c:a aac "${tags[@]}" sound.m4a
	sound -c:a libvorbis "${tags[@]}" sound.ogg
	sound -c:a libopus "${tags[@]}" sound.opus
	sound -c:a flac "${tags[@]}" sound.flac
	sound -c:a pcm_s16le "${tags[@]}" sound.wav
	for f in film.mp4 film.webm sound.mp3 sound.m4a sound.ogg sound.opus sound.flac sound.wav; do
		grep -qa Quillfeather "$f"
		printf -- '---\nkind: %s\nheadline: %s\nslug: %s\nfile: %s\n---\n[0:00] It.\n' \
			"$([[ $f = film* ]] && echo video || echo audio)" "$f" "${f//./-}" "$f" >"${f//./-}.md"
		code 0 "$stet" publish p "${f//./-}.md"
		one=$(master "${f//./-}")
		# It plays to its end as it did.
		ffmpeg -v error -xerror -i "p/media/${one:0:2}/$one" -f null -
	done
	nowhere Quillfeather
	nowhere 38.7223
	find p/media -type f -exec exiftool -a -G1 {} + >told
	! grep -iE 'GPS|Artist|2020:02:02' told || return 1
}
rule "of films and sounds from eight encoders no name is left, and they play" recordings

documents() {
	printf '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><text y="40">Tide table</text></svg>' >sheet.svg
	rsvg-convert -f pdf -o sheet.pdf sheet.svg
	exiftool -q -overwrite_original "-Author=$name" "-Title=$name" "-XMP:Creator=$name" sheet.pdf
	grep -qa Quillfeather sheet.pdf
	qpdf --object-streams=generate sheet.pdf packed.pdf
	qpdf --linearize sheet.pdf linear.pdf
	printf -- '---\nheadline: Sheets\nslug: sheets\ndocuments:\n  - {src: sheet.pdf}\n  - {src: packed.pdf}\n  - {src: linear.pdf}\n---\nx\n' >sheets.md
	code 0 "$stet" publish p sheets.md
	nowhere Quillfeather
	for f in $(grep -rla '^%PDF' p/media); do
		qpdf --check "$f" >/dev/null
		! exiftool "$f" | grep -iE 'Author|Title|Creator' || return 1
	done
	qpdf --encrypt '' secret 256 -- sheet.pdf locked.pdf
	qpdf --add-attachment plain.jpg -- sheet.pdf with.pdf
	head -c 700 sheet.pdf >cut.pdf
	for f in locked with cut; do
		printf -- '---\nheadline: %s\ndocuments:\n  - {src: %s.pdf}\n---\nx\n' $f $f >$f.md
		code 5 "$stet" publish p $f.md
		has err "$f.md:4: $f.pdf: "
	done
}
rule "PDF files lose who made them, or are refused with file, line and reason" documents

exit $bad
