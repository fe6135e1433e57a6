// SPDX-License-Identifier: ISC
// picture.mjs png|gif WIDTH HEIGHT [FRAMES] -- a picture to standard output:
// soft waves of colour as PNG, or an animation without compression.
import { deflateSync } from 'node:zlib';

const [kind, ...numbers] = process.argv.slice(2);
const [width, height, frames = 3] = numbers.map(Number);

function crc(bytes) {
	let c = ~0;

	for (const b of bytes) {
		c ^= b;
		for (let i = 0; i < 8; i++)
			c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
	}
	return ~c >>> 0;
}

function chunk(type, data) {
	const out = Buffer.alloc(12 + data.length);

	out.writeUInt32BE(data.length);
	out.write(type, 4, 'latin1');
	data.copy(out, 8);
	out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
	return out;
}

// Sums of waves: a photograph to an encoder, for it has neither lines nor
// noise; the signs after the point make it too large for a PNG.
function png() {
	const head = Buffer.alloc(13);
	const rows = Buffer.alloc(height * (1 + 3 * width));

	head.writeUInt32BE(width);
	head.writeUInt32BE(height, 4);
	head.set([8, 2], 8);
	for (let y = 0, i = 0; y < height; y++) {
		i++;
		for (let x = 0; x < width; x++) {
			const wave = 24 * Math.sin(x / 23) * Math.cos(y / 17 + x / 91)
			    + 3 * Math.sin(x * 1.7 + y * 2.3);

			rows[i++] = 150 + wave;
			rows[i++] = 100 + wave + 40 * y / height;
			rows[i++] = 60 + wave + 60 * x / width;
		}
	}
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', head), chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0))]);
}

// LZW that forgets all it has before a code would need a ninth bit.
function gifFrame(number) {
	const codes = [];

	for (let y = 0, n = 0; y < height; y++)
		for (let x = 0; x < width; x++, n++) {
			if (n % 100 === 0)
				codes.push(128);
			codes.push((x + y + 20 * number) >> 2 & 127);
		}
	codes.push(129);
	const out = [Buffer.from([0x21, 0xf9, 4, 4, 10, 0, 0, 0]),
		Buffer.from([0x2c, 0, 0, 0, 0, width & 255, width >> 8,
			height & 255, height >> 8, 0, 7])];
	for (let i = 0; i < codes.length; i += 255) {
		const piece = codes.slice(i, i + 255);

		out.push(Buffer.from([piece.length, ...piece]));
	}
	return Buffer.concat([...out, Buffer.from([0])]);
}

function gif() {
	const table = [];

	for (let i = 0; i < 128; i++)
		table.push(2 * i, 255 - 2 * i, 128);
	return Buffer.concat([Buffer.from('GIF89a', 'latin1'),
		Buffer.from([width & 255, width >> 8, height & 255, height >> 8,
			0xf6, 0, 0, ...table]),
		Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0', 'latin1'),
		...Array.from({ length: frames }, (_, i) => gifFrame(i)),
		Buffer.from(';')]);
}

process.stdout.write(kind === 'gif' ? gif() : png());
