// SPDX-License-Identifier: ISC
// What the tests that look at pages share: axe, and what sticks out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
/* To be evaluated in a page before violations(). */
export const axe = readFileSync(resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [320, 360, 390, 480, 640, 768, 900, 1024, 1152, 1280, 1440, 1600];

export async function violations(page, rules) {
	const found = await page.evaluate((only) => window.axe.run(document, {
		resultTypes: ['violations'],
		...(only && { runOnly: { type: 'rule', values: only } }),
	}), rules);
	return found.violations.map((v) =>
	    `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

/* Widths at which something sticks out to a side. */
export async function overflows(page) {
	const wrong = [];

	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: 900 });
		const over = await page.evaluate(() => {
			const root_box = document.documentElement;
			if (root_box.scrollWidth <= root_box.clientWidth)
				return null;
			const out = [...document.body.querySelectorAll('*')].find((e) => {
				const box = e.getBoundingClientRect();
				return box.right > root_box.clientWidth + 1 || box.left < -1;
			});
			return out?.outerHTML.slice(0, 160) ?? 'something';
		});
		if (over)
			wrong.push(`${width} px: ${over}`);
	}
	return wrong;
}
