// Answers of the engine as elements; page.js puts them in their places.
(function () {
  "use strict";
  const G = window.Gongkai;
  const { el, runs, link } = G;
  const none = G.readAddress("").facets;

  const go = (state, changes, attributes, ...text) =>
    el("a", { href: G.writeAddress(state, changes), "data-go": "", ...attributes }, ...text);
  const about = (...words) =>
    el("p", { class: "gk-about" }, ...words.map((word) => (word && !word.tagName ? el("span", null, word) : word)));
  const excerpt = (found) => found && found.length > 0 && el("p", { class: "gk-excerpt" }, ...runs(found));
  const heading = (level, url, state, ...text) =>
    el(level, null, el("a", { class: "gk-hit__link", href: link(url, state.q) }, ...text));

  // With the space before it where it follows a Chinese word.
  const amount = (count, answer) => (answer.approximate ? "约 " : " ") + count;
  const among = (answer) => `在${amount(answer.noticesTotal, answer)} 份通报的标题、单位、前言、联系方式中找到`;

  // Also says that there is nothing: it is announced, so what stands below need not say it again.
  G.countText = (answer, state) => {
    const sum = state.in === "notices" ? noticesText(answer, state) : issuesText(answer, state);
    return answer.pages > 1 ? `${sum}，第 ${answer.page} 页，共 ${answer.pages} 页` : sum;
  };

  function issuesText(answer, state) {
    if (answer.total) return `共找到${amount(answer.total, answer)} 个问题`;
    if (answer.partial) return "较新的通报里没有找到问题";
    if (answer.terms.length > 1 || G.filtered(state)) return "没有找到同时符合这些条件的问题";
    const [term] = answer.terms;
    return term && !term.excluded ? `没有找到含有“${term.text}”的问题` : "没有找到问题";
  }

  function noticesText(answer, state) {
    if (answer.noticesTotal) return among(answer);
    if (answer.partial) return "较新的通报里没有找到";
    return typedTerms(state).length
      ? "没有通报的标题、单位、前言、联系方式符合这些条件"
      : "请先输入要在标题、单位、前言、联系方式里找的词";
  }

  G.toIssues = (answer, state) =>
    go(state, { in: "issues" }, null, `回到问题（${amount(answer.total, answer).trim()} 个）`);

  function issueItem(issue, state, level) {
    const status = issue.statusLabel + (issue.sustained ? "·长期坚持" : "");
    const notice = issue.notice;
    return el("li", { class: "gk-hit", "data-issue": issue.id, "data-status": issue.status },
      heading(level, issue.url, state, issue.number, ...runs(issue.title)),
      excerpt(issue.excerpt),
      // In a group the notice has said the rest.
      about(el("span", { class: "gk-badge", "data-status": issue.status }, status),
        ...(level === "h3" ? [notice.organization, notice.region, notice.date] : [])));
  }

  G.issueList = (issues, state) => {
    if (!state.group) return el("ol", { class: "gk-hits" }, ...issues.map((i) => issueItem(i, state, "h3")));
    const groups = new Map();
    for (const issue of issues) {
      const url = issue.notice.url;
      groups.set(url, [...(groups.get(url) || []), issue]);
    }
    return el("div", null, ...Array.from(groups.values(), (group) => {
      const notice = group[0].notice;
      return el("section", { class: "gk-group" },
        heading("h3", notice.url, state, notice.title),
        about(notice.organization, notice.region, notice.date),
        el("ol", { class: "gk-hits" }, ...group.map((i) => issueItem(i, state, "h4"))));
    }));
  };

  const noticeItem = (notice, state) => el("li", { class: "gk-found" },
    heading("h3", notice.url, state, ...runs(notice.title)),
    excerpt(notice.excerpt),
    about(notice.organization, notice.region, notice.date));

  G.noticeList = (notices, state) => el("div", null,
    G.filtered(state) && about("筛选条件只用于问题，这里没有筛选。"),
    el("ol", { class: "gk-hits" }, ...notices.map((notice) => noticeItem(notice, state))));

  // The newest, above the issues, and the way to all.
  G.noticeBlock = (answer, state) => {
    const { notices, noticesTotal } = answer;
    if (!notices.length) return null;
    return el("section", { class: "gk-notices", "aria-labelledby": "gk-notices" },
      el("h2", { id: "gk-notices" }, (answer.total ? "同时" : "") + among(answer)),
      noticesTotal > notices.length && about(`这里列出最新的 ${notices.length} 份`,
        go(state, { in: "notices" }, null, `查看全部${amount(noticesTotal, answer)} 份`)),
      el("ul", null, ...notices.map((notice) => noticeItem(notice, state))));
  };

  // The query's terms as typed, and a link for each that leaves it out.
  const typedTerms = (state) => G.parseQuery(state.q).map(({ text, literal, excluded }) =>
    (excluded ? "-" : "") + (literal ? `"${text}"` : text));
  const without = (typed, i, { text, excluded }, state) => typed.length > 1 &&
    go(state, { q: typed.filter((_, other) => other !== i).join(" ") }, null,
      `${excluded ? "不再排除" : "去掉"}“${text}”再检索`);

  // Says which word finds nothing and what to drop, each as a link to try. Of a single word the
  // count has said it already.
  G.emptyHelp = (answer, state) => {
    const typed = typedTerms(state);
    const filtered = state.in === "issues" && G.filtered(state);
    const lines = typed.length > 1 || filtered
      ? answer.terms.map((term, i) => termLine(term, without(typed, i, term, state), state)) : [];
    return el("div", { class: "gk-empty" },
      lines.length > 0 && el("ul", null, ...lines),
      filtered && el("p", null, go(state, { facets: none }, null, "清除全部筛选条件再检索")),
      typed.length === 1 && !filtered && el("p", null, "请检查有没有错字，或者换一个短一些的词。"));
  };

  // The counts of single terms are of issues, so of notices none is told.
  function termLine({ text, excluded, count }, link, state) {
    if (state.in === "notices") return el("li", null, link);
    return el("li", count === 0 && { class: "gk-missing" },
      excluded ? `已排除含有“${text}”的问题。`
        : count === 0 ? `没有问题含有“${text}”。`
        : count ? `单独检索“${text}”有 ${count} 个问题。` : `“${text}”：`,
      link);
  }

  G.chips = (answer, state) => {
    const chips = [];
    for (const name of Object.keys(state.facets)) {
      for (const value of state.facets[name]) {
        const known = (answer.facets[name] || []).find((entry) => entry.value === value);
        const facet = document.querySelector(`[data-facet=${name}] summary`).textContent;
        const words = `${facet}：${known ? known.label : value}`;
        chips.push(el("li", null, go(state, { facets: G.toggled(state.facets, name, value) },
          { "aria-label": `去掉筛选条件 ${words}` }, words, el("span", { "aria-hidden": "true" }, " ✕"))));
      }
    }
    if (chips.length > 1) {
      chips.push(el("li", null, go(state, { facets: none }, { class: "gk-plain" }, "清除全部")));
    }
    return chips;
  };

  // A facet that costs too much to be counted unasked: closed, and who opens it asks for it.
  G.offerFacet = (details) => {
    G.fillFacet(details, []);
    details.dataset.uncounted = "1";
    details.open = false;
    details.hidden = false;
  };

  // Fills one <details> of the template, which stays, so that it stays open or closed.
  G.fillFacet = (details, entries, approximate) => {
    const name = details.dataset.facet;
    delete details.dataset.uncounted;
    const shown = (entries || []).filter((entry) => entry.count !== 0 || entry.selected);
    const items = shown.map((entry) => el("li", null, el("label", null,
      el("input", { type: "checkbox", name, value: entry.value, checked: entry.selected && "" }),
      el("span", { "data-status": name === "status" && entry.value }, entry.label || entry.value),
      entry.count !== null && el("span", { class: "gk-count" }, (approximate ? "约 " : "") + entry.count))));
    details.hidden = !items.length;
    const old = details.querySelector(".gk-more");
    G.fill(details.querySelector("ul"), ...items);
    if (old) old.remove();
    const later = items.slice(8).filter((item) => !item.querySelector(":checked"));
    if (details.dataset.whole || later.length < 2) return;
    for (const item of later) item.hidden = true;
    const button = el("button", { type: "button", class: "gk-more" }, `更多（还有 ${later.length} 项）`);
    button.onclick = () => {
      details.dataset.whole = "1"; // also when it is filled anew
      for (const item of later) item.hidden = false;
      later[0].querySelector("input").focus();
      button.remove();
    };
    details.append(button);
  };

  G.paging = (answer, state) => {
    const { page, pages } = answer;
    if (pages < 2) return [];
    const to = (number, text, rel) => go(state, { page: number }, { rel, "aria-label": !rel && `第 ${number} 页` }, text);
    const parts = [page > 1 && to(page - 1, "上一页", "prev")];
    let last = 0;
    for (let n = 1; n <= pages; n++) {
      if (n > 1 && n < pages && Math.abs(n - page) > 1) continue;
      if (n > last + 1) parts.push("…");
      parts.push(n === page ? el("span", { "aria-current": "page" }, String(n)) : to(n, String(n)));
      last = n;
    }
    return parts.concat(page < pages && to(page + 1, "下一页", "next"));
  };
})();
