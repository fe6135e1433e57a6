// SPDX-License-Identifier: ISC
// Lighthouse, in a Chromium of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import lighthouse from 'lighthouse';
import { chromiumFlags, chromiumPath } from './browser.mjs';

/*
 * The audits of performance that say the same on any machine.  Compression
 * is not among them: it begins at a page's second hit in each loop.
 */
const TIMELESS = [
	'cumulative-layout-shift', 'unsized-images', 'offscreen-images',
	'lcp-lazy-loaded', 'uses-optimized-images',
	'uses-long-cache-ttl', 'font-display', 'unused-javascript',
	'legacy-javascript', 'dom-size', 'total-byte-weight', 'redirects',
];
const CATEGORIES = ['accessibility', 'best-practices', 'seo'];

/* A browser that Lighthouse can steer: { port, end() }. */
export function openSteered() {
	const folder = mkdtempSync(path.join(tmpdir(), 'stet-lighthouse-'));
	const child = spawn(chromiumPath, [...chromiumFlags, '--headless=new',
	    '--remote-debugging-port=0', `--user-data-dir=${folder}`],
	    { stdio: ['ignore', 'ignore', 'pipe'] });
	const ended = new Promise((done) => child.once('exit', done));
	const end = async () => {
		child.kill();
		await ended;
		// Its helpers may still be writing; what stays lies among temporaries.
		try {
			rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
		} catch (error) {
			if (error.code !== 'ENOTEMPTY')
				throw error;
		}
	};
	let said = '';

	return new Promise((done, failed) => {
		child.stderr.on('data', (bytes) => {
			said += bytes;
			const at = /^DevTools listening on ws:\/\/[^:]+:(\d+)/m.exec(said);
			if (at)
				done({ port: Number(at[1]), end });
		});
		ended.then(() => failed(new Error(`chromium ended: ${said}`)));
	});
}

/* What is not perfect about a page on a phone, and how fast it was. */
export async function audit(port, url) {
	const { lhr } = await lighthouse(url, {
		port, logLevel: 'error', output: 'json',
		disableFullPageScreenshot: true,
		pauseAfterFcpMs: 250, pauseAfterLoadMs: 250,
		networkQuietThresholdMs: 250, cpuQuietThresholdMs: 250,
	});
	const wanted = new Set(TIMELESS);
	const troubles = [];

	for (const name of CATEGORIES)
		for (const { id, weight } of lhr.categories[name].auditRefs)
			if (weight > 0)
				wanted.add(id);
	for (const id of wanted) {
		const found = lhr.audits[id];
		if (found === undefined)
			troubles.push(`there is no audit ${id}`);
		else if (found.score !== null && found.score < 1)
			troubles.push(`${id}: ${found.title} ${found.displayValue ?? ''} `
			    + (found.details?.items ?? []).slice?.(0, 3).map((i) =>
				i.node?.snippet ?? i.url ?? i.source?.url ?? '').join(' | '));
	}
	return { troubles, performance: lhr.categories.performance.score };
}
