// Marks lie under the words they were found in: shown while the words are still the same, scrolled along.
function fit(marks) {
  const field = marks.parentElement.querySelector("textarea, input");
  marks.hidden = !marks.firstChild || field.value.replaceAll("\r\n", "\n").trimEnd() !== marks.textContent;
  marks.scrollTop = field.scrollTop;
  marks.scrollLeft = field.scrollLeft;
}

const of = (event) => event.target.closest?.(".marked")?.querySelector(".marks");
for (const kind of ["input", "scroll"]) {
  document.addEventListener(kind, (event) => of(event) && fit(of(event)), true);
}
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll(".marks").forEach(fit));
document.querySelectorAll(".marks").forEach(fit);
