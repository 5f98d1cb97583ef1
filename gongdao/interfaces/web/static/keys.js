// A queue worked without a mouse. j and k walk its rows, Enter opens one; whatever else has a key says so itself
// (aria-keyshortcuts), and what belongs to a row answers only while that row is held. A key presses a button or
// follows a link, but only goes to a field or to what asks to be looked at first (data-look). Letters stay
// letters wherever somebody types, and the keys can be turned off (WCAG 2.1.4).
const help = document.getElementById("keys");
const ROW = "[data-row]", KEYED = "[aria-keyshortcuts]";
const TYPED = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])";
const ARROWS = { ArrowDown: 1, ArrowUp: -1 }, LETTERS = { j: 1, k: -1 };

const held = () => document.activeElement.closest(ROW);
const on = () => localStorage.getItem("keys") !== "off";
const shown = (thing) => thing.checkVisibility?.() ?? true;

function walk(step) {
  const rows = [...document.querySelectorAll(ROW)], here = rows.indexOf(held());
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// What a key is for here: in the row that is held, else on the page but in no row.
function meant(key) {
  const same = `[aria-keyshortcuts="${CSS.escape(key)}"]`;
  const apart = [...document.querySelectorAll(same)].filter((each) => !each.closest(ROW));
  return [...(held()?.querySelectorAll(same) ?? []), ...apart].find(shown);
}

function act(thing) {
  const fold = thing.closest("details:not([open])");
  if (fold && !thing.matches("summary")) fold.open = true;
  if (!thing.matches("button, a, summary, [type=radio]") || "look" in thing.dataset) return thing.focus();
  thing.click();
}

function open(row) {
  if (row.matches("a")) return false;
  const first = row.querySelector(`a, ${KEYED}`);
  first?.matches("a") ? first.click() : first?.focus();
  return true;
}

// What a thing says of itself, without its key: the text of its label, else its own.
function said(thing) {
  const from = thing.matches("button") ? thing : (thing.labels?.[0] ?? thing);
  return [...from.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE).map((each) => each.textContent.trim()).join(" ").trim();
}

function explain() {
  const list = help.querySelector("[data-keys]"), told = new Set();
  list.replaceChildren();
  for (const thing of document.querySelectorAll(`main ${KEYED}`)) {
    const key = thing.getAttribute("aria-keyshortcuts"), words = said(thing), line = `${key} ${words}`;
    if (key === "?" || told.has(line)) continue;
    told.add(line);
    const item = document.createElement("li"), cap = document.createElement("kbd");
    cap.textContent = key;
    item.append(cap, ` ${words}`);
    list.append(item);
  }
  list.hidden = told.size === 0;
  help.showModal();
}

function turn(working) {
  localStorage.setItem("keys", working ? "on" : "off");
  document.documentElement.dataset.keys = working ? "on" : "off";
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.(TYPED), step = LETTERS[event.key] ?? (held() && ARROWS[event.key]);
  if (help.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing) {
    typing.blur();
    typing.closest(ROW)?.focus();
    return;
  }
  if (typing || !on()) return;
  if (event.key === "?") explain();
  else if (step) walk(step);
  else if (event.key === "Enter") {
    if (!event.target.matches?.(ROW) || !open(event.target)) return;
  } else {
    const thing = meant(event.key);
    if (!thing) return;
    act(thing);
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-help]")) explain();
});
const choice = help.querySelector("input");
choice.checked = on();
choice.addEventListener("change", () => turn(choice.checked));
turn(on());
