// Filters the list and copies links. Without it the page shows everything and its links work.
"use strict";

const form = document.getElementById("filter");
const shown = document.getElementById("shown");
const none = document.getElementById("none");
const events = [...document.querySelectorAll("#events li")];

// As the page folded its own words: lower case, without accents.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function apply() {
  const region = form.elements.region.value;
  const format = form.elements.format.value;
  const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const event of events) {
    const { region: its, format: way, words: text } = event.dataset;
    const fits = (!region || its === region) && (!format || way === format)
      && words.every((word) => text.includes(word));
    event.hidden = !fits;
    count += fits;
  }
  for (const group of document.querySelectorAll(".day, .month")) {
    group.hidden = !group.querySelector("li:not([hidden])");
  }
  shown.textContent = count === 1 ? "1 event" : `${count} events`;
  none.hidden = count > 0 || events.length === 0;
  const query = new URLSearchParams(new FormData(form));
  for (const [key, value] of [...query]) if (!value) query.delete(key);
  const search = query.size ? `?${query}` : location.pathname;
  // A page opened from the disk may not be allowed to change its address.
  try { history.replaceState(null, "", search + location.hash); } catch { /* the filter works all the same */ }
}

if (events.length > 0) {
  form.hidden = false;
  for (const [key, value] of new URLSearchParams(location.search)) {
    if (form.elements[key]) form.elements[key].value = value;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  if (location.search) apply();
}

if (location.protocol.startsWith("http")) {
  for (const link of document.querySelectorAll("[data-webcal]")) {
    link.href = new URL(link.getAttribute("href"), location.href).href.replace(/^https?:/, "webcal:");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}
