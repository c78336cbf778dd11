// Marks the query on a notice's page that a result led to, and changes nothing else.
(function () {
  "use strict";
  const G = window.Gongkai;
  const article = document.querySelector("article.notice__text");
  const query = new URLSearchParams(location.search).get("q");
  if (!query || !article) return;

  G.load(["fold", "query"]).then(() => {
    const target = document.getElementById(location.hash.slice(1));
    mark(target && article.contains(target) ? target : article);
  }).catch(() => {}); // without marks the page is whole

  function mark(element) {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    // A match may run over several elements: found in the whole text, marked in pieces.
    const found = G.findRuns(nodes.map((node) => node.data).join(""), G.parseQuery(query));
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
