// The box in the header of every page: a plain form that becomes a combobox with suggestions.
// Nothing is loaded before it has the focus.
(function () {
  "use strict";
  const G = window.Gongkai;
  const { el } = G;
  const form = document.querySelector(".gongkai-search-box");
  const own = document.getElementById("gk-q"); // the search page's own box
  const KEY = "gongkai.slash";

  // Whether the shortcut is on; remembers `wanted`, if the browser lets it.
  G.slash = (wanted) => {
    try {
      if (wanted !== undefined) localStorage.setItem(KEY, wanted);
      return localStorage.getItem(KEY) !== "false";
    } catch (refused) {
      return true;
    }
  };

  document.addEventListener("keydown", (event) => {
    const box = own || (form && form.elements.q);
    if (event.key !== "/" || !box || !G.plain(event) || !G.slash()) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  if (own) G.load(["ui/address", "ui/results", "ui/page"]);
  if (form && own) form.hidden = true;
  if (!form || own) return;
  const box = form.elements.q;
  const list = el("div", { class: "gongkai-suggestions", id: "gongkai-suggestions", role: "listbox", "aria-label": "检索建议", hidden: "" });
  const said = el("span", { class: "visually-hidden", role: "status" });
  let timer;
  let active = -1;

  form.action = G.link("search/");
  form.append(list, said);
  G.set(box, { autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  G.set(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" });

  const options = () => Array.from(list.querySelectorAll("[role=option]"));

  function choose(index) {
    const all = options();
    active = index;
    all.forEach((option, i) => option.setAttribute("aria-selected", i === index));
    if (index < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    clearTimeout(timer);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    said.textContent = "";
    choose(-1);
  }

  function ask() {
    const query = box.value;
    if (!query.trim()) return close();
    return G.loadEngine()
      .then(() => G.suggest(query))
      .then((found) => {
        // The reader may have typed on or left.
        if (box.value === query && document.activeElement === box) show(found, query);
      })
      .catch(close); // the form itself still works
  }

  function show(found, query) {
    const results = (name, value) => G.link("search/") + `?${name}=${encodeURIComponent(value)}`;
    const section = (name, options) => options.length > 0 &&
      el("div", { role: "group", "aria-label": name },
        el("div", { class: "gongkai-suggestions__name", "aria-hidden": "true" }, name), ...options);
    let next = 0;
    const option = (href, ...children) =>
      el("a", { role: "option", id: `gk-option-${next++}`, tabindex: "-1", href }, ...children);
    const values = (name, entries) => (entries || []).map((entry) =>
      option(results(name, entry.value), el("span", null, entry.value), entry.count && el("small", null, `${entry.count} 个问题`)));
    G.fill(list,
      section("问题", (found.issues || []).map((issue) =>
        option(G.link(issue.url, query), el("span", null, ...G.runs(issue.title)), el("small", null, issue.organization)))),
      section("单位", values("organization", found.organizations)),
      section("主题", values("theme", found.themes)),
      next > 0 && el("div", { role: "group", "aria-label": "全部结果" },
        option(results("q", query), el("span", null, `检索“${query}”的全部结果`))));
    choose(-1);
    list.hidden = !next;
    box.setAttribute("aria-expanded", next > 0);
    said.textContent = next ? `有 ${next} 条建议，用上下键选择` : "没有建议，按回车键检索";
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  }

  box.addEventListener("focus", () => G.loadEngine().catch(() => {}));
  // Until a word is composed, the box holds pinyin.
  box.addEventListener("input", (event) => event.isComposing || later());
  box.addEventListener("compositionend", later);
  box.addEventListener("keydown", (event) => {
    if (!G.plain(event)) return;
    const all = list.hidden ? [] : options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !all.length) ask();
    // Round through the options and the box itself, which is -1.
    else if (step) choose(((active + step + all.length + 2) % (all.length + 1)) - 1);
    else if (event.key === "Enter" && active >= 0) all[active].click();
    else if (event.key === "Escape" && all.length) close();
    else if (event.key === "Escape" && box.value) box.value = "";
    else if (event.key === "Escape") box.blur();
    else return;
    event.preventDefault();
  });
  // Else a press takes the focus and the list is gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
})();
