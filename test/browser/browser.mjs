// SPDX-License-Identifier: ISC
// What the browser tests share: Debian's Chromium, and our own program.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const { chromium } = createRequire(import.meta.url)('playwright-core');

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = process.env.STET ?? path.join(root, 'build/stet');

export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/* So that it asks nobody for anything by itself. */
export const chromiumFlags = [
	...(process.getuid() === 0 ? ['--no-sandbox'] : []),
	'--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking',
	'--disable-component-update', '--disable-sync',
];

/* A browser that asks nobody for anything by itself. */
export function openBrowser() {
	return chromium.launch({
		executablePath: chromiumPath,
		headless: true,
		args: chromiumFlags,
	});
}

/* Run a command to its end and give what it wrote; throws if it failed. */
export function stet(args, input = '') {
	if (!existsSync(program))
		throw new Error(`${program} is missing: make build first`);
	const done = spawnSync(program, args,
	    { input, maxBuffer: 1 << 30, encoding: 'utf8' });
	if (done.status !== 0)
		throw new Error(`stet ${args.join(' ')}: ${done.stderr}`);
	return done.stdout;
}

/*
 * Serve a site's folder on a free port of loopback.  Resolves when it prints
 * its address: { url, said(), end() }: said() is all that it wrote so far,
 * end() waits until it has stopped.
 */
export function serve(folder, ...options) {
	const child = spawn(program,
	    ['serve', folder, '--listen', '127.0.0.1:0', ...options],
	    { stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise((done) => child.once('exit', done));
	let said = '';

	return new Promise((done, failed) => {
		const listen = (bytes) => {
			said += bytes;
			const url = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(said);
			if (url)
				done({
					url: url[0],
					said: () => said,
					end: () => (child.kill('SIGTERM'), ended),
				});
		};
		child.stdout.on('data', listen);
		child.stderr.on('data', listen);
		ended.then((code) => failed(
		    new Error(`stet serve ended with ${code}: ${said}`)));
	});
}
