// SPDX-License-Identifier: ISC
// A brief that runs, with two browsers open: what is published, corrected and
// taken down shows in both within a second, without their loading anything.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, serve, stet } from './browser.mjs';

let work, paper, server, address;
const browsers = [], pages = [];

const file = (name) => path.join(work, name);
const field = (name, key) => new RegExp(`^${key}: *(.*)$`, 'm')
    .exec(readFileSync(file(name), 'utf8'))[1];

function publish(name, text, ...options) {
	writeFileSync(file(name), text);
	stet(['publish', paper, file(name), ...options]);
}

before(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'stet-live-'));
	paper = path.join(work, 'paper');
	stet(['init', paper, '--name', 'The Harbour Gazette', '--lang', 'en']);
	publish('brief.md', '---\nkind: brief\nheadline: Regatta day\n---\n');
	publish('first.md', '---\nkind: item\nbrief: regatta-day\n---\nThe mist is off the course.\n');
	address = field('brief.md', 'address');
	server = await serve(paper);
	for (let i = 0; i < 2; i++) {
		browsers.push(await openBrowser());
		pages.push(await browsers[i].newPage());
		pages[i].loads = 0;
		pages[i].on('load', () => pages[i].loads++);
		await pages[i].goto(server.url + address);
		await pages[i].waitForFunction(() => document.querySelector('.live')
		    .textContent.includes('by themselves'));
	}
});

after(async () => {
	await Promise.all(browsers.map((b) => b.close()));
	await server?.end();
	rmSync(work, { recursive: true, force: true });
});

/* In both, soon: an open page asks for nothing, it is told. */
const inBoth = (look, arg) => Promise.all(pages.map((page) =>
    page.waitForFunction(look, arg, { timeout: 5000 })));
const items = (page) => page.$$eval('.lv .body', (all) =>
    all.map((one) => one.textContent.trim()));

test('a new item stands first in both, in its own markup', async () => {
	publish('second.md', '---\nkind: item\nbrief: regatta-day\nheadline: They are off\n---\nFirst gun. It is a *saucepan*.\n');
	await inBoth(() => document.querySelectorAll('.lv').length === 2);
	for (const page of pages) {
		assert.deepEqual(await items(page), ['First gun. It is a saucepan.',
			'The mist is off the course.']);
		assert.equal(await page.$eval('.lv em', (em) => em.textContent), 'saucepan');
		assert.equal(await page.$eval('.lv h3 a', (a) => a.getAttribute('href')),
		    field('second.md', 'address'));
	}
});

test('a correction takes the place of what was wrong', async () => {
	const text = readFileSync(file('second.md'), 'utf8');

	publish('second.md', text.replace('saucepan', 'kettle'), '--grade',
	    'correction', '--note', 'We wrote saucepan.');
	await inBoth(() => document.querySelector('.lv em')?.textContent === 'kettle');
	for (const page of pages) {
		assert.equal((await items(page)).length, 2);
		assert.match(await page.$eval('.lv .nt', (p) => p.textContent),
		    /Correction.*We wrote saucepan/s);
	}
});

test('one that is taken down goes from both', async () => {
	stet(['retract', paper, field('first.md', 'address'), '--reason', 'There was no mist.']);
	await inBoth(() => document.querySelectorAll('.lv').length === 1);
});

test('nobody loaded anything for it', () => {
	for (const page of pages)
		assert.equal(page.loads, 1);
});

test('a browser that was away is told what it missed', async () => {
	await pages[1].context().setOffline(true);
	publish('third.md', '---\nkind: item\nbrief: regatta-day\n---\nSoup is ready.\n');
	await pages[0].waitForFunction(() => document.querySelectorAll('.lv').length === 2);
	await pages[1].context().setOffline(false);
	await pages[1].waitForFunction(() => document.querySelectorAll('.lv').length === 2,
	    undefined, { timeout: 20000 });
});

test('an item has a page of its own, which leads back and on', async () => {
	const page = await browsers[0].newPage();

	await page.goto(server.url + field('third.md', 'address'));
	assert.ok(await page.$(`a[href="${address}"]`), 'no way to the brief');
	assert.ok(await page.$(`a[rel=prev][href="${field('second.md', 'address')}"]`),
	    'no way to the item before');
	await page.close();
});

test('when it is sealed the pages say so, and ask no more', async () => {
	const text = readFileSync(file('brief.md'), 'utf8');

	publish('brief.md', text.replace('kind: brief', 'kind: brief\nsealed: true'));
	await inBoth(() => document.querySelector('.live') === null
	    && document.body.textContent.includes('This brief is closed'));
	assert.throws(() => publish('late.md',
	    '---\nkind: item\nbrief: regatta-day\n---\nLate.\n'), /sealed/);
});

test('without script the page is whole, and says how to have the newest', async () => {
	const plain = await browsers[0].newContext({ javaScriptEnabled: false });
	const page = await plain.newPage();

	publish('other.md', '---\nkind: brief\nheadline: Harbour news\n---\n');
	publish('one.md', '---\nkind: item\nbrief: harbour-news\n---\nThe bell is rung.\n');
	await page.goto(server.url + field('other.md', 'address'));
	assert.match(await page.textContent('.live'), /Load the newest/);
	assert.match(await page.textContent('.lv'), /The bell is rung/);
	await plain.close();
});
