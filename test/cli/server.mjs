// SPDX-License-Identifier: ISC
// A server to be afraid of: serves a folder's files as they are, or what a
// liar would.  server.mjs FOLDER MODE LOG; prints its address.
import { appendFileSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const [folder, mode, log] = process.argv.slice(2);

const modes = {
	files: (request, answer) => {
		try {
			answer.end(readFileSync(path.join(folder, path.normalize(request.url))));
		} catch {
			answer.writeHead(404).end();
		}
	},
	garbage: (request, answer) => answer.end(Buffer.alloc(3000, 0xf7)),
	endless: (request, answer) => {
		const more = () => { while (answer.write(Buffer.alloc(65536, 'x'))); };
		answer.on('drain', more);
		more();
	},
	elsewhere: (request, answer) =>
	    answer.writeHead(302, { Location: 'http://127.0.0.2:1/record/checkpoint' }).end(),
	around: (request, answer) => answer.writeHead(302, { Location: request.url }).end(),
	broken: (request, answer) => answer.writeHead(500).end(),
};

const server = http.createServer((request, answer) => {
	appendFileSync(log, `${request.url}\n`);
	(/^\/record\/(checkpoint|key)$/.test(request.url) && mode.startsWith('later-')
	    ? modes.files : modes[mode.replace('later-', '')])(request, answer);
});
server.listen(0, '127.0.0.1', () =>
    console.log(`http://127.0.0.1:${server.address().port}`));
