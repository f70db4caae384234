// The search of the territories: without it, the list stands there whole. Nothing is sent anywhere.
const form = document.getElementById("search");
const field = document.getElementById("territory");
const found = document.getElementById("found");
const regions = [...document.querySelectorAll("#territories details")];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/gi, " ").trim().toLowerCase();
const links = [...document.querySelectorAll("#territories a")].map((link) => ({ link, words: plain(link.textContent) }));

function matching() {
  const wanted = plain(field.value);
  return wanted ? links.filter(({ words }) => words.startsWith(wanted) || words.includes(` ${wanted}`)) : [];
}

field.addEventListener("input", () => {
  const kept = new Set(matching().map(({ link }) => link));
  const searching = plain(field.value) !== "";
  for (const { link } of links) link.parentElement.hidden = searching && !kept.has(link);
  for (const region of regions) {
    region.hidden = searching && !region.querySelector("li:not([hidden])");
    region.open = searching;
  }
  const [first] = kept;
  found.textContent = searching && !first ? found.dataset.none : kept.size === 1 ? `${found.dataset.one} ${first.textContent}` : "";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const [first] = matching();
  if (first) location.assign(first.link.href);
});
form.hidden = false;
