// A link that takes some seconds says so while it does. Without this file the browser itself does.
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.slow");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const status = document.createElement("span");
  status.className = "waits";
  status.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", "Under way");
  status.append(`${link.dataset.says} …`, bar);
  link.parentElement.replaceChildren(status);
});
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".waits")) location.reload(); // come back to
});
