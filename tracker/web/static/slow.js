// A link that takes longer than a second says so while it does. Without this file the browser does.
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.slow");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.dataset.asked) event.preventDefault(); // it is under way
  link.dataset.asked = "yes";
  setTimeout(() => {
    const status = document.createElement("span");
    status.className = "waits";
    status.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", "Under way");
    status.append(`${link.dataset.says}: this may take some seconds …`, bar);
    link.parentElement?.replaceChildren(status);
  }, 1000);
});
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".waits, [data-asked]")) location.reload(); // come back to
});
