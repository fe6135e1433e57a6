// SPDX-License-Identifier: ISC
// A harbour town's paper in Arabic and Persian, with a text of every kind, and
// a story each in the other languages that the program speaks: for looking at
// what runs from right to left, and at words of one direction inside the other.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, stet } from './browser.mjs';

const HOUR = 3600000;
const ago = (hours) => new Date(Date.now() - hours * HOUR).toISOString().slice(0, 16) + 'Z';

// What each language says; every text stands in both.
const ar = {
	lang: 'ar', paper: 'جريدة المرفأ', place: 'سولتريتش',
	section: 'المرفأ', person: 'هنا فوس', role: 'مراسلة الميناء', topic: 'الجسر',
	story: 'عاد الجسر Lantern Pier من جهة واحدة عند 06:40',
	deck: 'يُفتح السلّم الغربي لسفينة «Patience» و3 قوارب أخرى، ويبقى الشرقي مغلقًا حتى 2 كانون الأول.',
	body: [
		'قالت Harbour Trust إن الرافعة رقم 7 (طراز K-12, 40 t) ستعمل من الساعة 08:00 إلى 17:30، وإن رقم الهاتف هو +351 210 000 000.',
		'كتبت *Nell Sorrow* في دفترها: "The pier is a wall that you are allowed to walk on." ثم أضافت بالعربية: «لا أحد يمشي عليه اليوم».',
		'## ما الذي أُصلح؟',
		'- اللوح 14/B عند الدرابزين\n- مصباح `lamp-2` في آخر الرصيف\n- ثلاثة حبال من نوع Polysteel 24 mm',
		'> قيل لنا إن البحر لم يأتِ أبعد؛ بل بقي أطول.\n>\n> — ليلى فراهاني (Leyla Farahani)',
		'| القارب | الطول | العودة |\n|:--|--:|--:|\n| Patience | 12,4 m | 04:10 |\n| نورس | 9,8 m | 05:25 |',
		'This paragraph stands in English, as the guild sent it; its full stop is at its right end.',
	],
	statement: 'أربع وعشرون نقابة تريد عودة بوق الضباب', issuer: 'نقابة مصلحي الشباك',
	to: 'هيئة الميناء', signer: 'قارئة للوحات', counted: 'أكثر من 1,000', source: 'متحف العُقَد',
	letter: 'ليس جرسًا يُسمع، بل جرس يُفتقد', salutation: 'حضرة المحررة،', closing: 'مع التحية',
	video: '«تسمع الماء من اليسار الآن»', speaker: 'إيناش كالادو', release: 'قارب فجر سادس من المزلق',
	theirs: 'Additional berth granted for early sailing', event: 'عاصفة الرصيف', fact: 'القوارب السائبة',
	value: '19', status: 'مفتوح: الإصلاح جارٍ', briefs: 'أخبار المرفأ باختصار', item: 'وصلت سفينة Ro-Ro عند 07:15 وعلى متنها 40 سيارة.',
	gallery: 'أيدٍ وشباك', alt: 'مرشد بملابس البحر عند الدرابزين.', caption: 'عند الرصيف North Quay، قبل الفجر.',
	series: 'أربعون عُقدة', opinion: 'أبقوا الجرس، وادفعوا لمن يقرعه', about: 'عن الجريدة',
	gone: 'حوت في الحوض الداخلي', reason: 'لم يكن حوتًا.', note: 'كتبنا أن عدد القوارب 17؛ وهو 19.',
};
const fa = {
	lang: 'fa', paper: 'گزت بندر', place: 'سالت‌ریچ',
	section: 'بندر', person: 'هانا وکس', role: 'خبرنگار بندر', topic: 'اسکله',
	story: 'اسکلهٔ Lantern Pier از یک سو باز شد، ساعت 06:40',
	deck: 'پلهٔ غربی برای «Patience» و 3 قایق دیگر باز می‌شود و پلهٔ شرقی تا 2 دسامبر بسته می‌ماند.',
	body: [
		'امانت بندر (Harbour Trust) گفت جرثقیل شمارهٔ 7 (مدل K-12, 40 t) از 08:00 تا 17:30 کار می‌کند و شمارهٔ تلفن +351 210 000 000 است.',
		'*Nell Sorrow* در دفترش نوشت: "The pier is a wall that you are allowed to walk on." و به فارسی افزود: «امروز کسی روی آن راه نمی‌رود».',
		'## چه تعمیر شد؟',
		'- تختهٔ 14/B کنار نرده\n- چراغ `lamp-2` ته اسکله\n- سه طناب Polysteel 24 mm',
		'> می‌گویند دریا جلوتر نیامد؛ بیشتر ماند.\n>\n> — لیلا فراهانی (Leyla Farahani)',
		'| قایق | درازا | بازگشت |\n|:--|--:|--:|\n| Patience | 12,4 m | 04:10 |\n| مرغ دریایی | 9,8 m | 05:25 |',
		'This paragraph stands in English, as the guild sent it; its full stop is at its right end.',
	],
	statement: 'بیست‌وچهار صنف بوق مه را پس می‌خواهند', issuer: 'صنف تورچینان',
	to: 'امانت بندر', signer: 'خوانندهٔ تابلوها', counted: 'بیش از 1,000', source: 'موزهٔ گره‌ها',
	letter: 'زنگی نیست که شنیده شود؛ زنگی است که جایش خالی است', salutation: 'سردبیر گرامی،', closing: 'با احترام',
	video: '«حالا آب را از چپ می‌شنوی»', speaker: 'اینس کالادو', release: 'قایق سپیده‌دم، گذر ششم',
	theirs: 'Additional berth granted for early sailing', event: 'توفان اسکله', fact: 'قایق‌های رها',
	value: '19', status: 'باز: تعمیر در جریان است', briefs: 'خبرهای کوتاه بندر', item: 'کشتی Ro-Ro ساعت 07:15 با 40 خودرو رسید.',
	gallery: 'دست‌ها و تورها', alt: 'راهنمایی با لباس دریا کنار نرده.', caption: 'در North Quay، پیش از سپیده.',
	series: 'چهل گره', opinion: 'زنگ بماند، و مزد زنگ‌زن هم', about: 'دربارهٔ گزت',
	gone: 'نهنگی در حوضچهٔ درونی', reason: 'نهنگ نبود.', note: 'نوشته بودیم 17 قایق؛ 19 قایق بود.',
};
const others = [
	['ckb', 'ڕۆژنامەی بەندەر', 'پردەکە Lantern Pier کرایەوە', 'ڕێگاکە لە کاتژمێر ٠٦:٤٠ کرایەوە؛ گڵۆپەکان هەڵدەبن و ڤانەکان دەچن. ئەوەی پێویستە چاک کراوە.'],
	['tr', 'Liman Gazetesi', 'İskele bir yandan açıldı: ışık yandı', 'Ilık bir sabah, İnci ile Işıl ağlarını topladı; güneş doğdu, çığlık çığlığa martılar.'],
	['ru', 'Вестник гавани', 'Пирс открылся с одной стороны', 'Съешь ещё этих мягких французских булок, да выпей же чаю — сказал смотритель маяка.'],
	['uk', 'Вісник гавані', 'Пірс відкрився з одного боку', 'Щастя б’є жук їх глицю в фон й ґедзь пріє — так казав наглядач маяка біля її човна.'],
	['zh-Hans', '港口日报', '码头从一侧重新开放', '港务局说，七号起重机从八点工作到五点半。“海没有来得更远，它只是停留得更久。”'],
];

/* A text file of JSON front matter, which is YAML too. */
const file = (front, body = '') => `---\n${Object.entries(front)
    .filter(([, v]) => v !== undefined).map(([k, v]) => `${k}: ${JSON.stringify(v)}`).join('\n')}\n---\n${body}\n`;

/* Everything in one language, in the order in which it is published. */
function texts(w, work) {
	const { lang } = w, x = (name) => `${name}-${lang}`;
	const listed = { lang, section: 'harbour' };
	// Persian is translated from Arabic, the paper's first language.
	const original = (name, front) => (lang === 'ar' || ['front', 'item'].includes(front.kind) ? {} : { translation_of: addressOf(work, `${name}-ar`) });

	return [
		[x('event'), { kind: 'event', slug: x('storm'), headline: w.event, deck: w.deck, starts: ago(200), ends: ago(180),
			status: w.status, date: ago(190), place: w.place, coordinates: '38.6932, -9.2101', people: [{ name: w.person, role: w.role }],
			figures: [{ what: w.fact, value: '17', source: w.to, as_of: ago(190) }, { what: w.fact, value: w.value, source: w.to, as_of: ago(170) }],
			updates: [{ at: ago(160), text: w.item, source: w.to }] }, w.body[0]],
		[x('story'), { slug: x('pier'), headline: w.story, deck: w.deck, byline: w.person, topics: ['pier'], date: ago(3), dateline: w.place, event: x('storm'),
			picture: { src: 'pilot.png', alt: w.alt, caption: w.caption, credit: 'Oda Finch' },
			changes: [{ at: ago(1), grade: 'correction', note: w.note }] }, w.body.join('\n\n')],
		[x('opinion'), { slug: x('bell'), headline: w.opinion, voice: 'opinion', byline: 'Maud Pettle', date: ago(9), topics: ['pier'] }, w.body[0]],
		[x('statement'), { kind: 'statement', slug: x('guilds'), headline: w.statement, issuers: [w.issuer, 'Museum of Knots'], to: w.to, issued: ago(30), date: ago(29),
			count: [{ stated: w.counted, exact: 1040, source: w.source, as_of: ago(40) }], topics: ['pier'],
			signatories: [w.person, 'Ines Calado', 'Bram Okoro', 'آرش دریانورد', 'نورا البحري', 'Роман Чайка', { name: w.signer, role: 'A-7' }] }, w.body.slice(0, 2).join('\n\n')],
		[x('letter'), { kind: 'letter', slug: x('letter'), headline: w.letter, senders: [{ name: 'Hollis Verrin', of: 'Rope Walk' }], to: `${w.to}\n14 Rope Walk, North Quay`,
			written: ago(60), salutation: w.salutation, closing: w.closing, date: ago(50) }, w.body[0]],
		[x('video'), { kind: 'video', slug: x('water'), headline: w.video, speakers: [{ name: w.speaker, role: w.role }], recorded: ago(80), duration: '12:40',
			embed: 'https://video.gazette.example/watch/ines-calado', date: ago(70),
			picture: { src: 'swell.png', alt: w.alt } }, `[0:05] ${w.body[0]}\n\n[1:12] ${w.body[1]}`],
		[x('release'), { kind: 'press release', slug: x('boat'), headline: w.release, their_headline: w.theirs, issuer: { name: w.person, role: w.role, of: 'Harbour Trust' },
			issued: ago(20), contact: ['Harbour Trust, +351 210 000 000', 'desk@gazette.example'], date: ago(19) }, w.body[0]],
		[x('gallery'), { kind: 'gallery', slug: x('hands'), headline: w.gallery, byline: 'Oda Finch', date: ago(90),
			pictures: [{ src: 'pilot.png', alt: w.alt, caption: w.caption, credit: 'Oda Finch' }, { src: 'horn.png', alt: w.alt, caption: w.caption }] }],
		[x('series'), { kind: 'series', slug: x('knots'), headline: w.series, deck: w.deck, date: ago(120) }],
		[x('part'), { slug: x('knot'), headline: `${w.series}: Clove hitch (1)`, series: x('knots'), part: 1, byline: w.person, date: ago(110) }, w.body[0]],
		[x('brief'), { kind: 'brief', slug: x('brief'), headline: w.briefs, byline: w.person, date: ago(26) }],
		...[0, 1, 2].map((i) => [x(`item${i}`), { kind: 'item', brief: x('brief'), section: undefined, lang, date: ago(25 - 8 * i) }, w.item]),
		[x('about'), { kind: 'page', slug: x('about'), headline: w.about }, w.body.slice(0, 3).join('\n\n')],
		[x('gone'), { slug: x('whale'), headline: w.gone, date: ago(130) }, w.body[0]],
		[x('front'), { kind: 'front', section: undefined, slots: [{ weight: 'lead', story: x('pier') }, { weight: 'second', story: x('guilds') }, { weight: 'second', story: x('bell') },
			{ weight: 'rail', module: 'events' }, { weight: 'rail', story: x('brief') }, { weight: 'block', section: 'harbour' }, { weight: 'block', module: 'video' },
			{ weight: 'block', module: 'quote', text: w.body[1].split('"')[0], by: 'Ines Calado' }] }],
	].map(([name, front, body]) => [name, { ...listed, ...front, ...original(name.slice(0, -3), front) }, body]);
}

const settings = (id, revision) => file({
	kind: 'settings', id, revision,
	name: { ar: ar.paper, fa: fa.paper, ...Object.fromEntries(others.map(([t, n]) => [t, n])) },
	place: { ar: ar.place, fa: fa.place },
	languages: { ar: { calendar: 'islamic' }, fa: {}, ...Object.fromEntries(others.map(([t]) => [t, {}])) },
	timezone: 'Europe/Lisbon', email: 'desk@gazette.example',
	publisher: { ar: 'Harbour Gazette Society', fa: 'Harbour Gazette Society' }, editor: { ar: ar.person, fa: fa.person },
	postal: { ar: ['14 Rope Walk, North Quay', ar.place], fa: ['14 Rope Walk, North Quay', fa.place] },
});

/* Build it in work; gives the paper's folder. */
export function buildHarbour(work) {
	const paper = path.join(work, 'harbour'), desk = path.join(work, 'desk');
	const put = (name, text) => (writeFileSync(path.join(desk, name), text), path.join(desk, name));
	const publish = (list) => stet(['publish', paper, ...list.map(([name, front, body]) => put(`${name}.md`, file(front, body)))]);

	mkdirSync(desk, { recursive: true });
	for (const plate of ['pilot', 'swell', 'horn'])
		spawnSync('rsvg-convert', ['-w', '1600', '--background-color=white',
			path.join(root, `demo/plates/${plate}.svg`), '-o', path.join(desk, `${plate}.png`)]);
	stet(['init', paper, '--name', ar.paper, '--lang', 'ar']);
	const was = stet(['show', paper, 'settings']);
	const field = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(was)[1];
	stet(['publish', paper, put('settings.md', settings(field('id'), Number(field('revision'))))]);
	publish([
		['section', { kind: 'section', slug: 'harbour', name: { ar: ar.section, fa: fa.section }, intro: { ar: ar.deck, fa: fa.deck } }],
		['topic', { kind: 'topic', slug: 'pier', name: { ar: ar.topic, fa: fa.topic } }],
		['person', { kind: 'person', slug: 'hanna-voss', name: { ar: ar.person, fa: fa.person }, role: { ar: ar.role, fa: fa.role } }],
		...['Maud Pettle', 'Oda Finch', 'Ines Calado'].map((name) => [name.replace(' ', '-'), { kind: 'person', name }]),
	]);
	for (const w of [ar, fa])
		publish(texts(w, work));
	for (const [lang, , headline, body] of others)
		publish([[`story-${lang}`, { lang, slug: `pier-${lang}`, headline, translation_of: 'pier-ar', section: 'harbour', byline: 'Oda Finch', date: ago(2) }, body]]);
	for (const w of [ar, fa]) {
		const at = readFileSync(path.join(desk, `gone-${w.lang}.md`), 'utf8');

		stet(['retract', paper, /^address: (.*)$/m.exec(at)[1].replace(/^"|"$/g, ''), '--reason', w.reason]);
	}
	return paper;
}

/* The address that a text was given, by its name above. */
export const addressOf = (work, name) =>
	/^address: "?(.*?)"?$/m.exec(readFileSync(path.join(work, 'desk', `${name}.md`), 'utf8'))[1];

/* Every kind of page: [what, address], in Arabic or Persian. */
export function pagesOf(work, lang) {
	const p = lang === 'ar' ? '' : `/${lang}`;
	const year = new Date(Date.now() - 3 * HOUR).getUTCFullYear();

	return [
		['front', `${p}/`], ['section', `${p}/section/harbour/`], ['topic', `${p}/topic/pier/`], ['person', `${p}/person/hanna-voss/`],
		['archive', `${p}/archive/`], ['year', `${p}/archive/${year}/`], ['corrections', `${p}/corrections/`],
		['search', `${p}/search?q=Pier`], ['record', `${p}/record/`], ['missing', `${p}/nowhere/`],
		...['story', 'opinion', 'statement', 'letter', 'video', 'release', 'event', 'gallery', 'series', 'brief', 'item0', 'about', 'gone']
		    .map((name) => [name, addressOf(work, `${name}-${lang}`)]),
	];
}
