// Keys, decisions without a reload, and the editor in place. Without this file the forms do it all.
"use strict";
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const articles = () => [...document.querySelectorAll("article.entry")];
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const shown = new Map(); // what the server last sent of each entry
  const deeds = []; // ids of what was decided or edited, the last at the end: "u" takes it back
  let current = null; // the id of the entry that the keys act on
  let queue = Promise.resolve(); // forms go one after the other

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
    queue = queue
      .then(async () => {
        const answer = await fetch(url, options);
        return { isWell: answer.ok, html: await answer.text() };
      })
      .catch(() => {
        say("tracker does not answer: nothing was saved. Is tracker serve still running?");
        return null;
      });
    return queue;
  }

  const refresh = async () => {
    const answer = await ask(location.pathname + location.search.replace(/[?&]said=[^&]*/, ""));
    if (answer) take(answer.html);
  };

  // --- forms -----------------------------------------------------------------------------

  function fieldsOf(form, submitter) {
    const fields = new URLSearchParams(new FormData(form));
    if (submitter?.name) fields.set(submitter.name, submitter.value);
    return fields;
  }

  async function decide(form, submitter) {
    if (form.dataset.sent) return; // a finger that tapped twice
    form.dataset.sent = "yes";
    const article = form.closest("article");
    const fields = fieldsOf(form, submitter);
    const answer = await ask(form.action, { method: "POST", body: fields });
    delete form.dataset.sent;
    if (!answer) return;
    take(answer.html);
    const now = document.getElementById(article.id);
    if (!now) return;
    if (waiting(now) || form.matches(".unedit")) {
      go(now);
    } else {
      deeds.push(now.id);
      go(now, { scroll: false });
      later();
    }
  }

  async function save(form, submitter) {
    const id = form.closest("article").id;
    const answer = await ask(form.action, { method: "POST", body: fieldsOf(form, submitter) });
    if (!answer) return;
    const fresh = parsed(answer.html);
    const again = find("form.editor", fresh);
    if (again) {
      form.replaceWith(again);
      find("textarea", again).focus();
      return;
    }
    const isSaved = find("#entries", fresh); // else it stays
    if (isSaved) close(form);
    take(answer.html);
    const now = document.getElementById(id);
    if (isSaved && now && backOf(now)?.closest(".unedit")) deeds.push(id);
    go(now, { scroll: false });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".decides")) {
      event.preventDefault();
      decide(form, event.submitter);
    } else if (form.matches("article .editor")) {
      event.preventDefault();
      save(form, event.submitter);
    }
  });

  // --- the editor ------------------------------------------------------------------------

  async function edit(article) {
    const link = find("a.edit", article);
    if (!link || find(".editor", article)) return;
    const answer = await ask(link.href);
    const form = answer && find("form.editor", parsed(answer.html));
    if (!form) {
      if (answer) take(answer.html);
      return;
    }
    article = document.getElementById(article.id); // an answer before this one may have renewed it
    if (!article || find(".editor", article)) return;
    article.classList.add("editing");
    article.append(form);
    form.scrollIntoView({ block: "nearest" });
    const area = find("textarea", form);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
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

  let timer = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches(".editor textarea")) return;
    const form = event.target.form;
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
      edit(article);
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
      backOf(article).click();
    } else say("There is nothing to take back.");
  }

  function fold(article) {
    const texts = [...article.querySelectorAll("details.text")];
    const open = !texts.some((text) => text.open);
    for (const text of texts) text.open = open;
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: (article) => find("button.approve", article)?.click(),
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

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.isComposing || event.altKey || find("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form?.matches(".editor")) {
      event.preventDefault();
      target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      leave(target);
      return;
    }
    if (target.matches("input, textarea, select")) return;
    if (event.key === " " && target.matches("a, button, summary")) return;
    const deed = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (!deed || (!anywhere.has(event.key) && !here())) return;
    event.preventDefault();
    deed(here());
  });

  function leave(target) {
    const form = target.closest("article .editor");
    if (form && !changed(form)) close(form);
    const box = target.closest("details.reject");
    if (box) box.open = false;
    if (form || box) go(here(), { scroll: false });
  }

  // --- to begin with ---------------------------------------------------------------------

  document.documentElement.classList.add("scripted");
  remember();
  const asked = document.getElementById(location.hash.slice(1));
  if (asked?.matches("article.entry")) go(asked);
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
