# wxr.awk -v n=POSTS -- a WordPress export of a harbour town's paper, of any
# size; the same n gives the same bytes.
function word() { seed = (seed * 1103515245 + 12345) % 2147483648; return words[int(seed / 65536) % many + 1] }
function sentence(k, i, s) { s = word(); for (i = 1; i < k; i++) s = s " " word(); return toupper(substr(s, 1, 1)) substr(s, 2) "." }
BEGIN {
	many = split("harbour ferry pier lantern tide morning captain rope boat storm quay gull anchor bridge winter summer market fish net sailor letter office lamp light north south east west bell water stone wall road house town keeper wave wind sand salt iron wood sail mast deck hull crew net line hook buoy chart", words, " ")
	seed = 7
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:excerpt=\"https://wordpress.org/export/1.2/excerpt/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"https://wordpress.org/export/1.2/\">\n<channel>\n<title>The Old Gazette</title>\n<link>https://gazette.example</link>\n<language>en</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n<wp:base_blog_url>https://gazette.example</wp:base_blog_url>"
	for (i = 1; i <= 12; i++)
		printf "<wp:category><wp:term_id>%d</wp:term_id><wp:category_nicename><![CDATA[section-%d]]></wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[Section %d]]></wp:cat_name></wp:category>\n", i, i, i
	for (i = 1; i <= 300; i++)
		printf "<wp:tag><wp:term_id>%d</wp:term_id><wp:tag_slug><![CDATA[topic-%d]]></wp:tag_slug><wp:tag_name><![CDATA[Topic %d]]></wp:tag_name></wp:tag>\n", 100 + i, i, i
	for (i = 1; i <= 30; i++)
		printf "<wp:author><wp:author_id>%d</wp:author_id><wp:author_login>writer%d</wp:author_login><wp:author_display_name><![CDATA[Writer %d]]></wp:author_display_name></wp:author>\n", i, i, i
	for (i = 1; i <= n; i++) {
		day = sprintf("%04d-%02d-%02d", 2005 + i % 18, i % 12 + 1, i % 28 + 1)
		split(day, d, "-")
		printf "<item>\n<title><![CDATA[%s]]></title>\n<link>https://gazette.example/%s/%s/%s/post-%d/</link>\n<dc:creator><![CDATA[writer%d]]></dc:creator>\n<guid isPermaLink=\"false\">https://gazette.example/?p=%d</guid>\n<content:encoded><![CDATA[", sentence(7), d[1], d[2], d[3], i, i % 30 + 1, i
		for (p = 0; p < 9; p++)
			printf "<!-- wp:paragraph -->\n<p>%s %s <strong>%s</strong> %s <a href=\"https://gazette.example/about/\">%s</a> %s</p>\n<!-- /wp:paragraph -->\n\n", sentence(12), sentence(9), word(), sentence(10), word(), sentence(8)
		printf "]]></content:encoded>\n<excerpt:encoded><![CDATA[%s]]></excerpt:encoded>\n<wp:post_id>%d</wp:post_id>\n<wp:post_date>%s 10:20:00</wp:post_date>\n<wp:post_date_gmt>%s 10:20:00</wp:post_date_gmt>\n<wp:comment_status>closed</wp:comment_status>\n<wp:post_name>post-%d</wp:post_name>\n<wp:status>publish</wp:status>\n<wp:post_parent>0</wp:post_parent>\n<wp:post_type>post</wp:post_type>\n<category domain=\"category\" nicename=\"section-%d\"><![CDATA[Section %d]]></category>\n<category domain=\"post_tag\" nicename=\"topic-%d\"><![CDATA[Topic %d]]></category>\n<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>\n</item>\n", sentence(14), i, day, day, i, i % 12 + 1, i % 12 + 1, i % 300 + 1, i % 300 + 1
	}
	print "</channel>\n</rss>"
}
