// SPDX-License-Identifier: ISC
// The demonstration newsroom as its readers meet it.  Every page that a link
// leads to is read once as text; one page of each kind and language is then
// looked at in a browser, on a phone and on a desk, by day and by night.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { audit, openSteered } from './lighthouse.mjs';
import { openBrowser, program, root, serve, stet } from './browser.mjs';
import { axe, overflows, violations } from './looking.mjs';

const { resolve } = createRequire(import.meta.url);
const BASE = 'https://gazette.example'; // what the paper calls itself
const KB = 1024;
const FONTS_MOST = 90 * KB, FIRST_FLIGHT = 14 * KB;
const PHONE = 390, DESK = 1280;
const THIRD = ['front', 'section', 'story']; // kinds looked at in it
const ASKED = { 'en search': '?q=pier+-ferry', 'fa search': '?q=توفان' };
const DIRECTIONS = { en: 'ltr', pt: 'ltr', fa: 'rtl' };

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
const STORIES = [
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

let work, server, browser;
const pages = new Map(); // by path: { path, lang, kind, status, html }

const decoded = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"').replace(/&#39;/g, '\'').replace(/&amp;/g, '&');
const tags = (html, name) => html.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? [];
const attribute = (tag, name) => {
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

/* Every page that can be reached, from the fronts on. */
async function crawl() {
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
}

/*
 * One of each kind and language: the longest, which has most to go wrong.  A
 * third language that runs as the first does differs in its words alone.
 */
function chosen() {
	const best = new Map();

	for (const page of pages.values()) {
		const key = `${page.lang} ${page.kind}`;
		if (page.kind && (page.lang !== 'pt' || THIRD.includes(page.kind)) && !(best.get(key)?.html.length >= page.html.length))
			best.set(key, page);
	}
	return [...best].sort(([a], [b]) => a.localeCompare(b));
}

before(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'stet-pages-'));
	const paper = path.join(work, 'paper');
	const made = spawnSync('demo/make', [program, paper],
	    { cwd: root, encoding: 'utf8' });
	assert.equal(made.status, 0, made.stdout + made.stderr);

	// Feeds and search engines are told addresses from outside.
	const settings = path.join(work, 'settings.md');
	const text = stet(['show', paper, 'settings']);
	writeFileSync(settings, text.replace(/^---\n(url: .*\n)?/, `---\nurl: ${BASE}\n`));
	stet(['publish', paper, settings]);

	server = await serve(paper);
	await crawl();
	browser = await openBrowser();
});

after(async () => {
	await browser?.close();
	await server?.end();
	rmSync(work, { recursive: true, force: true });
});

test('there is a page of every kind in every language', () => {
	const there = new Set([...pages.values()].map((p) => `${p.lang} ${p.kind}`));
	const want = Object.keys(DIRECTIONS).flatMap((lang) =>
	    ['front', 'section', 'topic', 'person', 'story', 'page', 'archive',
	     'year', 'month', 'corrections', 'record', 'entry', 'missing', 'search'].map((kind) => `${lang} ${kind}`));

	assert.deepEqual(want.filter((key) => !there.has(key)), []);
	assert.ok(there.has('en subsection'));
	for (const [kind] of STORIES)
		assert.ok(there.has(`en ${kind}`), kind);
	for (const kind of ['event', 'video', 'place'])
		assert.ok(there.has(`fa ${kind}`), kind);
	assert.ok(there.has('en gone'));
});

test('no link leads nowhere', () => {
	assert.deepEqual([...pages.values()]
	    .filter((p) => p.status !== ({ missing: 404, gone: 410 }[p.kind] ?? 200))
	    .map((p) => `${p.path}: ${p.status}`), []);
});

test('each page says its language and direction, and has one h1', () => {
	const wrong = [];

	for (const { path: at, lang, html } of pages.values()) {
		const [root_tag] = tags(html, 'html');
		if (attribute(root_tag, 'lang') !== lang)
			wrong.push(`${at}: lang ${attribute(root_tag, 'lang')}`);
		if (attribute(root_tag, 'dir') !== DIRECTIONS[lang])
			wrong.push(`${at}: dir ${attribute(root_tag, 'dir')}`);
		if (tags(html, 'h1').length !== 1)
			wrong.push(`${at}: ${tags(html, 'h1').length} h1`);
	}
	assert.deepEqual(wrong, []);
});

test('canonical and hreflang are absolute, live and mutual', () => {
	const wrong = [];
	const there = (url) => url?.startsWith(`${BASE}/`)
	    ? pages.get(url.slice(BASE.length)) : undefined;
	const alternates = (page) => new Map(tags(page.html, 'link')
	    .filter((t) => attribute(t, 'hreflang'))
	    .map((t) => [attribute(t, 'hreflang'), attribute(t, 'href')]));

	for (const page of pages.values()) {
		if (page.status !== 200)
			continue;
		const canonical = tags(page.html, 'link')
		    .filter((t) => attribute(t, 'rel') === 'canonical')
		    .map((t) => attribute(t, 'href'));
		if (canonical.length !== 1 || there(canonical[0]) !== page)
			wrong.push(`${page.path}: canonical ${canonical}`);
		for (const [lang, url] of alternates(page)) {
			const other = there(url);
			if (lang === 'x-default')
				continue;
			if (other?.lang !== lang || other.status !== 200)
				wrong.push(`${page.path}: ${lang} is ${url}`);
			else if (alternates(other).get(page.lang) !== canonical[0])
				wrong.push(`${page.path}: ${url} does not say so`);
		}
	}
	assert.deepEqual(wrong, []);
});

test('the Nu HTML checker has neither error nor warning', () => {
	const names = new Map();

	for (const page of pages.values()) {
		const name = path.join(work, `${names.size}.html`);
		writeFileSync(name, page.html);
		names.set(name, page.path);
	}
	const ran = spawnSync('java', ['-Xss4m', '-jar', resolve('vnu-jar/build/dist/vnu.jar'),
		'--format', 'json', '--stdout', ...names.keys()],
	    { encoding: 'utf8', maxBuffer: 1 << 28 });
	const { messages } = JSON.parse(ran.stdout);
	const wrong = messages
	    .filter((m) => m.type !== 'info' || m.subType === 'warning')
	    .map((m) => `${names.get(m.url.replace(/^file:/, ''))}:${m.lastLine}: ${m.message}`);

	assert.deepEqual(wrong, []);
});

test('feeds are well-formed XML whose links are absolute', async () => {
	const feeds = new Set([...pages.values()].flatMap((page) =>
	    tags(page.html, 'link')
		.filter((t) => attribute(t, 'type') === 'application/atom+xml')
		.map((t) => new URL(attribute(t, 'href'), BASE).pathname)));
	const page = await browser.newPage();
	const wrong = [];

	for (const feed of feeds) {
		const answer = await fetch(server.url + feed);
		const found = await page.evaluate((xml) => {
			const tree = new DOMParser().parseFromString(xml, 'application/xml');
			const bad = tree.querySelector('parsererror')?.textContent;
			const addresses = [...tree.querySelectorAll('link')]
			    .map((l) => l.getAttribute('href'));
			const bodies = [...tree.querySelectorAll('content, summary')]
			    .map((c) => new DOMParser().parseFromString(c.textContent, 'text/html'));
			return {
				bad,
				entries: tree.querySelectorAll('entry').length,
				addresses: addresses.concat(bodies.flatMap((b) =>
				    [...b.querySelectorAll('[src], a[href]')].map((e) =>
					e.getAttribute('src') ?? e.getAttribute('href')))),
			};
		}, await answer.text());
		const relative = found.addresses.filter((a) => !/^(https?|mailto):/.test(a));
		if (answer.status !== 200 || found.bad)
			wrong.push(`${feed}: ${answer.status} ${found.bad ?? ''}`);
		if (relative.length > 0)
			wrong.push(`${feed}: ${relative}`);
	}
	await page.close();
	assert.ok(feeds.size >= 3, `only ${[...feeds]}`);
	assert.deepEqual(wrong, []);
});

/* The bytes of a body as they travel, once it was asked for again. */
async function travelled(address) {
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

test('a front and its style fit the first flight of TCP', async () => {
	for (const at of ['/', '/pt/', '/fa/']) {
		const sheets = tags(pages.get(at).html, 'link')
		    .filter((t) => attribute(t, 'rel') === 'stylesheet')
		    .map((t) => attribute(t, 'href'));
		let sum = await travelled(at);
		for (const sheet of sheets)
			sum += await travelled(sheet);
		assert.ok(sum <= FIRST_FLIGHT, `${at}: ${sum} bytes`);
		assert.ok(gzipSync(pages.get(at).html).length < FIRST_FLIGHT);
	}
});

test('Lighthouse finds nothing to better on front, section and story', async (t) => {
	const steered = await openSteered();
	const longest = new Map(chosen());

	try {
		for (const key of ['en front', 'en section', 'en story']) {
			const at = longest.get(key).path;
			for (const address of [at, ...tags(longest.get(key).html, 'link')
			    .filter((l) => attribute(l, 'rel') === 'stylesheet')
			    .map((l) => attribute(l, 'href'))])
				await travelled(address);
			const { troubles, performance } = await audit(steered.port,
			    server.url + at);
			t.diagnostic(`${at}: performance ${100 * performance} here`);
			assert.deepEqual(troubles, [], at);
		}
	} finally {
		await steered.end();
	}
});

/*
 * Pages of the browser, used again: a new one takes a second to become quick.
 * What they kept of an earlier address is not asked of them.
 */
const idle = { scripted: [], bare: [] };

async function take(how) {
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
async function open(address) {
	const page = await take('scripted');
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

const text_of = async (page) => {
	await page.setViewportSize({ width: DESK, height: 900 });
	// What says whether new items come by themselves differs, and has to.
	await page.$$eval('.live', (all) => all.forEach((p) => p.remove()));
	return page.locator('body').innerText();
};

async function text_without_script(at) {
	const page = await take('bare');

	await page.goto(server.url + at);
	const text = await text_of(page);
	await give('bare', page);
	return text;
}

// Some at a time: much of it is waiting for the browser.
test('in a browser', { concurrency: 2 }, async (t) => {
	await Promise.all(chosen().map(([name, { path: its }]) => [name, its + (ASKED[name] ?? '')]).map(([name, at]) =>
		t.test(`${name} is sound by day and night, at any width, without script`, async () => {
			const seen = await open(at);
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
				assert.equal(await text_without_script(at), await text_of(seen.page));
				assert.ok(seen.fonts > 0 && seen.fonts <= FONTS_MOST,
				    `${at}: ${seen.fonts} bytes of fonts`);
			} finally {
				await seen.end();
			}
		})));
});
