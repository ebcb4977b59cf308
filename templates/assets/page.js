// Chooses events, and makes the links that subscribe to the choice. Without it the page shows
// everything and its links work.
"use strict";

const $ = (id) => document.getElementById(id);
const all = (what, from = document) => [...from.querySelectorAll(what)];
const { root, base, asOf } = document.body.dataset;
const online = location.protocol.startsWith("http");
// Where the feeds lie, for programs that fetch them; unknown when the page is opened from the disk.
const home = online ? new URL(root || ".", location.href).href : base;
const named = (name, props = {}, ...children) => {
  const made = Object.assign(document.createElement(name), props);
  made.append(...children);
  return made;
};
const say = (text) => {
  $("said").textContent = text;
  setTimeout(() => { $("said").textContent = ""; }, 4000);
};
const two = (number) => String(number).padStart(2, "0");
const iso = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const today = iso(new Date());

// Subscribing -------------------------------------------------------------------------------

// The ways to subscribe to a feed at this path, or undefined where nobody knows the host.
function ways(path, name) {
  if (!home) return undefined;
  const address = new URL(path, home).href;
  const webcal = address.replace(/^https?:/, "webcal:");
  return {
    webcal,
    google: `https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcal)}`,
    outlook: `https://outlook.live.com/calendar/0/addfromweb?url=${encodeURIComponent(address)}&name=${encodeURIComponent(name)}`,
  };
}

function offer(box, path, name) {
  box.dataset.feed = path;
  box.dataset.name = name;
  const links = ways(path, name);
  for (const link of all("[data-to]", box)) link.href = links ? links[link.dataset.to] : root + path;
}

async function copy(button, text) {
  const before = button.dataset.before ??= button.textContent;
  let done = "Copied";
  try { await navigator.clipboard.writeText(text); } catch { done = "Not allowed"; }
  button.textContent = done;
  say(done === "Copied" ? `Copied: ${text}` : "Copying is not allowed here");
  clearTimeout(button.timer);
  button.timer = setTimeout(() => { button.textContent = before; }, 2000);
}

for (const box of all("[data-feed]")) offer(box, box.dataset.feed, box.dataset.name);
for (const link of all("[data-link]")) {
  const links = ways(link.dataset.link, link.dataset.name);
  if (links) link.href = links.webcal;
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-copy-page]");
  if (!button) return;
  if ("copyPage" in button.dataset) return void copy(button, location.href.replace(/#.*/, ""));
  const path = button.dataset.copy || button.closest("[data-feed]").dataset.feed;
  void copy(button, home ? new URL(path, home).href : new URL(root + path, location.href).href);
});

// Times in the reader's zone -----------------------------------------------------------------

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const dayClock = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
for (const time of all("time[datetime*=T]")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  const same = iso(moment) === time.dateTime.slice(0, 10);
  const yours = `${(same ? clock : dayClock).format(moment)} for you`;
  const here = -moment.getTimezoneOffset();
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(time.dateTime) ?? [];
  if (here === (sign === "-" ? -1 : 1) * (60 * hours + +minutes)) continue;
  time.textContent = time.textContent ? `${time.textContent} (${yours})` : `(${yours})`;
}

// The list ------------------------------------------------------------------------------------

const list = $("list");
const rows = all(".day li").map((li) => ({ li, day: li.closest(".day"), ...li.dataset, places: li.dataset.p.split(" ") }));
for (const row of rows) {
  row.start = row.day.dataset.d;
  row.end = row.e ?? row.start;
  row.id = row.li.id;
  const to = `${root}pages/event/${row.id}.html`;
  row.title = row.li.firstElementChild.textContent;
  const more = named("a", { href: to }, "Details");
  const add = named("a", { href: `${root}event/${row.id}.ics`, download: "" }, "+ Calendar");
  for (const link of [more, add]) link.append(named("span", { className: "unseen" }, ` of ${row.title}`));
  row.li.append(named("span", { className: "do" }, more, add));
  const slugs = row.g.split(" ");
  all("p > b", row.li).forEach((span, index) => {
    if (slugs[index]) span.replaceChildren(named("a", { href: `${root}pages/group/${slugs[index]}.html` }, span.textContent));
  });
}

function markToday() {
  for (const day of all(".day")) {
    if (day.dataset.d !== today) continue;
    day.classList.add("today");
    day.querySelector("time").append(named("span", { className: "unseen" }, " today"));
  }
}
markToday();

if (list) {
  const form = $("filter");
  const past = $("past");
  const box = document.querySelector(".get .subscribe");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/ø/g, "o").replace(/ł/g, "l");
  const region = {};
  const label = {};
  for (const option of form.elements.where.options) {
    const [kind, slug] = option.value.split("=");
    if (option.dataset.r) region[slug] = option.dataset.r;
    label[option.value] = kind === "country" ? option.parentElement.label : option.textContent;
  }
  for (const row of rows) row.regions = row.places.map((place) => region[place]).filter(Boolean);

  // Past days fold away, by the reader's own day.
  const over = rows.filter((row) => row.end < today);
  if (over.length > 0) {
    for (const row of over) {
      let month = past.querySelector(`[data-d="${row.start}"]`);
      if (!month) {
        month = row.day.cloneNode(true);
        month.querySelector("ul").replaceChildren();
        past.append(month);
      }
      month.querySelector("ul").append(row.li);
      row.past = true;
    }
    past.hidden = false;
    past.firstElementChild.textContent = over.length === 1 ? "1 event is over" : `${over.length} events are over`;
  }
  const coming = rows.filter((row) => !row.past);
  const age = Math.floor((Date.parse(today) - Date.parse(asOf)) / 86400000);
  if (age > 10) {
    $("old").hidden = false;
    $("old").textContent = `This list is ${age} days old: what was announced since is missing.`;
  }
  for (const li of all("[data-closes]")) li.hidden = li.dataset.closes !== "" && li.dataset.closes < today;
  for (const li of all(".confs li")) li.hidden = !coming.some((row) => row.id === li.dataset.of);

  // Other names of places and groups come when somebody searches.
  let more;
  const load = () => more ??= new Promise((done) => {
    const script = named("script", { src: `${root}assets/more.js` });
    script.onload = script.onerror = () => {
      for (const row of rows) row.text = undefined;
      done(globalThis.twir ?? { cities: {}, countries: {}, groups: [], feeds: [] });
    };
    document.head.append(script);
  });
  const textOf = (row) => {
    if (row.text !== undefined) return row.text;
    const known = globalThis.twir;
    const names = known ? row.places.map((place) => `${known.cities[place]?.[0] ?? ""} ${known.countries[place] ?? ""}`) : [];
    const groups = known ? row.g.split(" ").map((slug) => known.groups.find((group) => group[0] === slug)?.[2] ?? "") : [];
    const parts = all("p > span, p > b", row.li).map((span) => span.textContent);
    row.text = fold([row.title, ...parts, ...row.places.map((place) => label[`city=${place}`] ?? label[`country=${place}`] ?? ""), ...names, ...groups].join(" "));
    return row.text;
  };

  let group = "";
  const state = () => {
    const { where, format, kind, q, from, to } = form.elements;
    const [by, slug] = where.value.split("=");
    return { by, slug: slug ?? "", format: format.value, kind: kind.value, q: q.value.trim(), from: from.value, to: to.value, group };
  };
  // As the feeds select: one goes to a place in person; online and hybrid are joined from anywhere.
  const inPlace = ({ by, slug }, row) => !by || (by === "region" ? row.regions.includes(slug) : row.places.includes(slug));
  const fits = (chosen, row) => {
    const { by, format, kind, from, to } = chosen;
    const way = format || (by ? "in_person" : "");
    return inPlace(chosen, row)
      && (!way || row.f === "h" || row.f === (way === "virtual" ? "v" : "p"))
      && (!kind || ("k" in row) === (kind === "conference"))
      && (!from || row.end >= from) && (!to || row.start <= to)
      && (!chosen.group || row.g.split(" ").includes(chosen.group));
  };

  // The feed of a choice: exactly it, else the nearest one.
  function feedOf(chosen) {
    const { by, slug, format, kind, q, from, to } = chosen;
    const title = chosen.group ? (groupName(chosen.group) || chosen.group) : by ? label[`${by}=${slug}`] ?? slug : format === "virtual" ? "online" : "";
    const path = chosen.group ? `group/${chosen.group}.ics` : by && format !== "virtual" ? `${by}/${slug}.ics` : format === "virtual" ? "virtual.ics" : "all.ics";
    const words = title ? `Rust events: ${title}` : "Rust events";
    const parts = [chosen.group && (by || format), by && format === "virtual", !by && !chosen.group && format === "in_person", kind, q, from, to];
    const exact = !parts.some(Boolean);
    const live = globalThis.liveFeed;
    if (live && !exact) {
      const query = new URLSearchParams();
      if (by) query.set(by, slug);
      if (chosen.group) query.set("group", chosen.group);
      const way = format || (by ? "in_person" : "");
      if (way) query.set("format", way === "virtual" ? "virtual,hybrid" : "in_person,hybrid");
      if (from) query.set("from", from);
      if (to) query.set("to", to);
      // The search knows other names, which the feed does not.
      if (`${query}`.replace(/^format=virtual%2Chybrid$/, "")) return { path: `${live}?${query}`, name: words, exact: !kind && !q };
    }
    return { path, name: words, exact };
  }
  const groupName = (slug) => globalThis.twir?.groups.find((known) => known[0] === slug)?.[1];

  const count = (number) => number === 1 ? "1 event" : `${number} events`;
  let view = "list";
  let shownRows = coming;
  function apply() {
    const chosen = state();
    const words = fold(chosen.q).split(/\s+/).filter(Boolean);
    shownRows = [];
    for (const row of rows) {
      const fit = fits(chosen, row) && words.every((word) => textOf(row).includes(word));
      if (row.li.hidden === fit) row.li.hidden = !fit;
      if (fit && !row.past) shownRows.push(row);
    }
    for (const part of all(".day, .month", $("events"))) {
      const empty = !part.querySelector("li:not([hidden])");
      if (part.hidden !== empty) part.hidden = empty;
    }
    const feed = feedOf(chosen);
    offer(box, feed.path, feed.name);
    $("shown").textContent = count(shownRows.length);
    $("feed-name").textContent = feed.exact ? `${feed.name === "Rust events" ? "Everything" : feed.name.slice(13)}, as one calendar` : "";
    $("nearest").textContent = feed.exact ? "" : `No calendar holds exactly this choice. The nearest is “${feed.name}”, which is what the buttons subscribe to.`;
    $("none").hidden = shownRows.length > 0 || rows.length === 0;
    find(chosen.q, words);
    const query = new URLSearchParams();
    if (chosen.by) query.set(chosen.by, chosen.slug);
    for (const key of ["format", "kind", "q", "from", "to", "group"]) if (chosen[key]) query.set(key, chosen[key]);
    // A page opened from the disk may not be allowed to change its address.
    try { history.replaceState(null, "", (`${query}` ? `?${query}` : location.pathname) + location.hash); } catch { /* the filter works all the same */ }
    if (view === "month") drawMonth();
    if (view === "near") view = "list", $("nearby").hidden = true, list.hidden = false;
  }

  // A search reaches groups and feeds, too.
  function find(q, words) {
    const found = $("found");
    const known = globalThis.twir;
    found.replaceChildren();
    found.hidden = true;
    if (group) {
      const clear = named("button", { type: "button" }, `Group: ${groupName(group) ?? group} ✕`);
      clear.addEventListener("click", () => { group = ""; apply(); form.elements.q.focus(); });
      found.append(clear);
      found.hidden = false;
    }
    if (q.length < 2 || !known) return;
    const hit = (text) => words.every((word) => text.includes(word));
    const groups = known.groups.filter((one) => hit(fold(`${one[1]} ${one[2]}`))).sort((a, b) => b[3] - a[3]).slice(0, 8)
      .map((one) => [one[1], one[3] ? `${root}pages/group/${one[0]}.html` : `?group=${one[0]}`]);
    const names = (path) => { const slug = path.replace(/^.*\/|\.ics$/g, ""); return `${known.cities[slug]?.[0] ?? ""} ${known.countries[slug] ?? ""}`; };
    const feeds = known.feeds.filter((one) => hit(fold(`${one[1]} ${names(one[0])}`))).slice(0, 6)
      .map((one) => { const [kind, slug] = one[0].replace(".ics", "").split("/"); return [one[1], `?${kind}=${slug}`]; });
    const links = [...feeds, ...groups].map(([name, href]) => named("a", { href }, name));
    if (links.length === 0) return;
    found.className = "chips js";
    found.append(named("span", {}, "Groups and places: "), ...links);
    found.hidden = false;
  }

  // The month as a grid, in which a title stands without what is around it in the list.
  const tail = (row) => {
    const by = row.li.querySelector("p > b")?.textContent ?? "";
    return by && !fold(row.title).includes(fold(by)) ? ` · ${by}` : "";
  };
  let shownMonth = today.slice(0, 7);
  function drawMonth() {
    const [year, month] = shownMonth.split("-").map(Number);
    const first = new Date(year, month - 1, 1);
    const lead = (first.getDay() + 6) % 7;
    const days = new Date(year, month, 0).getDate();
    const turn = (by) => { const date = new Date(year, month - 1 + by, 1); shownMonth = iso(date).slice(0, 7); drawMonth(); };
    const name = first.toLocaleDateString("en", { month: "long", year: "numeric" });
    const back = named("button", { type: "button" }, "Earlier");
    const next = named("button", { type: "button" }, "Later");
    back.addEventListener("click", () => { turn(-1); $("grid").querySelector("button").focus(); });
    next.addEventListener("click", () => { turn(1); $("grid").querySelectorAll("button")[1].focus(); });
    const head = named("tr", {}, ...["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((day) => named("th", { scope: "col" }, day)));
    const body = named("tbody");
    for (let cell = 0; cell < Math.ceil((lead + days) / 7) * 7; cell++) {
      if (cell % 7 === 0) body.append(named("tr"));
      const number = cell - lead + 1;
      const inside = number >= 1 && number <= days;
      const date = `${shownMonth}-${two(number)}`;
      const td = named("td", { className: inside ? (date === today ? "today" : "") : "out" });
      if (inside) {
        td.append(named("b", {}, String(number)));
        for (const row of shownRows) {
          if (row.start <= date && row.end >= date) td.append(named("a", { href: `${root}pages/event/${row.id}.html`, title: row.title }, row.title + tail(row)));
        }
      }
      body.lastChild.append(td);
    }
    const table = named("table", { className: "grid" }, named("caption", { className: "unseen" }, `Events of ${name}`), named("thead", {}, head), body);
    $("grid").replaceChildren(named("div", { className: "turn" }, back, named("h3", {}, name), next), table);
  }
  function show(as) {
    view = as;
    $("grid").hidden = as !== "month";
    list.hidden = as !== "list";
    $("nearby").hidden = as !== "near";
    $("as-list").setAttribute("aria-pressed", String(as === "list"));
    $("as-month").setAttribute("aria-pressed", String(as === "month"));
    if (as === "month") drawMonth();
  }
  $("as-list").addEventListener("click", () => show("list"));
  $("as-month").addEventListener("click", () => show("month"));

  // Near me: asked for on a click, and used here alone.
  const far = ([a, b], [c, d]) => {
    const rad = Math.PI / 180;
    const h = Math.sin((c - a) * rad / 2) ** 2 + Math.cos(a * rad) * Math.cos(c * rad) * Math.sin((d - b) * rad / 2) ** 2;
    return 12742 * Math.asin(Math.sqrt(h));
  };
  $("near").addEventListener("click", () => {
    if (!navigator.geolocation) return say("This browser does not tell where you are.");
    navigator.geolocation.getCurrentPosition(async ({ coords }) => {
      const { cities } = await load();
      const near = [];
      for (const row of coming) {
        if (row.f === "v") continue;
        const ways = row.places.map((place) => cities[place]?.[1]).filter(Boolean).map((point) => far([coords.latitude, coords.longitude], point));
        if (ways.length > 0) near.push([Math.min(...ways), row]);
      }
      near.sort((a, b) => a[0] - b[0]);
      const items = near.slice(0, 40).map(([km, row]) => named("li", {}, named("a", { href: `${root}pages/event/${row.id}.html` }, row.title),
        named("p", {}, `${Math.round(km)} km · ${new Date(`${row.start}T12:00`).toLocaleDateString("en", { weekday: "short", day: "numeric", month: "short" })} · ${[...row.li.querySelectorAll("p > span")].map((span) => span.textContent).join(" · ")}`)));
      $("nearby").replaceChildren(named("h3", {}, "Nearest first"), named("ul", { className: "cards" }, ...items));
      show("near");
      say(`${items.length} events, the nearest first`);
    }, () => say("Your position is not known."), { maximumAge: 600000, timeout: 10000 });
  });

  // What the address asks for.
  const asked = new URLSearchParams(location.search);
  const hash = location.hash.slice(1);
  const regions = all("#filter [data-region]").map((option) => option.value.split("=")[1]);
  for (const by of ["region", "country", "city"]) {
    const value = asked.get(by) ?? (by === "region" && regions.includes(hash) ? hash : null);
    if (!value || !/^[a-z0-9_-]+$/.test(value)) continue;
    const want = `${by}=${value}`;
    const select = form.elements.where;
    if (![...select.options].some((option) => option.value === want)) {
      select.append(named("option", { value: want }, value));
      label[want] = value;
      void load().then((known) => { const feed = known.feeds.find((one) => one[0] === `${by}/${value}.ics`); if (feed) { label[want] = select.selectedOptions[0].textContent = feed[1]; apply(); } });
    }
    select.value = want;
  }
  for (const key of ["format", "kind", "q", "from", "to"]) if (asked.get(key)) form.elements[key].value = asked.get(key);
  if (/^[a-z0-9-]+$/.test(asked.get("group") ?? "")) { group = asked.get("group"); void load().then(apply); }
  if (asked.get("from") || asked.get("to")) form.querySelector(".span").open = true;
  if (asked.get("q")) void load().then(apply);
  form.addEventListener("input", apply);
  form.elements.q.addEventListener("focus", () => void load().then(() => form.elements.q.value && apply()));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => { group = ""; setTimeout(apply); });
  addEventListener("hashchange", () => {
    const now = location.hash.slice(1);
    if (regions.includes(now)) { form.elements.where.value = `region=${now}`; apply(); }
  });
  apply();
}

const finder = $("find");
if (finder) {
  finder.addEventListener("input", () => {
    const word = finder.value.trim().toLowerCase();
    for (const li of all(".feeds li")) li.hidden = word !== "" && !li.textContent.toLowerCase().includes(word);
    if (word) for (const part of all("details.feeds")) part.open = true;
  });
}
document.documentElement.classList.remove("wait");
