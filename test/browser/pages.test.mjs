// SPDX-License-Identifier: ISC
// The demonstration newsroom as its readers meet it.  Every page that a link
// leads to is read once as text; one page of each kind and language is then
// looked at in a browser, on a phone and on a desk, by day and by night.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { audit, openSteered } from './lighthouse.mjs';
import { BASE, FIRST_FLIGHT, STORIES, attribute, checked, longest, openNewsroom, sound, tags, weight } from './looking.mjs';

const THIRD = ['front', 'section', 'story']; // kinds looked at in it
const DIRECTIONS = { en: 'ltr', pt: 'ltr', fa: 'rtl' };

let room, pages;

/* A third language that runs as the first does differs in its words alone. */
const chosen = () => [...longest(pages)]
    .filter(([, page]) => page.lang !== 'pt' || THIRD.includes(page.kind))
    .sort(([a], [b]) => a.localeCompare(b));

before(async () => {
	room = await openNewsroom();
	pages = room.pages;
});

after(() => room?.end());

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

test('every link has words', () => {
	assert.deepEqual([...pages.values()].flatMap((p) =>
	    (p.html.match(/<a\b[^>]*>\s*<\/a>/g) ?? []).map((a) => `${p.path}: ${a}`)), []);
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
	assert.deepEqual(checked(room, pages.values()), []);
});

test('feeds are well-formed XML whose links are absolute', async () => {
	const feeds = new Set([...pages.values()].flatMap((page) =>
	    tags(page.html, 'link')
		.filter((t) => attribute(t, 'type') === 'application/atom+xml')
		.map((t) => new URL(attribute(t, 'href'), BASE).pathname)));
	const page = await room.browser.newPage();
	const wrong = [];

	for (const feed of feeds) {
		const answer = await fetch(room.server.url + feed);
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

test('a front and its style fit the first flight of TCP', async () => {
	for (const at of ['/', '/pt/', '/fa/']) {
		const sum = await weight(room, at);
		assert.ok(sum <= FIRST_FLIGHT, `${at}: ${sum} bytes`);
		assert.ok(gzipSync(pages.get(at).html).length < FIRST_FLIGHT);
	}
});

test('Lighthouse finds nothing to better on front, section and story', async (t) => {
	const steered = await openSteered();
	const best = longest(pages);

	try {
		for (const key of ['en front', 'en section', 'en story']) {
			const at = best.get(key).path;
			await weight(room, at); // compressed from here on
			const { troubles, performance } = await audit(steered.port,
			    room.server.url + at);
			t.diagnostic(`${at}: performance ${100 * performance} here`);
			assert.deepEqual(troubles, [], at);
		}
	} finally {
		await steered.end();
	}
});

// Some at a time: much of it is waiting for the browser.
test('in a browser', { concurrency: 2 }, async (t) => {
	await Promise.all(chosen().map(([name, page]) =>
		t.test(`${name} is sound by day and night, at any width, without script`,
		    () => sound(room, page, { bare: true }))));
});
