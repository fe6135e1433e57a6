// SPDX-License-Identifier: ISC
// Films and sounds in a real browser: nobody else is asked before a click, and
// a transcript's times lead to where they are heard.  Pictures: each browser
// takes what fits, nothing moves its place, and no more moves than is wanted.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, root, serve, stet } from './browser.mjs';

let work, paper, server, browser;

function publish(name, fields, body) {
	const file = path.join(work, `${name}.md`);

	writeFileSync(file, `---\nslug: ${name}\n${fields}\n---\n${body}\n`);
	return stet(['publish', paper, file]).match(/ (\/\S+\/)\n/)[1];
}

/* A sound of that many seconds, with a name in it that is nobody's business. */
function wav(seconds) {
	const list = Buffer.from('LIST\x10\0\0\0INFOSERIAL-4711\0', 'latin1');
	const head = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0\0\0'
	    + '\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0', 'latin1');
	const data = Buffer.alloc(8 + 8000 * seconds);

	data.write('data', 'latin1');
	data.writeUInt32LE(8000 * seconds, 4);
	for (let i = 8; i < data.length; i++)
		data[i] = 128 + 20 * Math.sin(i / 6);
	return Buffer.concat([head, list, data]);
}

/* A film as a browser records it: of unknown size, without a duration. */
async function film() {
	const page = await browser.newPage();
	const bytes = await page.evaluate(async () => {
		const canvas = document.createElement('canvas');
		const pen = canvas.getContext('2d');
		const recorder = new MediaRecorder(canvas.captureStream(20),
		    { mimeType: 'video/webm' });
		const parts = [];

		canvas.width = 64;
		canvas.height = 36;
		recorder.ondataavailable = (event) => parts.push(event.data);
		recorder.start();
		for (let i = 0; i < 20; i++) {
			pen.fillStyle = i % 2 ? 'teal' : 'white';
			pen.fillRect(0, 0, 64, 36);
			await new Promise((done) => setTimeout(done, 50));
		}
		await new Promise((done) => {
			recorder.onstop = done;
			recorder.stop();
		});
		return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
	});
	await page.close();
	return Buffer.from(bytes);
}

const give = (name, bytes) => writeFileSync(path.join(work, name), bytes);

/* A page, and what it asked for elsewhere. */
async function open(address) {
	const page = await browser.newPage();
	const asked = [];

	await page.route('**/*', (route) => {
		const url = route.request().url();

		if (url.startsWith(server.url))
			return route.continue();
		asked.push(url);
		return route.fulfill({ contentType: 'text/html', body: 'player' });
	});
	await page.goto(server.url + address, { waitUntil: 'networkidle' });
	return { page, asked };
}

before(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'stet-media-'));
	paper = path.join(work, 'paper');
	stet(['init', paper, '--name', 'The Harbour Gazette', '--lang', 'en']);
	server = await serve(paper);
	browser = await openBrowser();
});

after(async () => {
	await browser?.close();
	await server?.end();
	rmSync(work, { recursive: true, force: true });
});

test('a film elsewhere asks nobody before a click, then goes to a time', async () => {
	const { page, asked } = await open(publish('elsewhere',
	    'kind: video\nheadline: The horn\nembed: https://youtu.be/abc_DEF',
	    '[0:00] It is loud.\n\n[1:23] And long.'));
	const link = page.locator('.player a.facade');

	assert.equal(await link.textContent(), 'Play the video on YouTube');
	assert.equal(await link.getAttribute('href'),
	    'https://www.youtube.com/watch?v=abc_DEF');
	await page.click('a.at >> text=1:23');
	assert.match(page.url(), /#h-t83$/);
	assert.deepEqual(asked, []);
	await link.click();
	await page.waitForSelector('.player iframe');
	await page.click('a.at >> text=1:23');
	await page.waitForFunction(() =>
	    document.querySelector('.player iframe').src.includes('start=83'));
	await page.waitForTimeout(100);
	assert.ok(asked.length > 0);
	for (const url of asked)
		assert.match(url,
		    /^https:\/\/www\.youtube-nocookie\.com\/embed\/abc_DEF/);
});

test('a host that we do not know is a link out, and no script', async () => {
	const { page, asked } = await open(publish('out',
	    'kind: audio\nheadline: The horn again\n'
	    + 'embed: https://sounds.example.org/horn?a="b', 'Words.'));
	const link = page.locator('.out a');

	assert.equal(await link.textContent(),
	    'Listen to it at sounds.example.org');
	assert.equal(await link.getAttribute('href'),
	    'https://sounds.example.org/horn?a="b');
	assert.deepEqual(asked, []);
	const hostile = await open(publish('hostile',
	    'kind: audio\nheadline: The third horn\nembed: javascript:alert(1)',
	    'Words.'));
	assert.doesNotMatch(await hostile.page.content(), /javascript:/);
});

test('a transcript alone is a page without a player', async () => {
	const { page } = await open(publish('alone',
	    'kind: audio\nheadline: Heard', '[0:05] A horn.'));

	assert.equal(await page.locator('.player').count(), 0);
	assert.equal(await page.locator('#h-t5 span.at').textContent(), '0:05');
	assert.equal(await page.locator('a.at').count(), 0);
});

test('a sound of ours plays in pieces, and its transcript moves it', async () => {
	give('horn.wav', wav(100));
	const { page, asked } = await open(publish('horn',
	    'kind: audio\nheadline: A long horn\nfile: horn.wav',
	    '[0:00] It begins.\n\n[1:23] It goes on.'));
	const sound = page.locator('.player audio');
	const answers = [];

	assert.equal(await page.locator('audio source').getAttribute('type'),
	    'audio/wav');
	assert.match(await page.content(), /Length<\/b><br>1:40/);
	await page.waitForFunction(() =>
	    document.querySelector('audio').duration > 99);
	page.on('response', (answer) => answers.push(answer));
	await page.click('a.at >> text=1:23');
	await page.waitForFunction(() =>
	    document.querySelector('audio').currentTime >= 83.1);
	assert.ok(await sound.evaluate((a) => a.currentTime < 90 && !a.error));
	assert.ok(answers.every((a) => [200, 206].includes(a.status())));
	assert.deepEqual(asked, []);

	const src = server.url
	    + await page.locator('audio source').getAttribute('src');
	const part = await fetch(src, { headers: { range: 'bytes=40-43' } });
	assert.equal(part.status, 206);
	assert.equal(part.headers.get('content-range'), 'bytes 40-43/800044');
	assert.equal(part.headers.get('x-content-type-options'), 'nosniff');
	assert.equal(Buffer.from(await part.arrayBuffer()).readUInt32LE(), 800000);
	const whole = Buffer.from(await (await fetch(src)).arrayBuffer());
	assert.ok(!whole.includes('SERIAL-4711'));
});

test('a film of ours plays with its captions', async () => {
	give('film.webm', await film());
	give('film.vtt', 'WEBVTT\n\nNOTE by nobody\n\n00:00.000 --> 00:00.900\nTide\n');
	const { page } = await open(publish('film', 'kind: video\n'
	    + 'headline: A film\nfile: film.webm\n'
	    + 'captions:\n  - {src: film.vtt, lang: en, label: English}',
	    '[0:00] Tide.'));

	assert.equal(await page.locator('video').getAttribute('width'), '64');
	await page.locator('video').evaluate((v) => {
		v.muted = true;
		v.textTracks[0].mode = 'showing';
		return v.play();
	});
	await page.waitForFunction(() => {
		const v = document.querySelector('video');

		return v.currentTime > 0.3 && v.textTracks[0].cues?.length === 1;
	});
	assert.equal(await page.locator('video').evaluate((v) =>
	    v.textTracks[0].cues[0].text), 'Tide');
	assert.equal(await page.locator('track').getAttribute('label'), 'English');
});

test('captions that are wrong are refused with file and line', () => {
	give('wrong.vtt', 'WEBVTT\n\n00:05.000 --> 00:01.000\nTide\n');
	assert.throws(() => publish('wrong', 'kind: video\nheadline: Wrong\n'
	    + 'file: film.webm\ncaptions:\n  - {src: wrong.vtt, lang: en}', 'x'),
	/wrong\.md:7: wrong\.vtt: line 3: the cue ends before it begins/);
	assert.throws(() => publish('none', 'kind: audio\nheadline: None\n'
	    + 'file: none.mp3', 'x'), /none\.md:5: there is no recording none\.mp3/);
	assert.throws(() => publish('page', 'kind: audio\nheadline: Page\n'
	    + 'file: page.md', 'x'), /page\.md:5: page\.md: it is no recording/);
});

test('an original document is a file to take, that can run nothing', async () => {
	const svg = path.join(work, 'sheet.svg'), pdf = path.join(work, 'sheet.pdf');

	writeFileSync(svg, '<svg xmlns="http://www.w3.org/2000/svg" width="90" '
	    + 'height="90"><rect width="50" height="50"/></svg>');
	execFileSync('rsvg-convert', ['-f', 'pdf', '-o', pdf, svg]);
	const { page } = await open(publish('sheet', 'headline: The sheet\n'
	    + 'documents:\n  - {src: sheet.pdf, label: The sheet itself}\n'
	    + '  - {src: "https://trust.example.org/sheet", label: Theirs}', 'x'));
	const links = page.locator('.docs a');

	assert.equal(await links.count(), 2);
	assert.equal(await links.first().textContent(), 'The sheet itself');
	assert.match(await page.locator('.docs small').first().textContent(),
	    /^PDF, \d+ kB$/);
	assert.equal(await links.nth(1).getAttribute('rel'), 'external noopener');
	const answer = await fetch(server.url
	    + await links.first().getAttribute('href'));
	assert.equal(answer.headers.get('content-type'), 'application/pdf');
	assert.match(answer.headers.get('content-security-policy'), /sandbox/);
	assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
	const bytes = Buffer.from(await answer.arrayBuffer());
	assert.ok(bytes.subarray(0, 5).equals(Buffer.from('%PDF-')));
	assert.ok(!bytes.includes('/Producer'));
});

/* ---- pictures ---- */

const draw = (name, ...how) => give(name, execFileSync(process.execPath,
    [path.join(root, 'test/cli/picture.mjs'), ...how], { maxBuffer: 1 << 28 }));

/* A page as a screen of that width and sharpness sees it. */
async function look(address, width, sharpness, more = {}) {
	const context = await browser.newContext({ ...more,
		viewport: { width, height: 900 }, deviceScaleFactor: sharpness });
	const page = await context.newPage();

	await page.goto(server.url + address, { waitUntil: 'networkidle' });
	await page.evaluate(async () => {
		for (const img of document.images) {
			img.scrollIntoView();
			img.loading = 'eager';
			await img.decode();
		}
		scrollTo(0, 0);
	});
	return page;
}

const taken = (page) => page.locator('img').evaluateAll((all) =>
	all.map((i) => i.currentSrc.split('/').pop()));

let pier;

test('each screen takes the width that fits it, as WebP', async () => {
	draw('pier.png', 'png', '1800', '1200');
	/* Another one, for a browser takes what it has in another width. */
	draw('quay.png', 'png', '1750', '1200');
	pier = publish('pier', 'headline: The pier\n'
	    + 'picture: {src: pier.png, alt: The pier}', '![The quay](quay.png)');
	for (const [width, sharpness, lead, body] of [
		[360, 1, 480, 480], [390, 2, 720, 1080], [390, 3, 1080, 1600],
		[1280, 1, 1080, 720], [1280, 2, 1600, 1600]]) {
		const page = await look(pier, width, sharpness);
		const [first, second] = await taken(page);

		assert.match(first, new RegExp(`^[0-9a-f]{16}-${lead}\\.webp$`),
		    `${width} at ${sharpness}`);
		assert.match(second, new RegExp(`^[0-9a-f]{16}-${body}\\.webp$`),
		    `${width} at ${sharpness}`);
		await page.context().close();
	}
});

test('a browser that knows no WebP takes JPEG', async () => {
	const page = await browser.newPage();

	/* As such a browser does it: the source's type is none of its. */
	await page.route(server.url + pier, async (route) => {
		const answer = await route.fetch();

		await route.fulfill({ response: answer, body: (await answer.text())
		    .replaceAll('image/webp', 'image/none') });
	});
	await page.setViewportSize({ width: 360, height: 700 });
	await page.goto(server.url + pier, { waitUntil: 'networkidle' });
	assert.match((await taken(page))[0], /^[0-9a-f]{16}-480\.jpg$/);
	await page.close();
});

test('a picture has its place and its colour before it is there', async () => {
	const page = await browser.newPage();
	const boxes = () => page.locator('img').evaluateAll((all) =>
		all.map((i) => JSON.stringify(i.getBoundingClientRect())));
	let let_in;
	const gate = new Promise((done) => { let_in = done; });

	await page.addInitScript(() => {
		globalThis.shifts = 0;
		new PerformanceObserver((list) => {
			for (const e of list.getEntries())
				globalThis.shifts += e.value;
		}).observe({ type: 'layout-shift', buffered: true });
	});
	await page.route('**/media/**', (route) => gate.then(() =>
		route.continue()));
	await page.goto(server.url + pier, { waitUntil: 'domcontentloaded' });
	await page.waitForFunction(() => document.fonts.status === 'loaded');
	const before = await boxes();
	const ground = await page.locator('img').evaluateAll((all) =>
		all.map((i) => getComputedStyle(i).backgroundColor));

	for (const colour of ground)
		assert.match(colour, /^rgb\((\d+), (\d+), (\d+)\)$/);
	/* The waves are of a warm brown, the ground is near it. */
	const [r, g, b] = ground[0].match(/\d+/g).map(Number);
	assert.ok(Math.abs(r - 150) < 40 && Math.abs(g - 120) < 40
	    && Math.abs(b - 90) < 40, ground[0]);
	let_in();
	await page.waitForFunction(() => document.images[0].complete
	    && document.images[0].naturalWidth > 0);
	assert.deepEqual(await boxes(), before);
	assert.equal(await page.evaluate(() => globalThis.shifts), 0);
	assert.equal(await page.locator('[style]').count(), 0);
	await page.close();
});

test('a crop keeps the point that the author names', async () => {
	publish('crop', 'headline: A crop\n'
	    + 'picture: {src: pier.png, alt: The pier, focal: 0.95 0.1}', 'x');
	const page = await browser.newPage();

	await page.goto(server.url + '/');
	const img = page.locator('img.x4');
	assert.ok(await img.count() > 0, 'no picture with a point on the front');
	assert.equal(await img.first().evaluate((i) =>
	    getComputedStyle(i).objectPosition), '100% 0%');
	assert.equal(await img.first().evaluate((i) =>
	    getComputedStyle(i).objectFit), 'cover');
	await page.close();
});

test('an animation moves, and stands still for who wants it so', async () => {
	draw('buoy.gif', 'gif', '400', '120', '4');
	const address = publish('buoy', 'headline: The buoy', '![It turns](buoy.gif)');
	const moving = await look(address, 800, 1,
	    { reducedMotion: 'no-preference' });
	const shots = new Set();

	for (let i = 0; i < 40 && shots.size < 2; i++)
		shots.add((await moving.locator('.body img').screenshot())
		    .toString('base64'));
	assert.equal(shots.size, 2);
	assert.match((await taken(moving))[0], /\.webp$/);
	await moving.context().close();
	const still = await look(address, 800, 1, { reducedMotion: 'reduce' });
	assert.match((await taken(still))[0], /^[0-9a-f]{16}-\d+\.(png|jpg)$/);
	await still.context().close();
});

test('no camera says where it was, in whatever a page shows', async () => {
	const secret = Buffer.from('Lat 38.41 SERIAL-4711');
	const jpeg = readFileSync(path.join(work, 'pier.png'));
	const text = Buffer.concat([Buffer.from('Comment\0'), secret]);
	const chunk = Buffer.alloc(12 + text.length);
	let crc = ~0;

	chunk.writeUInt32BE(text.length);
	chunk.write('tEXt', 4, 'latin1');
	text.copy(chunk, 8);
	for (const byte of chunk.subarray(4, 8 + text.length)) {
		crc ^= byte;
		for (let i = 0; i < 8; i++)
			crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	chunk.writeUInt32BE(~crc >>> 0, 8 + text.length);
	give('camera.png', Buffer.concat([jpeg.subarray(0, 33), chunk,
		jpeg.subarray(33)]));
	const address = publish('camera', 'headline: A camera', '![A](camera.png)');
	const html = await (await fetch(server.url + address)).text();
	const names = [...new Set(html.match(/\/media\/[0-9a-f-]+\.[a-z]+/g))];

	assert.ok(names.length >= 9, String(names));
	for (const name of names) {
		const bytes = Buffer.from(await (await fetch(server.url + name))
		    .arrayBuffer());
		assert.ok(bytes.length > 1000);
		assert.ok(!bytes.includes('SERIAL-4711'), name);
	}
});
