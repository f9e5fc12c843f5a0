// Keys, decisions without a reload, and the editor in place. Without this file the forms do it all.
"use strict";
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const articles = () => [...document.querySelectorAll("article.entry")];
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const shown = new Map(); // what the server last sent of each entry
  const deeds = []; // ids of what was decided or edited, the last at the end: "u" takes it back
  let current = null; // the id of the entry that the keys act on
  let asked = Promise.resolve(); // what is asked of the server goes one after the other
  const turns = []; // what was pressed faster than the server answers
  const MOST_TURNS = 100;
  let isBusy = false;

  // --- where we are ----------------------------------------------------------------------

  const here = () => (current && document.getElementById(current)) || null;
  const waiting = (article) => article.classList.contains("undecided");

  function go(article, { scroll = true } = {}) {
    if (!article) return;
    here()?.classList.remove("current");
    current = article.id;
    article.classList.add("current");
    article.focus({ preventScroll: true });
    if (scroll) article.scrollIntoView({ block: "start" });
  }

  function step(by) {
    const all = articles();
    const at = all.indexOf(here());
    go(at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function later() {
    const all = articles();
    const at = all.indexOf(here());
    const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(waiting);
    go(next || here());
  }

  // --- what the server says --------------------------------------------------------------

  function remember() {
    for (const article of articles()) shown.set(article.id, article.outerHTML);
  }

  function say(...lines) {
    let box = find(".notices");
    if (!box) {
      box = document.createElement("div");
      box.className = "notices";
      box.setAttribute("role", "status");
      find("main").prepend(box);
    }
    box.replaceChildren(
      ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
    );
    box.hidden = !lines.length;
  }

  // Put what is new into the page, and leave all else as it is: open texts, a half-written reason.
  function take(html) {
    const fresh = parsed(html);
    if (!find("main", fresh)) {
      say(fresh.body.textContent.trim()); // a refusal, in plain text
      return;
    }
    const entries = find("#entries", fresh);
    const lines = [...fresh.querySelectorAll(".notices p, main > .problem")];
    say(...lines.map((line) => line.textContent));
    if (!entries || !find("#entries")) {
      if (!find(".editor")) find("main").replaceWith(find("main", fresh));
      return;
    }
    for (const part of ["#count", "#reasons", "#onward"]) find(part)?.replaceWith(find(part, fresh));
    const ids = articles().map((article) => article.id).join();
    const sent = [...entries.querySelectorAll("article.entry")];
    if (ids === sent.map((article) => article.id).join()) {
      for (const article of sent) replace(article);
    } else if (!find(".editor")) {
      find("#entries").replaceWith(entries);
      remember();
    }
    if (current && here()) go(here(), { scroll: false });
  }

  function replace(article) {
    const old = document.getElementById(article.id);
    if (shown.get(article.id) === article.outerHTML || find(".editor", old)) return;
    shown.set(article.id, article.outerHTML);
    old.replaceWith(article);
  }

  function ask(url, options = {}) {
    asked = asked
      .then(async () => {
        const answer = await fetch(url, options);
        return { isWell: answer.ok, html: await answer.text() };
      })
      .catch(() => {
        say("tracker does not answer: nothing was saved. Is tracker serve still running?");
        return null;
      });
    return asked;
  }

  const refresh = async () => {
    const answer = await ask(location.pathname + location.search.replace(/[?&]said=[^&]*/, ""));
    if (answer) take(answer.html);
  };

  // --- in turn ---------------------------------------------------------------------------

  // One deed at a time, each on the entry that is current when its turn comes. Where one fails
  // (false), those behind it are not done: they were meant for a page that did not come.
  async function inTurn(deed) {
    if (turns.length >= MOST_TURNS) return;
    turns.push(deed);
    if (isBusy) return;
    isBusy = true;
    try {
      while (turns.length) if ((await turns.shift()()) === false) drop();
    } finally {
      turns.length = 0;
      isBusy = false;
    }
  }

  function drop() {
    const count = turns.splice(0).length;
    if (!count) return;
    const lines = [...document.querySelectorAll(".notices p")].map((line) => line.textContent);
    const what = count === 1 ? "The key pressed after it was" : `The ${count} keys pressed after it were`;
    say(...lines, `${what} dropped.`);
  }

  // --- forms -----------------------------------------------------------------------------

  function fieldsOf(form, submitter) {
    const fields = new URLSearchParams(new FormData(form));
    if (submitter?.name) fields.set(submitter.name, submitter.value);
    return fields;
  }

  // A form on its way is not sent again, as by a finger that taps twice, nor written in.
  const isSent = (form) => "sent" in form.dataset;
  function hold(form, isHeld) {
    if (isHeld) form.dataset.sent = "yes";
    else delete form.dataset.sent;
    for (const field of form.querySelectorAll("[type=text], textarea")) field.readOnly = isHeld;
  }

  async function send(form, submitter) {
    const body = fieldsOf(form, submitter);
    const answer = await ask(form.action, { method: "POST", body });
    hold(form, false);
    return answer;
  }

  async function decide(form, submitter) {
    const id = form.closest("article").id;
    const verdict = fieldsOf(form, submitter).get("verdict"); // none: an edit is taken back
    const answer = await send(form, submitter);
    if (!answer) return false;
    take(answer.html);
    const now = document.getElementById(id);
    if (!now || !answer.isWell) return false;
    const isDone = !verdict || now.classList.contains(verdict);
    if (isDone && verdict && verdict !== "undecided") {
      deeds.push(id);
      go(now, { scroll: false });
      later();
    } else go(now);
    return isDone;
  }

  async function save(form, submitter) {
    const id = form.closest("article").id;
    const answer = await send(form, submitter);
    if (!answer) return false;
    const fresh = parsed(answer.html);
    const again = find("form.editor", fresh);
    if (again) {
      form.replaceWith(again);
      find("textarea", again).focus();
      return false;
    }
    const isSaved = find("#entries", fresh); // else it stays
    if (isSaved) close(form);
    take(answer.html);
    const now = document.getElementById(id);
    if (isSaved && now && backOf(now)?.closest(".unedit")) deeds.push(id);
    go(now, { scroll: false });
    return Boolean(isSaved);
  }

  // The deed of a form, for its turn.
  function deedOf(form, submitter) {
    hold(form, true);
    return () => (form.matches(".editor") ? save : decide)(form, submitter);
  }

  const press = (button) =>
    button && !isSent(button.form) ? deedOf(button.form, button)() : undefined;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".decides, article .editor")) return;
    event.preventDefault();
    if (!isSent(form)) inTurn(deedOf(form, event.submitter));
  });

  // --- the editor ------------------------------------------------------------------------

  async function edit(article) {
    const link = find("a.edit", article);
    if (find(".editor", article)) find(".editor textarea", article).focus();
    if (!link || find(".editor", article)) return true;
    const answer = await ask(link.href);
    const form = answer && find("form.editor", parsed(answer.html));
    if (!form) {
      if (answer) take(answer.html);
      return false;
    }
    article = document.getElementById(article.id); // an answer before this one may have renewed it
    if (!article || find(".editor", article)) return false;
    article.classList.add("editing");
    article.append(form);
    form.scrollIntoView({ block: "nearest" });
    const area = find("textarea", form);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    return true;
  }

  function close(form) {
    const article = form.closest("article");
    article.classList.remove("editing");
    form.remove();
  }

  const changed = (form) => {
    const area = find("textarea", form);
    return area.value !== area.defaultValue;
  };

  // The first Escape of what was changed asks; the second leaves it.
  function mayClose(form) {
    if (!changed(form) || find(".unsaved", form)) return true;
    const line = document.createElement("p");
    line.className = "problem unsaved";
    line.setAttribute("role", "alert");
    line.textContent = "Not saved: Ctrl-Enter saves, Escape again discards.";
    find("textarea", form).after(line);
    find("textarea", form).focus();
    return false;
  }

  let timer = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches(".editor textarea")) return;
    const form = event.target.form;
    find(".unsaved", form)?.remove();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const body = new URLSearchParams({
        token: find("[name=token]", form).value,
        text: event.target.value,
      });
      const answer = await ask("/preview", { method: "POST", body });
      if (!answer?.isWell) return;
      find(".preview", form)?.replaceChildren(...parsed(answer.html).body.childNodes);
    }, 150);
  });

  addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("form.editor")].some(changed)) event.preventDefault();
  });

  // --- touch and mouse -------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const article = event.target.closest("article.entry");
    if (event.target.closest("[data-key='?']")) find("#keys").showModal();
    if (!article) return;
    if (event.target.closest("a.edit")) {
      event.preventDefault();
      inTurn(() => edit(document.getElementById(article.id)));
    } else if (event.target.closest("article a.cancel")) {
      event.preventDefault();
      close(event.target.closest("form"));
      go(article, { scroll: false });
    } else if (event.target.closest("a.later")) {
      event.preventDefault();
      current = article.id;
      later();
    } else if (event.target.closest("summary.button")) {
      setTimeout(() => find("input[name=reason]", article)?.focus());
    } else if (!event.target.closest("a, button, input, textarea, summary, label")) {
      here()?.classList.remove("current");
      current = article.id;
      article.classList.add("current");
    }
  });

  // --- keys ------------------------------------------------------------------------------

  function reject(article) {
    const box = find("details.reject", article);
    if (!box) return;
    box.open = true;
    find("input[name=reason]", box).focus();
  }

  // What takes the last deed on an entry back: an edit is offered only while nothing came after it.
  const backOf = (article) => find(".unedit button", article) || find(".undo button", article);

  function takeBack() {
    let article = null;
    while (deeds.length && !article) {
      const last = document.getElementById(deeds.pop());
      if (last && backOf(last)) article = last;
    }
    article ??= here();
    if (article && backOf(article)) {
      go(article);
      return press(backOf(article));
    }
    say("There is nothing to take back.");
    return undefined;
  }

  function fold(article) {
    const texts = [...article.querySelectorAll("details.text")];
    const open = !texts.some((text) => text.open);
    for (const text of texts) text.open = open;
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: (article) => press(find("button.approve", article)),
    "-": reject,
    " ": later,
    e: edit,
    o: (article) => find("a.open", article)?.click(),
    a: fold,
    u: takeBack,
    "/": () => location.assign("/works#q"),
    "?": () => find("#keys").showModal(),
  };
  const anywhere = new Set(["j", "k", " ", "u", "/", "?"]);
  const steps = new Set(["j", "k", " "]); // the only ones that a key held down repeats
  // A field that is on its way with its form takes no more: what is typed then waits for its turn.
  const isField = (target) => target?.matches("input, textarea, select") && !target.readOnly;

  // The editor that is meant: where the focus is, else of the current entry, else the only one.
  function editorOf(target) {
    const open = document.querySelectorAll("form.editor");
    const near = target.closest("form.editor") || (here() && find("form.editor", here()));
    return near || (open.length === 1 ? open[0] : null);
  }

  // A key in its turn: typed into the field that a key before it has opened, or a deed.
  function turn(key) {
    const field = document.activeElement;
    if (isField(field)) {
      if (key === "Enter" && field.type === "text") return deedOf(field.form)();
      field.setRangeText(key === "Enter" ? "\n" : key, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return undefined;
    }
    const deed = Object.hasOwn(keys, key) ? keys[key] : null;
    return deed && (anywhere.has(key) || here()) ? deed(here()) : undefined;
  }

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.isComposing || event.altKey || find("dialog[open]")) return;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = editorOf(target);
      if (!form) return;
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (key === "Escape") {
      leave(target);
      return;
    }
    if (isField(target)) return;
    if ((key === " " || key === "Enter") && target.matches("a, button, summary")) return;
    const isWaiting = isBusy && (key.length === 1 || key === "Enter");
    if (!isWaiting) {
      if (!Object.hasOwn(keys, key) || (!anywhere.has(key) && !here())) return;
    }
    event.preventDefault();
    if (!event.repeat || steps.has(key)) inTurn(() => turn(key));
  });

  function leave(target) {
    const box = target.closest("details.reject");
    const form = !box && editorOf(target);
    const article = (box || form)?.closest("article");
    if (!article || (form && (isSent(form) || !mayClose(form)))) return;
    if (form) close(form);
    else box.open = false;
    go(article, { scroll: false });
  }

  // --- to begin with ---------------------------------------------------------------------

  document.documentElement.classList.add("scripted");
  remember();
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted?.matches("article.entry")) go(wanted);
  else {
    // Keys act on the first that waits: it is in sight, unless a notice above wants to be read.
    const first = articles().find(waiting);
    go(first, { scroll: first !== articles()[0] && !find(".notices, .problems") });
  }
  // An editor may have changed the draft while this page was out of sight.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && find("#entries")) refresh();
  });
})();
