// Small helps over pages that work without: ticking all, copying, asking before what cannot be undone, and keys.
"use strict";

// On a phone the rooms are a row that scrolls: the one that is open stands in sight.
document.querySelector("nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (all) {
    for (const box of all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.tickAll}"]`)) box.checked = all.checked;
  }
  const once = event.target.closest("[data-send-on-change]");
  if (once) once.form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const source = document.getElementById(copy.dataset.copy);
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (source.select) source.select();
    else window.getSelection().selectAllChildren(source);  // over plain http there is no clipboard
    document.execCommand("copy");
  }
  copy.textContent = copy.dataset.copied;
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask ?? event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

// j and k go through the rows of a list, Enter opens the row, / goes to the first field of a filter.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "/") {
    const field = document.querySelector("form.filter select, form.filter input");
    if (field) { event.preventDefault(); field.focus(); }
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const rows = [...document.querySelectorAll("main tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  const next = rows[rows.indexOf(document.activeElement?.closest("tr")?.querySelector("a")) + step];
  if (next) { event.preventDefault(); next.focus(); }
});
