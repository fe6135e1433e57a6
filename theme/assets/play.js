// SPDX-License-Identifier: ISC
// A video's page is one link away without this.  With it, a click puts the
// player where the link was; until then nothing is asked of anybody else.  A
// player that the page's policy would not let in stays a link.
const framed =
	/^https:\/\/(www\.youtube-nocookie\.com|player\.vimeo\.com)\//;

const put = (link) => {
	const frame = document.createElement("iframe");
	frame.src = link.dataset.embed;
	frame.title = link.textContent.trim();
	frame.allow = "autoplay; fullscreen; encrypted-media";
	frame.allowFullscreen = true;
	frame.referrerPolicy = "strict-origin-when-cross-origin";
	link.replaceWith(frame);
	frame.focus();
};

// A transcript's time leads to its paragraph without this.  With it, the
// recording goes there too.
const seconds = (hash) => /^#h-t(\d+)$/.exec(hash)?.[1];

const seek = (to) => {
	const own = document.querySelector(".player :is(video,audio)");
	const frame = document.querySelector(".player iframe");
	if (own) {
		own.currentTime = Number(to);
		own.play().catch(() => {});
	} else if (frame) {
		const at = new URL(frame.src);
		if (at.host === "player.vimeo.com")
			at.hash = `t=${to}s`;
		else
			at.searchParams.set("start", to);
		at.searchParams.set("autoplay", "1");
		frame.src = at;
	}
	return own || frame;
};

addEventListener("click", (event) => {
	const link = event.target.closest?.("a.at,a.facade[data-embed]");
	if (!link || event.ctrlKey || event.metaKey || event.shiftKey)
		return;
	const to = link.matches(".at") && seconds(link.hash);
	if (to ? seek(to) : framed.test(link.dataset.embed))
		event.preventDefault();
	if (to)
		history.replaceState(null, "", link.hash);
	else if (event.defaultPrevented)
		put(link);
});
