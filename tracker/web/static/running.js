// A poll or a draft as it goes on: progress by server-sent events, then the page as it ends.
"use strict";
(() => {
  const running = document.getElementById("running");
  if (!running) return;
  const bar = running.querySelector("progress");
  const status = running.querySelector("[role=status]");
  const lines = running.querySelector(".lines");
  let lost = false;
  const events = new EventSource(running.dataset.events);
  events.addEventListener("progress", (event) => {
    const state = JSON.parse(event.data);
    if (state.total) {
      bar.max = state.total;
      bar.value = state.done;
      status.textContent = `${state.done} of ${state.total} sources`;
    }
    lines.replaceChildren(
      ...state.lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })),
    );
  });
  events.addEventListener("open", () => {
    if (lost) status.textContent = "";
    lost = false;
  });
  events.addEventListener("error", () => {
    lost = true;
    status.textContent =
      events.readyState === EventSource.CLOSED
        ? "tracker does not tell any more: was tracker serve ended, or started anew?"
        : "No word from tracker; trying again …";
  });
  events.addEventListener("end", () => {
    events.close();
    location.reload();
  });
})();
