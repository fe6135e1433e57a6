// SPDX-License-Identifier: ISC
// Films and sounds in a real browser: nobody else is asked before a click, and
// a transcript's times lead to where they are heard.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, serve, stet } from './browser.mjs';

let work, paper, server, browser;

function publish(name, fields, body) {
	const file = path.join(work, `${name}.md`);

	writeFileSync(file, `---\nslug: ${name}\n${fields}\n---\n${body}\n`);
	return stet(['publish', paper, file]).match(/ (\/\S+\/)\n/)[1];
}

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
	assert.equal(await page.locator('#h-t5 a.at').textContent(), '0:05');
});
