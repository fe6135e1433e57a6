// SPDX-License-Identifier: ISC
// A running brief: new items and corrections come by themselves.
const list = document.querySelector("[data-live]");
const note = document.querySelector(".live");
let source, since = new URL(list.dataset.live, location).searchParams.get("since");

const put = (id, html, gone) => {
	const old = document.getElementById(id);
	if (gone) {
		old?.remove();
		return;
	}
	const box = document.createElement("template");
	box.innerHTML = html;
	const item = box.content.firstElementChild;
	if (old) {
		old.replaceWith(item);
	} else {
		const days = list.querySelectorAll("ol[data-day]");
		const oldest = "oldest" in list.dataset;
		const day = days[oldest ? days.length - 1 : 0];
		const when = item.querySelector("time")?.dateTime.slice(0, 10);
		// A new day's heading, or an item of another day, in its place.
		if (day?.dataset.day !== when)
			return location.reload();
		oldest ? day.append(item) : day.prepend(item);
	}
	item.classList.add("new");
};

const open = () => {
	source = new EventSource(list.dataset.live.replace(/since=.*/, "since=" + since));
	source.onopen = () => {
		if (note)
			note.textContent = note.dataset.on;
	};
	source.addEventListener("item", (e) => {
		since = e.lastEventId;
		const { id, html, gone } = JSON.parse(e.data);
		put(id, html, gone);
	});
	source.addEventListener("reload", () => location.reload());
	source.addEventListener("end", () => {
		source.close();
		location.reload();
	});
	source.onerror = () => {
		// It comes back by itself, but not after a refusal.
		if (source.readyState === EventSource.CLOSED)
			setTimeout(open, 30000);
	};
};
open();
