// Marks the query on a notice's page that a result led to, and changes nothing else.
(function () {
  "use strict";
  const G = window.Gongkai;
  const article = document.querySelector("article.notice__text");
  const query = new URLSearchParams(location.search).get("q");
  if (!query || !article) return;

  G.load(["fold", "inflate", "store", "query"]).then(() => {
    const target = document.getElementById(location.hash.slice(1));
    const element = target && article.contains(target) ? target : article;
    return understood(element.textContent).then((terms) => mark(element, terms));
  }).catch(() => {}); // without marks the page is whole

  // The traditional characters of the site's texts are known with its index. A term with another
  // one is not found as it stands, and then the whole table is loaded.
  async function understood(text) {
    await G.store.about();
    const terms = G.parseQuery(query);
    if (terms.every((term) => term.excluded || G.findRuns(text, [term]).length)) return terms;
    await G.store.folds().catch(() => {});
    return G.parseQuery(query);
  }

  function mark(element, terms) {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    // A match may run over several elements: found in the whole text, marked in pieces.
    const found = G.findRuns(nodes.map((node) => node.data).join(""), terms);
    let start = 0;
    for (const node of nodes) {
      const end = start + node.data.length;
      const pieces = found.filter((run) => run.start < end && run.end > start);
      // From the last, so that the offsets before it stay true.
      for (const piece of pieces.reverse()) {
        const from = Math.max(piece.start, start) - start;
        const marked = from ? node.splitText(from) : node;
        marked.splitText(Math.min(piece.end, end) - start - from);
        // Line breaks between blocks are no words.
        if (marked.data.trim()) {
          const wrapper = G.el("mark");
          marked.parentNode.replaceChild(wrapper, marked);
          wrapper.append(marked);
        }
      }
      start = end;
    }
  }
})();
