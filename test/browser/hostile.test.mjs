// SPDX-License-Identifier: ISC
// Hostile bodies, sanitised, in a real browser.  STET_HOSTILE=FILE.jsonl adds
// further ones, an {"id", "html"} object a line.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openBrowser, root, stet } from './browser.mjs';

const ORIGIN = 'http://stet.test';
const BATCH = 60;
let browser;

before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

/* Runs in the page: what our sanitiser would write for these nodes. */
function serialiser() {
	const VOID = new Set(['br', 'col', 'hr', 'img', 'source', 'track', 'wbr']);
	const text = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;')
	    .replace(/>/g, '&gt;');
	const value = (s) => text(s).replace(/"/g, '&quot;');

	function one(node) {
		if (node.nodeType === Node.TEXT_NODE)
			return text(node.data);
		if (node.nodeType !== Node.ELEMENT_NODE)
			return `<?${node.nodeName}>`;
		const name = node.nodeName.toLowerCase();
		const attributes = [...node.attributes]
		    .map((a) => ` ${a.name}="${value(a.value)}"`).join('');
		if (VOID.has(name))
			return `<${name}${attributes}>`;
		return `<${name}${attributes}>${all(node)}</${name}>`;
	}
	const all = (parent) => [...parent.childNodes].map(one).join('');
	return all;
}

/* Runs in the page: what is wrong with each body, as lines of text. */
function judge(bodies, source) {
	const all = new Function(`return (${source})()`)();
	const wrong = [];
	const LINKS = new Set(['http:', 'https:', 'mailto:', 'tel:', 'sms:',
		'geo:', 'xmpp:', 'magnet:']);
	const say = (id, what) => wrong.push(`${id}: ${what}`);

	for (const { id, html } of bodies) {
		const host = document.querySelector(`[data-body="${CSS.escape(id)}"]`);
		if (!host) {
			say(id, 'its place is gone');
			continue;
		}
		if (all(host) !== html)
			say(id, `page reads ${all(host)} for ${html}`);
		const again = document.implementation.createHTMLDocument('')
		    .createElement('div');
		again.innerHTML = host.innerHTML;
		if (all(again) !== html)
			say(id, `innerHTML reads ${all(again)} for ${html}`);
		for (const e of host.querySelectorAll('*')) {
			for (const a of e.attributes)
				if (/^(on|style$|srcdoc$|name$)/i.test(a.name))
					say(id, `attribute ${a.name}`);
			if (e.id && !e.id.startsWith('h-'))
				say(id, `id ${e.id}`);
			if (e.namespaceURI !== 'http://www.w3.org/1999/xhtml')
				say(id, `namespace ${e.namespaceURI}`);
			if (e.localName === 'a' && e.hasAttribute('href')
			    && !LINKS.has(e.protocol) && e.protocol !== ':')
				say(id, `link ${e.href}`);
			for (const name of ['mouseover', 'focus', 'error', 'load',
				'toggle', 'pointerenter', 'animationstart'])
				e.dispatchEvent(new Event(name));
		}
	}
	if (window.ran?.length)
		say('batch', `ran ${window.ran.join(', ')}`);
	if (document.title !== 'hostile' || document.forms.length
	    || document.scripts.length !== 1)
		say('batch', 'the document is not what it was');
	return wrong;
}

/* All of them as parts of pages that a server sent, without any CSP. */
async function harmless(bodies) {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	const page = await context.newPage();
	const wrong = [];
	let document = '';

	await page.route('**/*', (route) => {
		const request = route.request();
		if (request.url() === `${ORIGIN}/page`)
			return route.fulfill({
				contentType: 'text/html; charset=utf-8',
				body: document,
			});
		if (new URL(request.url()).origin !== ORIGIN)
			wrong.push(`a request left: ${request.url()}`);
		return route.fulfill({ status: 404, body: '' });
	});
	page.on('dialog', (dialog) => {
		wrong.push(`a dialog: ${dialog.message()}`);
		return dialog.dismiss();
	});
	page.on('popup', () => wrong.push('a window opened'));

	for (let i = 0; i < bodies.length; i += BATCH) {
		const batch = bodies.slice(i, i + BATCH);

		document = '<!doctype html><meta charset="utf-8"><title>hostile</title>'
		    + '<script>window.ran = [];'
		    + 'for (const f of ["alert", "confirm", "prompt", "print"])'
		    + ' window[f] = (x) => { ran.push(`${f} ${x}`); };</script>'
		    + batch.map(({ id, html }) => `<div data-body="${id}">${html}</div>`)
		        .join('\n');
		await page.goto(`${ORIGIN}/page`);
		wrong.push(...await page.evaluate(
		    `(${judge})(${JSON.stringify(batch)}, ${JSON.stringify(`${serialiser}`)})`));
		if (page.url() !== `${ORIGIN}/page`)
			wrong.push(`the page went to ${page.url()}`);
	}
	await context.close();
	return wrong;
}

function sanitised(file) {
	const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
	const out = stet(['sanitise', '--jsonl'], `${lines.join('\n')}\n`);

	return out.split('\n').filter(Boolean).map((line, i) => ({
		id: `b${i}-${String(JSON.parse(line).id).replace(/[^\w-]/g, '')}`,
		html: JSON.parse(line).html,
	}));
}

const files = [`${root}test/vectors/hostile.jsonl`];
if (process.env.STET_HOSTILE)
	files.push(process.env.STET_HOSTILE);

for (const file of files)
	test(`nothing of ${file.split('/').pop()} runs, asks, navigates or is read otherwise`,
	    async () => {
		    const bodies = sanitised(file);
		    const wrong = await harmless(bodies);

		    assert.ok(bodies.length > 150, `${bodies.length} bodies`);
		    assert.deepEqual(wrong.slice(0, 20), []);
	    });

test('the judge sees a script that runs, so it would see one of ours', async () => {
	const wrong = await harmless([
		{ id: 'x1', html: '<img src="x" onerror="alert(1)">' },
		{ id: 'x2', html: '<p>a<div>b</div></p>' },
		{ id: 'x3', html: '<img src="https://elsewhere.test/x.png">' },
	]);

	assert.ok(wrong.some((line) => line.startsWith('x1')));
	assert.ok(wrong.some((line) => line.startsWith('x2')));
	assert.ok(wrong.some((line) => line.includes('elsewhere.test')));
});
