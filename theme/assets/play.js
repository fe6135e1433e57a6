// SPDX-License-Identifier: ISC
// A video's page is one link away without this.  With it, a click puts the
// player where the link was; until then nothing is asked of anybody else.
addEventListener("click", (event) => {
	const link = event.target.closest?.("a.facade[data-embed]");
	if (!link || event.ctrlKey || event.metaKey || event.shiftKey)
		return;
	event.preventDefault();
	const frame = document.createElement("iframe");
	frame.src = link.dataset.embed;
	frame.title = link.textContent.trim();
	frame.allow = "autoplay; fullscreen; encrypted-media";
	frame.allowFullscreen = true;
	frame.referrerPolicy = "strict-origin-when-cross-origin";
	link.replaceWith(frame);
	frame.focus();
});
