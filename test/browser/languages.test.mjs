// SPDX-License-Identifier: ISC
// A paper in Arabic and Persian, page kind by page kind.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, serve } from './browser.mjs';
import { addressOf, buildHarbour, pagesOf } from './harbour.mjs';

const PHONE = 360, DESK = 1280;
const LANGUAGES = ['ar', 'fa'];

let work, server, browser, page;

before(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'stet-languages-'));
	server = await serve(buildHarbour(work));
	browser = await openBrowser();
	page = await browser.newPage();
}, { timeout: 120000 });

after(async () => {
	await browser?.close();
	await server?.end();
	rmSync(work, { recursive: true, force: true });
});

async function open(address, width) {
	await page.setViewportSize({ width, height: 900 });
	const answer = await page.goto(server.url + encodeURI(address));
	await page.evaluate(() => document.fonts.ready);
	return answer.status();
}
const story = (name, lang) => addressOf(work, `${name}-${lang}`);

for (const lang of LANGUAGES) {
	test(`every kind of page in ${lang} runs from right to left and fits`, async () => {
		for (const [what, address] of pagesOf(work, lang))
			for (const width of [PHONE, DESK]) {
				const status = await open(address, width);
				const seen = await page.evaluate(() => {
					const root = document.documentElement;
					const words = [...document.querySelectorAll('.np span, .np b')].map((e) => e.getBoundingClientRect());
					const name = { left: Math.min(...words.map((r) => r.left)), right: Math.max(...words.map((r) => r.right)) };

					return {
						dir: root.dir, lang: root.lang, over: root.scrollWidth - innerWidth,
						margins: [name.left, innerWidth - name.right],
						ascii: [...document.querySelectorAll('time')].map((t) => t.textContent).filter((t) => /[0-9]/.test(t)),
					};
				});
				const said = `${what} at ${width}`;

				assert.equal(status, { missing: 404, gone: 410 }[what] ?? 200, said);
				assert.deepEqual([seen.dir, seen.lang], ['rtl', lang], said);
				assert.ok(seen.over <= 0, `${said} is ${seen.over} px too wide`);
				assert.ok(seen.margins[1] < seen.margins[0], `${said}: the name stands at the left`);
				assert.deepEqual(seen.ascii, [], `${said}: times in digits of another language`);
			}
	}, { timeout: 300000 });

	test(`columns in ${lang} are mirrored`, async () => {
		await open(story('story', lang), DESK);
		const [margin, main, aside] = await page.evaluate(() => ['.m', '.mn', '.rl.end, aside']
		    .map((s) => [...document.querySelectorAll(s)].pop().getBoundingClientRect().left));

		assert.ok(margin > main && main > aside, `${margin} ${main} ${aside}`);
	});

	test(`what runs the other way keeps its order in ${lang}`, async () => {
		const order = (selector, first, second) => page.evaluate(([s, a, b]) => {
			const left = (word) => {
				const walk = document.createTreeWalker(document.querySelector(s), NodeFilter.SHOW_TEXT);

				for (let n = walk.nextNode(); n; n = walk.nextNode()) {
					const at = n.data.indexOf(word);

					if (at >= 0) {
						const range = document.createRange();

						range.setStart(n, at);
						range.setEnd(n, at + word.length);
						return range.getBoundingClientRect();
					}
				}
				throw new Error(`no ${word} in ${s}`);
			};
			return left(b).left - left(a).left;
		}, [selector, first, second]);

		await open(story('letter', lang), DESK);
		assert.ok(await order('address', '14', 'Rope') > 0, 'an address');
		assert.ok(await order('.lb', '+351', '210') > 0, 'a telephone number');
		assert.ok(await order('.foot', '14', 'Rope') > 0, 'a postal address');
		await open(`${lang === 'ar' ? '' : '/fa'}/search?q=Pier`, DESK);
		// The date behind a Latin name stands at its left, whole.
		assert.ok(await order('main', 'Knots', lang === 'ar' ? '١٤٤٨' : '۱۴۰۵') < 0, 'a date behind a name');
	});

	test(`a paragraph in ${lang} may begin with a foreign name, and a foreign one is turned round`, async () => {
		await open(story('story', lang), DESK);
		const ps = await page.$$eval('.body > p', (all) => all.map((p) => [p.dir, getComputedStyle(p).direction, p.textContent.slice(0, 12)]));

		assert.equal(ps.find(([, , text]) => /Nell Sorrow/.test(text) || /^كتبت/.test(text))[1], 'rtl');
		assert.deepEqual(ps.at(-1).slice(0, 2), ['ltr', 'ltr']);
	});

	test(`a table's cells in ${lang} keep to their column's side`, async () => {
		await open(story('story', lang), DESK);
		const sides = await page.$$eval('.body tr', (rows) => rows.map((r) => [...r.cells].map((c) => {
			const range = document.createRange();

			range.selectNodeContents(c);
			const box = c.getBoundingClientRect(), text = range.getBoundingClientRect();

			return box.right - text.right < text.left - box.left ? 'right' : 'left';
		})));

		for (const row of sides)
			assert.deepEqual(row.slice(0, 2), ['right', 'left'], JSON.stringify(sides));
	});
}

/* Families in which the letters below a node are drawn: {theirs, ours}. */
async function drawn(devtools, selector) {
	const { root } = await devtools.send('DOM.getDocument', { depth: -1 });
	const { nodeIds } = await devtools.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: `${selector}, ${selector} *:not(code)` });
	const theirs = new Set();

	for (const nodeId of nodeIds)
		for (const font of (await devtools.send('CSS.getPlatformFontsForNode', { nodeId })).fonts)
			if (!font.isCustomFont)
				theirs.add(font.familyName);
	return [...theirs];
}

test('letters of every language come from the paper\'s own fonts', async () => {
	const devtools = await page.context().newCDPSession(page);

	await devtools.send('DOM.enable');
	await devtools.send('CSS.enable');
	for (const lang of ['ar', 'fa', 'ckb', 'tr', 'ru', 'uk']) {
		await open(story('story', lang), DESK);
		for (const part of ['.np', 'h1', '.body > p', '.foot h2', '.mt b'])
			assert.deepEqual(await drawn(devtools, part), [], `${lang}: ${part}`);
	}
});

test('links in several scripts stand in their order', async () => {
	for (const [lang, step] of [['tr', 1], ['ckb', -1]]) {
		await open(story('story', lang), 390);
		const rows = await page.$$eval('.mt a[hreflang]', (all) => all.map((a) => a.getClientRects()[0]).map((r) => [Math.round(r.top), r.left]));

		assert.ok(rows.length > 4);
		for (let i = 1; i < rows.length; i++)
			assert.ok(rows[i][0] > rows[i - 1][0] + 5 || step * (rows[i][1] - rows[i - 1][1]) > 0, `${lang}: ${JSON.stringify(rows)}`);
	}
});

test('a language that a text lacks says so, right to left', async () => {
	assert.equal(await open(`/ckb${story('opinion', 'ar')}`, PHONE), 404);
	assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
	assert.deepEqual(await page.$$eval('main li a', (all) => all.map((a) => [a.lang, a.dir])), [['ar', 'rtl'], ['fa', 'rtl']]);
});
