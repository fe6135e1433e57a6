// SPDX-License-Identifier: ISC
// A theme is changed while its paper is served.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { serve, stet } from './browser.mjs';

const SOON = 2000; // milliseconds within which a change is on the next page

let work, paper, server;
const file = (...names) => path.join(paper, 'theme', ...names);
const front = async () => (await fetch(`${server.url}/`)).text();

before(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'stet-theme-'));
	paper = path.join(work, 'paper');
	stet(['init', paper, '--name', 'The Harbour Gazette', '--lang', 'en']);
	writeFileSync(path.join(work, 'story.md'),
	    '---\nheadline: Gulls nest late\n---\nNine nests.\n');
	stet(['publish', paper, path.join(work, 'story.md')]);
	server = await serve(paper);
});

after(async () => {
	await server?.end();
	rmSync(work, { recursive: true, force: true });
});

/* True once what() is, looked at until it would be too late. */
async function soon(what) {
	for (const end = Date.now() + SOON; Date.now() < end; await pause(50))
		if (await what())
			return true;
	return what();
}

function change(name, from, to) {
	const text = readFileSync(file('templates', name), 'utf8');
	assert.ok(text.includes(from), `${from} is not in ${name}`);
	writeFileSync(file('templates', name), text.replace(from, to));
}

test('an ejected theme looks as the built-in one did', async () => {
	const built_in = await front();

	assert.match(built_in, /Gulls nest late/);
	stet(['theme', 'eject', paper]);
	await pause(SOON);
	assert.equal(await front(), built_in);
});

test('a changed template is on the next page within two seconds', async () => {
	change('foot.mustache', '<footer', '<!-- set by hand --><footer');
	assert.ok(await soon(async () => (await front()).includes('set by hand')));
});

test('a changed style has a new address, and the old one is not needed', async () => {
	const sheet = async () => /href="([^"]*style[^"]*css)"/.exec(await front())[1];
	const old = await sheet();

	writeFileSync(file('assets', 'style.css'), 'body { color: teal }\n');
	let fresh;
	assert.ok(await soon(async () => (fresh = await sheet()) !== old));
	const answer = await fetch(server.url + fresh);
	assert.equal(answer.status, 200);
	assert.match(await answer.text(), /teal/);
	// A page that was made a moment before finds its own.
	assert.equal((await fetch(server.url + old)).status, 200);
});

test('a broken template leaves the old page, and the log says file and line', async () => {
	const before_it = await front();
	const text = readFileSync(file('templates', 'foot.mustache'), 'utf8');

	writeFileSync(file('templates', 'foot.mustache'), `<!-- new -->\n{{hedline}}\n${text}`);
	assert.ok(await soon(() => /foot\.mustache:2: .*hedline/.test(server.said())),
	    server.said());
	assert.equal(await front(), before_it);

	writeFileSync(file('templates', 'foot.mustache'), text.replace('by hand', 'anew'));
	assert.ok(await soon(async () => (await front()).includes('set anew')));
});

test('a file that is taken away is the built-in one again', async () => {
	rmSync(file('templates', 'foot.mustache'));
	assert.ok(await soon(async () => !(await front()).includes('set anew')));
	assert.match(await front(), /<footer/);
});
