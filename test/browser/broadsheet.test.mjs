// SPDX-License-Identifier: ISC
// The second theme.  Its templates are the default's but for two, so that what
// is looked at here is what its own sheet and fonts make of the pages: one of
// each kind that it dresses otherwise, in both directions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FIRST_FLIGHT, checked, longest, openNewsroom, sound, weight } from './looking.mjs';

const LOOKED_AT = ['en front', 'en section', 'en story', 'en statement',
	'en letter', 'en event', 'en brief', 'en video', 'en gallery', 'en topic',
	'en search', 'fa front', 'fa story', 'fa event'];

let room, chosen;

before(async () => {
	room = await openNewsroom('broadsheet');
	const best = longest(room.pages);
	chosen = LOOKED_AT.map((name) => [name, best.get(name)]);
});

after(() => room?.end());

test('the paper is set in it', () => {
	for (const [name, page] of chosen)
		assert.match(page?.html ?? '', /href="\/assets\/broadsheet\.[0-9a-f]+\.css"/, name);
});

test('the Nu HTML checker has neither error nor warning', () => {
	assert.deepEqual(checked(room, chosen.map(([, page]) => page)), []);
});

test('a front and its style fit the first flight of TCP', async () => {
	for (const at of ['/', '/fa/']) {
		const sum = await weight(room, at);
		assert.ok(sum <= FIRST_FLIGHT, `${at}: ${sum} bytes`);
	}
});

test('in a browser', { concurrency: 2 }, async (t) => {
	await Promise.all(chosen.map(([name, page]) =>
		t.test(`${name} is sound by day and night, at any width`,
		    () => sound(room, page, { bare: false }))));
});
