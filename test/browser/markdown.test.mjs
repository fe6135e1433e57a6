// SPDX-License-Identifier: ISC
// Every example of CommonMark 0.29 (what cmark-gfm follows).
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { stet } from './browser.mjs';

const { tests } = createRequire(import.meta.url)('commonmark-spec');

// Bare addresses, which GFM makes links of and CommonMark does not.
const AUTOLINKS = new Set([598, 602, 604, 607, 608]);
const tabs = (s) => s.replaceAll('→', '\t');

test('stet markdown --raw gives what CommonMark specifies', () => {
	const wrong = tests.filter((t) => !AUTOLINKS.has(t.number)
	    && stet(['markdown', '--raw'], tabs(t.markdown)) !== tabs(t.html));

	assert.equal(tests.length, 649);
	assert.deepEqual(wrong.map((t) => t.number), []);
});

test('bare addresses are links, as GFM specifies', () => {
	for (const t of tests.filter(({ number }) => AUTOLINKS.has(number)))
		assert.match(stet(['markdown', '--raw'], tabs(t.markdown)), /<a href=/);
});
