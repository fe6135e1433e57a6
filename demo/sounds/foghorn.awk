#!/usr/bin/awk -f
# LC_ALL=C awk -f foghorn.awk >foghorn.wav -- forty seconds of the horn of Gull
# Rock, made of nothing but sines and a little sea: 8000 Hz, 16 bits, one ear.

function le(v, bytes) {
	while (bytes-- > 0) {
		printf "%c", v % 256
		v = int(v / 256)
	}
}

# Loudness of a blast that began s seconds ago and lasts for n.
function blast(s, n) {
	if (s < 0)
		return 0
	if (s < .35)
		return s / .35
	return s < n ? 1 : exp((n - s) * 2.6)
}

BEGIN {
	rate = 8000
	n = rate * 40
	turn = 6.28318530718
	printf "RIFF"; le(36 + 2 * n, 4)
	printf "WAVEfmt "; le(16, 4); le(1, 2); le(1, 2)
	le(rate, 4); le(2 * rate, 4); le(2, 2); le(16, 2)
	printf "data"; le(2 * n, 4)
	srand(112)
	for (i = 0; i < n; i++) {
		t = i / rate
		# The note sags when the air runs out, and ends in a grunt.
		a = blast(t - 3, 5) + blast(t - 21, 5)
		g = blast(t - 8.1, .5) + blast(t - 26.1, .5)
		phase += turn * (a > g ? 174 - 4 * (1 - a) : 116) / rate
		horn = sin(phase) + .7 * sin(2 * phase) + .55 * sin(3 * phase) \
		    + .35 * sin(4 * phase) + .2 * sin(5 * phase + 1)
		now = .22 * (a + .8 * g) * horn
		# From the cliffs, a second and a half later.
		late = echo[i - 12000]
		delete echo[i - 12000]
		echo[i] = now
		sea += (rand() - .5 - sea) * .06
		swell = .35 + .25 * sin(turn * t / 9)
		v = now + .22 * late + swell * sea
		v = int(v * 20000 + 65536) % 65536
		le(v, 2)
	}
}
