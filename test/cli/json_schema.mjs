// SPDX-License-Identifier: ISC
// node json_schema.mjs SCHEMA FILE -- the part of JSON Schema (draft 7) that
// JSON Feed's schema uses; prints what does not hold.
import { readFileSync } from 'node:fs';

const [schema, value] = process.argv.slice(2).map((f) => JSON.parse(readFileSync(f, 'utf8')));
const known = new Set(['$schema', '$ref', '$id', 'title', 'description', 'type', 'properties', 'required',
	'enum', 'format', 'items', 'definitions', 'patternProperties', 'additionalProperties', 'minItems',
	'uniqueItems', 'examples', 'deprecated', 'anyOf', 'oneOf', 'default', 'pattern', 'minimum',
	'minProperties']);
const wrong = [];
const type_of = (v) => v === null ? 'null' : Array.isArray(v) ? 'array' : typeof v;
const formats = { uri: /^[a-z][a-z0-9+.-]*:\S+$/i, 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ };

function check(rule, v, at, into = wrong) {
	if (rule === true)
		return;
	if (rule === false)
		into.push(`${at} may not be there`);
	for (const word of Object.keys(rule))
		if (!known.has(word))
			throw new Error(`the schema says "${word}", which nobody understands here`);
	if (rule.$ref)
		check(rule.$ref.split('/').slice(1).reduce((o, k) => o[k], schema), v, at, into);
	const types = [rule.type ?? []].flat();
	if (types.length && !types.includes(type_of(v))
	    && !(types.includes('integer') && Number.isInteger(v)))
		into.push(`${at} is no ${types}`);
	if (rule.enum && !rule.enum.includes(v))
		into.push(`${at} is none of ${rule.enum}`);
	if (formats[rule.format] && !formats[rule.format].test(v))
		into.push(`${at} is no ${rule.format}: ${v}`);
	for (const any of [rule.anyOf, rule.oneOf].filter(Boolean))
		if (!any.some((r) => { const own = []; check(r, v, at, own); return own.length === 0; }))
			into.push(`${at} is none of what it may be`);
	if (type_of(v) === 'array' && rule.items)
		v.forEach((o, i) => check(rule.items, o, `${at}[${i}]`, into));
	if (rule.minProperties && Object.keys(v).length < rule.minProperties)
		into.push(`${at} is empty`);
	if (type_of(v) !== 'object')
		return;
	for (const name of rule.required ?? [])
		if (!(name in v))
			into.push(`${at} lacks ${name}`);
	for (const [name, o] of Object.entries(v)) {
		const like = Object.entries(rule.patternProperties ?? {}).find(([p]) => new RegExp(p).test(name));
		if (rule.properties?.[name])
			check(rule.properties[name], o, `${at}.${name}`, into);
		else if (like)
			check(like[1], o, `${at}.${name}`, into);
		else if (rule.additionalProperties === false)
			into.push(`${at}.${name} is not known`);
	}
}
check(schema, value, 'feed');
wrong.forEach((w) => console.log(w));
process.exit(wrong.length > 0 ? 1 : 0);
