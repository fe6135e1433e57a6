// An export of an invented paper, as Ghost writes it: node ghost.mjs [CHANGE]
const text = (s, format = 0) => ({ type: 'extended-text', text: s, format });
const p = (...children) => ({ type: 'paragraph', children });
const doc = (...children) => JSON.stringify({ root: { type: 'root', children } });
const post = (n, slug, more) => ({
	id: `a0000000000000000000000${n}`, uuid: `secret-uuid-${n}`, slug, title: `Title of ${slug}`, type: 'post',
	status: 'published', visibility: 'public', published_at: '2026-11-06 10:30:00', created_at: '2026-11-05 09:00:00',
	updated_at: '2026-11-07 09:00:00', lexical: doc(p(text(`Words of ${slug}.`))), html: `<p>Words of ${slug}.</p>`, ...more,
});
const posts = [
	post(1, 'kettle', {
		title: 'A kettle: on the quay', custom_excerpt: 'It was "hot".', featured: 1,
		feature_image: '__GHOST_URL__/content/images/2026/11/kettle.png',
		lexical: doc(
			p(text('Bold', 1), text(' and '), { type: 'link', url: '__GHOST_URL__/fog/', children: [text('fog')] }, text('.')),
			{ type: 'image', src: '__GHOST_URL__/content/images/size/w600/2026/11/kettle.png', alt: 'The kettle', caption: 'On a bollard' },
			{ type: 'image', src: '__GHOST_URL__/content/images/2026/11/gone.png', alt: 'Gone' },
			{ type: 'tide-table', version: 1, heading: 'High water', rows: [{ text: 'At six' }] },
		),
	}),
	post(2, 'fog', {
		lexical: null, codeinjection_head: '<script>count()</script>', canonical_url: 'https://elsewhere.example/fog',
		mobiledoc: JSON.stringify({ version: '0.3.1', markups: [['em']], atoms: [], cards: [['hr', {}]],
			sections: [[1, 'p', [[0, [0], 1, 'Thick'], [0, [], 0, ' as wool.']]], [10, 0]] }),
	}),
	post(3, 'inner', { visibility: 'members' }),
	post(4, 'later', { status: 'scheduled', published_at: '2126-11-06 10:30:00' }),
	post(5, 'overdue', { status: 'scheduled', published_at: '2020-11-06 10:30:00' }),
	post(6, 'unfinished', { status: 'draft', published_at: null }),
	post(7, 'about', { type: 'page' }),
	post(8, 'letter', { status: 'sent' }),
	post(9, 'broken', { lexical: '{"root":', html: '<p>As it <b>was</b>.</p>' }),
];
const users = [
	{ id: '1', name: 'Ines Calado', slug: 'ines', email: 'ines@private.example', password: 'hash-of-a-password', bio: 'Pilot.', website: 'https://ines.example/' },
	{ id: '2', name: 'Oda Finch', slug: 'oda', email: 'oda@private.example', password: 'hash-of-a-password' },
	{ id: '3', name: 'Nobody Seen', slug: 'nobody', email: 'n@private.example', password: 'hash-of-a-password' },
];
const tags = [
	{ id: '1', name: 'Harbour', slug: 'harbour', description: 'Ships and ropes.', visibility: 'public' },
	{ id: '2', name: '#import', slug: 'hash-import', visibility: 'internal' },
];
if (process.argv[2] === 'change')
	posts[1].title = 'Fog, again';
if (process.argv[2] === 'gone')
	posts.splice(1, 1);
process.stdout.write(JSON.stringify({ db: [{ meta: { exported_on: 1795608000000, version: '6.0.0' }, data: {
	posts, users, tags,
	posts_meta: [{ post_id: posts[0].id, feature_image_alt: 'A kettle', feature_image_caption: 'Hot. <em>Photograph: Oda Finch</em>', meta_title: 'Kettle!', og_description: 'Seen' }],
	posts_tags: [{ post_id: posts[0].id, tag_id: '2', sort_order: 0 }, { post_id: posts[0].id, tag_id: '1', sort_order: 1 }],
	posts_authors: [{ post_id: posts[0].id, author_id: '2', sort_order: 1 }, { post_id: posts[0].id, author_id: '1', sort_order: 0 },
		{ post_id: posts.find((o) => o.slug === 'unfinished').id, author_id: '3', sort_order: 0 }],
	settings: [{ key: 'title', value: 'The Old Gull' }, { key: 'timezone', value: 'Europe/Lisbon' }, { key: 'locale', value: 'en' }],
	members: [{ id: '1', email: 'reader@private.example', name: 'A Reader' }],
} }] }));
