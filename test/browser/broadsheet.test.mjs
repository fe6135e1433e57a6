// SPDX-License-Identifier: ISC
// The second theme: the same demonstration, in Broadsheet's dress.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openBrowser, program, root, serve } from './browser.mjs';
import { axe, overflows, violations } from './looking.mjs';

const KB = 1024;
// Two families more than the default theme has; English pages take 90 KB.
const FONTS_MOST = 155 * KB;
const FIRST_FLIGHT = 20 * KB; // its sheet lies over the default one

let work, server, browser, page;

before(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'stet-broadsheet-'));
	const paper = path.join(work, 'paper');
	for (const [script, ...rest] of [['demo/make'], ['demo/theme', 'broadsheet']]) {
		const ran = spawnSync(script, [program, paper, ...rest], { cwd: root, encoding: 'utf8' });
		assert.equal(ran.status, 0, ran.stdout + ran.stderr);
	}
	server = await serve(paper);
	browser = await openBrowser();
	page = await browser.newPage();
});

after(async () => {
	await browser?.close();
	await server?.end();
	rmSync(work, { recursive: true, force: true });
});

/* The first link on a page to an address like that. */
async function link_on(at, like) {
	const html = await (await fetch(server.url + at)).text();
	const found = [...html.matchAll(/href="([^"]*)"/g)].map((m) => m[1]).find((h) => like.test(h));
	assert.ok(found, `${at} leads to ${like}`);
	return found;
}

test('its own sheet is used', async () => {
	const html = await (await fetch(`${server.url}/`)).text();
	assert.match(html, /href="\/assets\/broadsheet\.[^"]*css"/);
});

test('a front, its style and its fonts stay small', async () => {
	const html = await (await fetch(`${server.url}/`)).text();
	const sheets = [...html.matchAll(/rel="stylesheet" href="([^"]*)"/g)].map((m) => m[1]);
	let sum = gzipSync(html).length;
	for (const sheet of sheets)
		sum += gzipSync(await (await fetch(server.url + sheet)).text()).length;
	assert.ok(sum <= FIRST_FLIGHT, `${sum} bytes`);
});

test('its pages are sound', async (t) => {
	const brief = await link_on('/', /-in-brief/);
	const addresses = ['/', '/section/harbour/', '/search?q=pier', brief,
		await link_on('/', /lantern-pier-reopens/), await link_on('/', /guilds-want/),
		await link_on('/', /we-kept-your-light/), await link_on('/topic/foghorn/', /foghorn-forty/), await link_on('/topic/storm/', /scenes-of/),
		await link_on('/topic/storm/', /lantern-pier-storm/), '/topic/storm/', '/fa/',
		await link_on('/fa/', /^\/fa\/\d{4}\//)];

	for (const at of addresses)
		await t.test(at, async () => {
			const troubles = [];
			let fonts = 0;
			page.removeAllListeners();
			page.on('pageerror', (error) => troubles.push(String(error)));
			page.on('request', (request) => {
				if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
					troubles.push(`asks for ${request.url()}`);
			});
			page.on('response', (response) => {
				if (response.status() >= 400)
					troubles.push(`${response.status()} for ${response.url()}`);
				if (response.request().resourceType() === 'font')
					fonts += Number(response.headers()['content-length']);
			});
			await page.emulateMedia({ colorScheme: 'light' });
			await page.setViewportSize({ width: 1280, height: 900 });
			await page.goto(server.url + at);
			await page.evaluate(() => document.fonts.ready);
			await page.evaluate(axe);
			assert.deepEqual(await violations(page), [], 'by day');
			await page.emulateMedia({ colorScheme: 'dark' });
			await page.setViewportSize({ width: 390, height: 900 });
			assert.deepEqual(await violations(page, ['color-contrast']), [], 'by night');
			assert.deepEqual(await overflows(page), []);
			assert.deepEqual(troubles, []);
			assert.ok(fonts <= FONTS_MOST, `${fonts} bytes of fonts`);
		});
});
