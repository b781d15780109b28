// Search of agencies, filters of lists, and opening what a link points into. No request leaves the page.
"use strict";

const MOST_RESULTS = 200;

function matches(text, words) {
  return words.every((word) => text.includes(word));
}

function agencyItem([name, place, level, years, reports, id]) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `agency/${encodeURIComponent(id)}.html`;
  link.lang = "zh";
  link.textContent = name;
  const about = document.createElement("small");
  about.textContent = [place, level, years, `${reports} report${reports === 1 ? "" : "s"}`].filter(Boolean).join(" · ");
  item.append(link, " ", about);
  return item;
}

function searchAgencies(box, results, count) {
  const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length ? window.OGI_AGENCIES.filter((a) => matches(`${a[0]} ${a[1]} ${a[2]}`.toLowerCase(), words)) : [];
  results.replaceChildren(...found.slice(0, MOST_RESULTS).map(agencyItem));
  const cut = found.length > MOST_RESULTS ? `, the first ${MOST_RESULTS} are shown` : "";
  count.textContent = words.length ? `${found.length} found${cut}` : "";
}

function filterEntries(box) {
  const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const entries = [...document.querySelectorAll(box.dataset.filter)];
  let shown = 0;
  for (const entry of entries) {
    entry.hidden = !matches(entry.textContent.toLowerCase(), words);
    shown += entry.hidden ? 0 : 1;
  }
  const count = document.getElementById("filter-count");
  if (count) count.textContent = words.length ? `${shown} of ${entries.length} entries` : "";
}

function openAround() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) {
    if (node.tagName === "DETAILS") node.open = true;
  }
  target.scrollIntoView({ block: "center" });
}

const search = document.getElementById("search");
if (search && window.OGI_AGENCIES) {
  const update = () => searchAgencies(search, document.getElementById("search-results"), document.getElementById("search-count"));
  search.addEventListener("input", update);
  document.getElementById("search-form").addEventListener("submit", (event) => event.preventDefault());
  update();
}
for (const box of document.querySelectorAll("[data-filter]")) box.addEventListener("input", () => filterEntries(box));
addEventListener("hashchange", openAround);
addEventListener("load", openAround);
