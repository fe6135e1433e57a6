// SPDX-License-Identifier: ISC
// A body with everything that a body may have, in a page of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openBrowser, root, stet } from './browser.mjs';

const require = createRequire(import.meta.url);
const body = stet(['markdown'],
    readFileSync(`${root}test/vectors/everything.md`, 'utf8'));
const document = `<!doctype html><html lang="en"><head><meta charset="utf-8">`
    + `<title>Everything</title></head><body><main><h1>Everything</h1>`
    + `<article>${body}</article></main></body></html>`;
let browser;

before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

test('the Nu checker has nothing against it', () => {
	const checked = spawnSync('java', ['-jar', require('vnu-jar'),
	    '--format', 'json', '-'], { input: document, encoding: 'utf8' });
	const messages = JSON.parse(checked.stderr).messages
	    .map((m) => `${m.message} [${m.extract}]`);

	assert.deepEqual(messages, []);
});

test('axe has nothing against it', async () => {
	const page = await (await browser.newContext()).newPage();

	await page.setContent(document);
	await page.addScriptTag({ path: require.resolve('axe-core') });
	const { violations } = await page.evaluate('axe.run()');
	assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html}`), []);
});

test('sanitising it again changes nothing', () => {
	assert.equal(stet(['sanitise'], body), body);
});
