// SPDX-License-Identifier: ISC
// What somebody without a paper's key can make of its record: a mirror with
// one entry more, in which a key of the forger's takes over, and a head that
// only the forger signed.  forge.mjs MIRROR MODE [OLDKEY]; changes it there.
//
//	alone   the log's key hands over, but did not sign that
//	chain   the log is said to have begun with another key of the forger's
//	stolen  an old key that the forger has signs it, at the time that it had
//	head    no new key: the old one signs one entry more
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [folder, mode, oldKey] = process.argv.slice(2);
const at = (...names) => path.join(folder, 'record', ...names);
const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();

function keyOf(name, secret) {
	const raw = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
	const tagged = Buffer.concat([Buffer.from([1]), raw]);
	const hash = sha(`${name}\n`, tagged).subarray(0, 4);
	return { verifier: `${name}+${hash.toString('hex')}+${tagged.toString('base64')}`,
		line: (text) => `\u2014 ${name} ${Buffer.concat([hash, sign(null, Buffer.from(text), secret)]).toString('base64')}\n` };
}
const fresh = (name) => keyOf(name, generateKeyPairSync('ed25519').privateKey);
const note = (text, keys) => `${text}\n${keys.map((k) => k.line(text)).join('')}`;

const [origin, sizeLine] = readFileSync(at('checkpoint'), 'utf8').split('\n');
const size = Number(sizeLine);
if (size >= 255) throw new Error('more than one tile');
const leaves = [];
for (let rest = readFileSync(at('tile/entries', `000.p/${size}`)); rest.length; ) {
	const n = rest.readUInt16BE(0);
	leaves.push(rest.subarray(2, 2 + n));
	rest = rest.subarray(2 + n);
}
const timeOf = (leaf) => /^at (.*)$/m.exec(leaf)[1];
const log = leaves.filter((l) => /^action log$/m.test(l))
    .map((l) => readFileSync(at('file', /^file (.*)$/m.exec(l)[1]), 'utf8'));
const mine = fresh(origin);
let signers = [mine];
let before = log.length ? log.at(-1).split('\n').filter((l) => l.startsWith('key '))
    : [`key ${readFileSync(at('key'), 'utf8').split('\n')[0]}`];
let time = timeOf(leaves.at(-1));
if (mode === 'chain') {
	const first = fresh(origin);
	before = [`key ${first.verifier}`];
	signers = [first, mine];
}
if (oldKey) {
	const seed = Buffer.from(/^PRIVATE[+]KEY[+][^+]+[+]\w+[+](.*)$/m.exec(readFileSync(oldKey, 'utf8'))[1], 'base64').subarray(1);
	const old = keyOf(origin, createPrivateKey({ format: 'der', type: 'pkcs8',
		key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]) }));
	signers = mode === 'head' ? [old] : [old, mine];
	time = timeOf(leaves[0]);
}
let head = signers.slice(-1);
if (mode === 'head')
	leaves.push(Buffer.from(leaves.at(-1).toString().replace(/^at .*$/m, `at ${time}`)));
else {
	const text = `stet-log/1\norigin ${origin}\n${before.join('\n')}\nkey ${mine.verifier} since ${time}\n`;
	const bytes = note(text, signers);
	const hash = sha(bytes).toString('hex');
	writeFileSync(at('file', hash), bytes);
	leaves.push(Buffer.from(`stet-record/1\naction log\nat ${time}\nfile ${hash}\nintent ${'ab'.repeat(16)}\n`));
}

const hashes = leaves.map((l) => sha(Buffer.from([0]), l));
const root = (list) => {
	if (list.length === 1) return list[0];
	let half = 1;
	while (half * 2 < list.length) half *= 2;
	return sha(Buffer.from([1]), root(list.slice(0, half)), root(list.slice(half)));
};
const put = (name, bytes) => {
	mkdirSync(path.dirname(at(name)), { recursive: true });
	writeFileSync(at(name), bytes);
};
put(`tile/0/000.p/${leaves.length}`, Buffer.concat(hashes));
put(`tile/entries/000.p/${leaves.length}`, Buffer.concat(leaves.flatMap((l) => {
	const n = Buffer.alloc(2);
	n.writeUInt16BE(l.length);
	return [n, l];
})));
put('checkpoint', note(`${origin}\n${leaves.length}\n${root(hashes).toString('base64')}\n`, head));
put('key', `${mine.verifier}\n`);
