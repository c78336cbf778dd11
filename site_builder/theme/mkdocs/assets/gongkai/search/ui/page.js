// The search page: every change is a new address, every address a new answer.
(function () {
  "use strict";
  const G = window.Gongkai;
  const page = document.getElementById("gongkai-search");
  if (!page) return;
  const { el, fill } = G;
  const part = (id) => document.getElementById(id);
  const box = part("gk-q");
  const count = part("gk-count");
  const results = part("search-results");
  const facets = part("gk-facets");
  const sort = part("gk-sort");
  const relevance = sort.querySelector("[value=relevance]");
  const group = part("gk-group");
  const counting = part("gk-counting");
  const name = document.title;
  let state = G.readAddress(location.search);
  let asked = 0; // only the last question's answer is shown
  let lifted; // the question whose budget the reader lifted
  let themes = false; // whether the reader wants them counted; once wanted, for the whole visit

  function read() {
    state = G.readAddress(location.search);
    box.value = state.q;
    // Where nothing is asked nothing is relevant: what comes first then is the newest.
    relevance.hidden = relevance.disabled = !state.q;
    sort.value = state.q || state.sort !== relevance.value ? state.sort : "date";
    group.checked = state.group;
    document.title = state.q ? `${state.q} - ${name}` : name;
    return ask();
  }

  function go(search) {
    if (search !== location.search) {
      try {
        history.pushState(null, "", search);
      } catch (refused) {
        location.href = search; // old browsers refuse this on a page from disk
        return Promise.resolve();
      }
    }
    return read();
  }

  const question = () => G.writeAddress(state, { in: "issues", group: false, sort: "relevance" });

  function ask() {
    const mine = ++asked;
    results.removeAttribute("data-query");
    results.setAttribute("aria-busy", "true");
    const { q, in: wanted, facets, sort, page } = state;
    const more = lifted === question();
    themes = themes || facets.theme.length > 0; // they come with the answer, and must not go again
    return G.loadEngine()
      .then(() => G.search({ q, in: wanted, facets, sort, page, more, themes }))
      .then((answer) => mine === asked && show(answer))
      .catch((error) => mine === asked && fail(error));
  }

  function show(answer) {
    if (answer.pages && state.page > answer.pages) {
      state.page = answer.pages; // an address from when there were more
      return ask();
    }
    const focused = facets.contains(document.activeElement) && document.activeElement;
    const inNotices = state.in === "notices";
    const some = (inNotices ? answer.noticesTotal : answer.total) > 0;
    const empty = !some && !answer.partial;
    arrange(inNotices || (empty && !G.filtered(state)));
    count.textContent = G.countText(answer, state);
    fill(part("gk-back"), inNotices && G.toIssues(answer, state));
    fill(part("gk-chips"), ...G.chips(answer, state));
    if (!inNotices) showFacets(answer);
    fill(results,
      !inNotices && G.noticeBlock(answer, state),
      some && el("h2", { class: "visually-hidden" }, inNotices ? "通报" : "问题"),
      some && (inNotices ? G.noticeList(answer.notices, state) : G.issueList(answer.issues, state)),
      empty && G.emptyHelp(answer, state));
    tell(false, empty, answer.partial);
    fill(part("gk-paging"), ...G.paging(answer, state));
    results.removeAttribute("data-approximate");
    G.set(results, { "data-total": answer.total, "data-approximate": answer.approximate && "true" });
    results.removeAttribute("aria-busy");
    results.setAttribute("data-query", state.q);
    if (focused && !focused.offsetParent) {
      // The box that was ticked was made anew; or all are away.
      const same = Array.from(facets.querySelectorAll("input")).find(
        (input) => input.name === focused.name && input.value === focused.value);
      (same && same.offsetParent ? same : count).focus({ preventScroll: true });
    }
  }

  // Notices are listed unfiltered, the newest first: facets and orders are of issues. Shown beside
  // them, or where nothing is found, they would promise what they do not do, so they go, and come
  // back with the issues.
  function arrange(bare) {
    part("gk-body").classList.toggle("gk-body--bare", bare);
    for (const control of page.querySelectorAll("[data-of-issues]")) control.hidden = bare;
  }

  function showFacets(answer) {
    counting.textContent = "";
    for (const details of facets.children) {
      const entries = answer.facets[details.dataset.facet];
      if (entries === null && !themes) G.offerFacet(details);
      else G.fillFacet(details, entries, answer.approximate);
    }
  }

  function fail(error) {
    console.error(error);
    for (const place of [count, counting, part("gk-back"), results, part("gk-paging")]) fill(place);
    results.removeAttribute("data-total");
    results.removeAttribute("aria-busy");
    tell(true, false, false);
  }

  function tell(failed, empty, partial) {
    part("gk-error").hidden = !failed;
    part("gk-hints").hidden = !empty;
    part("gk-partial").hidden = !partial;
  }

  // Where a reader goes on after a link that is gone now.
  function toCount() {
    count.focus({ preventScroll: true });
    if (count.getBoundingClientRect().top < 60) count.scrollIntoView();
  }

  page.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    go(G.writeAddress(state, { q: box.value, in: "issues" }));
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go]");
    if (!link || event.button || event.shiftKey || !G.plain(event)) return;
    event.preventDefault();
    go(link.getAttribute("href")).then(toCount);
  });
  facets.addEventListener("change", (event) => {
    const { name, value } = event.target;
    go(G.writeAddress(state, { facets: G.toggled(state.facets, name, value) }));
  });
  // Also told where a script closes it, and does not bubble.
  facets.addEventListener("toggle", ({ target }) => {
    if (!target.open || !target.dataset.uncounted || themes) return;
    themes = true;
    counting.textContent = "正在统计…";
    ask();
  }, true);
  sort.addEventListener("change", () => go(G.writeAddress(state, { sort: sort.value })));
  group.addEventListener("change", () => go(G.writeAddress(state, { group: group.checked, page: state.page })));
  window.addEventListener("popstate", read);
  part("gk-error").querySelector("button").addEventListener("click", () => ask().then(toCount));
  part("gk-partial").querySelector("button").addEventListener("click", () => {
    lifted = question();
    ask().then(toCount);
  });

  // On a phone the filters are folded away.
  part("gk-filter").addEventListener("click", (event) =>
    event.currentTarget.setAttribute("aria-expanded", facets.classList.toggle("open")));

  page.addEventListener("keydown", (event) => {
    if (!G.plain(event)) return;
    const links = Array.from(results.querySelectorAll(".gk-hit__link"));
    const at = links.indexOf(document.activeElement);
    if (at < 0 && event.target !== box) return;
    if (event.key === "ArrowDown" && links[at + 1]) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || box).focus();
    else if (event.key === "Escape" && at >= 0) box.focus();
    else if (event.key === "Escape") box.value = "";
    else return;
    event.preventDefault();
  });

  // WCAG 2.1.4: a shortcut of one character can be turned off.
  const slash = part("gk-slash");
  slash.checked = G.slash();
  slash.addEventListener("change", () => G.slash(slash.checked));

  part("gk-hints").querySelector("a").href = G.link("notices/");
  part("gk-body").hidden = false;
  read();
})();
