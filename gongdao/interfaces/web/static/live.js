// A page where something waits follows what others do, without a reload. It asks for the version of what
// it shows, less and less often while nothing happens, and not at all while nobody looks. What was typed,
// where the cursor is and what is unfolded stay; while a video plays, or if a form that somebody has begun is no
// longer there, the page is left as it is and only says so.
const FIRST = 4000, MOST = 60000, SLOWER = 1.5;
const page = document.getElementById("main");
const note = document.getElementById("live-note");
const chinese = document.documentElement.dataset.lang === "zh";
let wait = FIRST, timer = 0, version = page.dataset.version;

function edited(field) {
  if (field.type === "hidden" || field.type === "submit") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (field.tagName === "SELECT") return chosen(field);
  return field.value !== field.defaultValue;
}

function chosen(select) {
  const options = [...select.options];
  if (!select.multiple && !options.some((each) => each.defaultSelected)) return select.selectedIndex > 0;
  return options.some((each) => each.selected !== each.defaultSelected);
}

// What a field is on the page: its form, its name, its value if that tells alike ones apart, and its place among them.
function names(root) {
  const seen = new Map(), named = new Map();
  for (const field of root.querySelectorAll("input, select, textarea, button, summary, [data-row]")) {
    const apart = /^(radio|checkbox|submit)$/.test(field.type ?? "") ? field.value : "";
    const label = field.tagName === "SUMMARY" ? field.textContent.trim() : (field.name ?? field.getAttribute("href"));
    const name = [field.form?.getAttribute("action") ?? "", field.tagName, label, apart].join("|");
    seen.set(name, (seen.get(name) ?? 0) + 1);
    named.set(field, `${name}|${seen.get(name)}`);
  }
  return named;
}

function say(zh, en, { seen = false } = {}) {
  note.className = seen ? "notice" : "unseen";
  note.hidden = false;
  note.textContent = chinese ? zh : en;
}

function carried(fresh) {
  const before = names(page), after = new Map([...names(fresh)].map(([field, name]) => [name, field]));
  const kept = [...before.keys()].filter((field) => field.matches("input, select, textarea") && edited(field));
  if (kept.some((field) => !after.has(before.get(field)))) return null;
  const focus = after.get(before.get(document.activeElement));
  for (const [field, name] of before) {
    if (field.tagName === "SUMMARY" && field.parentElement.open) after.get(name)?.parentElement.setAttribute("open", "");
  }
  return { kept: kept.map((field) => [field, after.get(before.get(field))]), focus };
}

function swap(text) {
  const other = new DOMParser().parseFromString(text, "text/html");
  const fresh = other.getElementById("main");
  if (!fresh?.dataset.live) return false;
  if ([...page.querySelectorAll("video")].some((each) => !each.paused)) {
    say("这一页有了变化；视频放完后请刷新。", "This page has changed; reload when the video is over.", { seen: true });
    return false;
  }
  const found = carried(fresh);
  if (!found) {
    say("这一页有了变化；您写的内容还在，处理完后请刷新。", "This page has changed. What you wrote is still here; reload when you are done.", { seen: true });
    return false;
  }
  const active = document.activeElement, held = page.contains(active);
  const range = held && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  let focus = held ? found.focus : null;
  for (const [field, place] of found.kept) {
    if (place === focus) focus = field;
    place.replaceWith(field);
  }
  page.replaceChildren(...fresh.childNodes);
  page.dataset.live = fresh.dataset.live;
  version = page.dataset.version = fresh.dataset.version;
  focus?.focus({ preventScroll: true });
  if (range && focus?.setSelectionRange) focus.setSelectionRange(...range);
  globalThis.htmx?.process(page);
  say("这一页刚刚更新。", "This page was just updated.");
  return true;
}

async function look() {
  const asked = await fetch(page.dataset.live, { headers: { "If-None-Match": `"${version}"` }, credentials: "omit", cache: "no-store" });
  if (asked.status === 304) return false;
  if (asked.status === 404) return null;
  if (!asked.ok) throw new Error(String(asked.status));
  const here = new URL(location.href);
  here.searchParams.delete("done");
  const answer = await fetch(here, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return null;
  return swap(await answer.text()) || null;
}

async function turn() {
  let changed = false;
  try {
    changed = await look();
    wait = changed ? FIRST : Math.min(wait * SLOWER, MOST);
  } catch {
    wait = Math.min(wait * 2, 5 * MOST);
  }
  if (changed !== null) plan();
}

function plan() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(turn, wait);
}

document.addEventListener("visibilitychange", () => {
  wait = FIRST;
  clearTimeout(timer);
  if (!document.hidden && page.dataset.live) turn();
});

if (page?.dataset.live) plan();
