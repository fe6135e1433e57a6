// SPDX-License-Identifier: ISC
// What looks at the demonstration newsroom, whichever theme it is set in: the
// paper itself, every page that a link leads to, and a browser's page in which
// one of them is looked at.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBrowser, program, root, serve, stet } from './browser.mjs';

const { resolve } = createRequire(import.meta.url);
const axe = readFileSync(resolve('axe-core/axe.min.js'), 'utf8');
const KB = 1024;
const PHONE = 390, DESK = 1280;
const WIDTHS = [320, 360, 390, 480, 640, 768, 900, 1024, 1152, 1280, 1440, 1600];

export const BASE = 'https://gazette.example'; // what the paper calls itself
export const FONTS_MOST = 90 * KB, FIRST_FLIGHT = 14 * KB;

// A kind of page is known by its address.
const KINDS = [
	['front', /^\/$/],
	['subsection', /^\/section\/(pilots|ferries)\/$/],
	['section', /^\/section\/[^/]+\/$/],
	['topic', /^\/topic\/[^/]+\/$/],
	['person', /^\/person\/[^/]+\/$/],
	['organisation', /^\/organisation\/[^/]+\/$/],
	['place', /^\/place\/[^/]+\/$/],
	['archive', /^\/archive\/$/],
	['year', /^\/archive\/\d{4}\/$/],
	['month', /^\/archive\/\d{4}\/\d{2}\/$/],
	['gone', /\/whale-in-the-inner-basin\/$/],
	['story', /^\/\d{4}\/\d{2}\/\d{2}\//],
	['corrections', /^\/corrections\/$/],
	['record', /^\/record\/$/],
	['entry', /^\/record\/entry\/\d+\/$/],
	['entries', /^\/record\/page\/\d+\/$/],
	['missing', /^\/nowhere\/$/],
	['search', /^\/search$/],
	['page', /^\/[^/]+\/$/],
];

// A story's kind shows in what only it has.
export const STORIES = [
	['statement', /<section class="blk sgs"[^]*class="body sig"|class="body sig"[^]*<section class="blk sgs"/],
	['letter', /class="mn let"/],
	['event', /<ol class="tl">/],
	['brief', / data-live=/],
	['gallery', /<ol class="gal">/],
	['video', /"@type":"VideoObject"/],
	['audio', /"@type":"AudioObject"/],
	['release', /class="body doc"/],
	['series', /"@type":"CreativeWorkSeries"/],
];

const decoded = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"').replace(/&#39;/g, '\'').replace(/&amp;/g, '&');
export const tags = (html, name) => html.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? [];
export const attribute = (tag, name) => {
	const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
	return found ? decoded(found[1]) : undefined;
};

/* Language and kind, as an address tells them. */
function classed(address) {
	const [, lang = 'en', rest] = /^(?:\/(pt|fa)(?=\/))?(.*)$/.exec(address);
	const kind = KINDS.find(([, like]) => like.test(rest));
	return { lang, kind: kind?.[0] };
}

/* Where the retracted story stood: 5 days, 3 hours and 10 minutes ago. */
function retracted() {
	const at = Date.now() - ((5 * 24 + 3) * 60 + 10) * 60000;
	const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Lisbon' })
	    .format(at).replaceAll('-', '/');

	return `/${day}/whale-in-the-inner-basin/`;
}

/* Every page that can be reached, from the fronts on: by path, each with
   { path, lang, kind, status, html }. */
async function crawl(server) {
	const pages = new Map();
	const ahead = ['/', '/pt/', '/fa/', '/nowhere/', '/pt/nowhere/',
		'/fa/nowhere/', retracted()];
	const seen = new Set(ahead);

	for (let at; (at = ahead.shift()) !== undefined;) {
		const answer = await fetch(server.url + at);
		const html = await answer.text();
		if (!/^text\/html/.test(answer.headers.get('content-type')))
			continue;
		const is = classed(at);
		if (is.kind === 'story')
			is.kind = STORIES.find(([, like]) => like.test(html))?.[0] ?? 'story';
		pages.set(at, { path: at, status: answer.status, html, ...is });
		for (const tag of tags(html, 'a')) {
			const href = attribute(tag, 'href');
			if (!href?.startsWith('/') || href.startsWith('//'))
				continue;
			const to = href.replace(/#.*/, '');
			if (!seen.has(to) && !to.startsWith('/media/')) {
				seen.add(to);
				ahead.push(to);
			}
		}
	}
	return pages;
}

/*
 * The demonstration newsroom in that theme (none: the default), served, with
 * its pages and a browser: { server, pages, browser, end() }.
 */
export async function openNewsroom(theme) {
	const work = mkdtempSync(path.join(tmpdir(), 'stet-pages-'));
	const room = { work, end: async () => {
		await room.browser?.close();
		await room.server?.end();
		rmSync(work, { recursive: true, force: true });
	} };
	const paper = path.join(work, 'paper');

	try {
		const made = spawnSync('demo/make', [program, paper],
		    { cwd: root, encoding: 'utf8' });
		assert.equal(made.status, 0, made.stdout + made.stderr);

		// Feeds and search engines are told addresses from outside.
		const settings = path.join(work, 'settings.md');
		const text = stet(['show', paper, 'settings']);
		writeFileSync(settings, text.replace(/^---\n(url: .*\n)?/,
		    `---\nurl: ${BASE}\n${theme ? `theme: ${theme}\n` : ''}`));
		stet(['publish', paper, settings]);

		room.server = await serve(paper);
		room.pages = await crawl(room.server);
		room.browser = await openBrowser();
	} catch (error) {
		await room.end();
		throw error;
	}
	return room;
}

/* What the Nu HTML checker has to say of pages: errors and warnings. */
export function checked(room, pages) {
	const names = new Map();

	for (const page of pages) {
		const name = path.join(room.work, `${names.size}.html`);
		writeFileSync(name, page.html);
		names.set(name, page.path);
	}
	const ran = spawnSync('java', ['-Xss4m', '-jar', resolve('vnu-jar/build/dist/vnu.jar'),
		'--format', 'json', '--stdout', ...names.keys()],
	    { encoding: 'utf8', maxBuffer: 1 << 28 });
	const { messages } = JSON.parse(ran.stdout);

	return messages
	    .filter((m) => m.type !== 'info' || m.subType === 'warning')
	    .map((m) => `${names.get(m.url.replace(/^file:/, ''))}:${m.lastLine}: ${m.message}`);
}

/* One of each kind and language: the longest, which has most to go wrong. */
export function longest(pages) {
	const best = new Map();

	for (const page of pages.values()) {
		const key = `${page.lang} ${page.kind}`;
		if (page.kind && !(best.get(key)?.html.length >= page.html.length))
			best.set(key, page);
	}
	return best;
}

/* The bytes of a body as they travel, once it was asked for again. */
export async function travelled(server, address) {
	let size, coding;

	// Each loop of the server has a cache of its own.
	for (let i = 0; i < 50 && !coding; i++)
		[size, coding] = await new Promise((done, failed) => http.get(
		    server.url + address, { headers: { 'accept-encoding': 'gzip, br' } },
		    (answer) => {
			let n = 0;
			answer.on('data', (bytes) => { n += bytes.length; });
			answer.on('end', () => done([n, answer.headers['content-encoding']]));
		    }).on('error', failed));
	assert.ok(coding, `${address} is not compressed`);
	return size;
}

/* The style sheets that a page asks for. */
export const sheets = (html) => tags(html, 'link')
    .filter((t) => attribute(t, 'rel') === 'stylesheet')
    .map((t) => attribute(t, 'href'));

/* A front and its style as they travel. */
export async function weight(room, at) {
	let sum = await travelled(room.server, at);

	for (const sheet of sheets(room.pages.get(at).html))
		sum += await travelled(room.server, sheet);
	return sum;
}

/*
 * Pages of the browser, used again: a new one takes a second to become quick.
 * What they kept of an earlier address is not asked of them.
 */
const idle = { scripted: [], bare: [] };

async function take(browser, how) {
	if (idle[how].length > 0)
		return idle[how].pop();
	const context = await browser.newContext({
		viewport: { width: DESK, height: 900 },
		javaScriptEnabled: how === 'scripted' });
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.setCacheDisabled', { cacheDisabled: true });
	return page;
}

async function give(how, page) {
	page.removeAllListeners();
	await page.goto('about:blank');
	idle[how].push(page);
}

/* A page opened with everything noted that a reader should be spared. */
async function open({ browser, server }, address) {
	const page = await take(browser, 'scripted');
	const seen = { page, troubles: [], fonts: 0, end: () => give('scripted', page) };
	const counting = [];

	page.on('console', (m) => {
		// A 404 is reported of the page itself.
		if (m.type() === 'error' && m.location().url !== server.url + address)
			seen.troubles.push(m.text());
	});
	page.on('pageerror', (error) => seen.troubles.push(String(error)));
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(server.url) && !url.startsWith('data:'))
			seen.troubles.push(`asks for ${url}`);
	});
	page.on('requestfailed', (r) => {
		// A player that knows how long the sound is stops asking, and a
		// picture of which another size is wanted now.
		if (r.failure().errorText !== 'net::ERR_ABORTED')
			seen.troubles.push(`failed: ${r.url()}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 400 && response.url() !== server.url + address)
			seen.troubles.push(`${response.status()} for ${response.url()}`);
		if (response.request().resourceType() === 'font')
			counting.push(response.body().then((b) => { seen.fonts += b.length; }));
	});
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize({ width: DESK, height: 900 });
	await page.goto(server.url + address, { waitUntil: 'load' });
	await page.evaluate(() => document.fonts.ready);
	await Promise.all(counting);
	return seen;
}

async function violations(page, rules) {
	const found = await page.evaluate((only) => window.axe.run(document, {
		resultTypes: ['violations'],
		...(only && { runOnly: { type: 'rule', values: only } }),
	}), rules);
	return found.violations.map((v) =>
	    `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

/* Widths at which something sticks out to a side. */
async function overflows(page) {
	const wrong = [];

	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: 900 });
		const over = await page.evaluate(() => {
			const root_box = document.documentElement;
			if (root_box.scrollWidth <= root_box.clientWidth)
				return null;
			const out = [...document.body.querySelectorAll('*')].find((e) => {
				const box = e.getBoundingClientRect();
				return box.right > root_box.clientWidth + 1 || box.left < -1;
			});
			return out?.outerHTML.slice(0, 160) ?? 'something';
		});
		if (over)
			wrong.push(`${width} px: ${over}`);
	}
	return wrong;
}

const text_of = async (page) => {
	await page.setViewportSize({ width: DESK, height: 900 });
	// What says whether new items come by themselves differs, and has to.
	await page.$$eval('.live', (all) => all.forEach((p) => p.remove()));
	return page.locator('body').innerText();
};

async function text_without_script({ browser, server }, at) {
	const page = await take(browser, 'bare');

	await page.goto(server.url + at);
	const text = await text_of(page);
	await give('bare', page);
	return text;
}

const ASKED = { en: '?q=pier+-ferry', fa: '?q=توفان' }; // of a search page

/*
 * That a page is sound: by day and by night, at any width, with nothing asked
 * of others; bare: and says the same without script.
 */
export async function sound(room, page, { bare }) {
	const at = page.path + (page.kind === 'search' ? ASKED[page.lang] : '');
	const seen = await open(room, at);

	try {
		await seen.page.evaluate(axe);
		// By night only the colours are others.
		for (const [colorScheme, rules] of [['light'], ['dark', ['color-contrast']]])
			for (const width of [DESK, PHONE]) {
				await seen.page.emulateMedia({ colorScheme });
				await seen.page.setViewportSize({ width, height: 900 });
				assert.deepEqual(await violations(seen.page, rules), [],
				    `axe, ${width} px, ${colorScheme}: ${at}`);
			}
		assert.deepEqual(await overflows(seen.page), [], at);
		assert.deepEqual(seen.troubles, [], at);
		if (bare)
			assert.equal(await text_without_script(room, at), await text_of(seen.page));
		assert.ok(seen.fonts > 0 && seen.fonts <= FONTS_MOST,
		    `${at}: ${seen.fonts} bytes of fonts`);
	} finally {
		await seen.end();
	}
}
