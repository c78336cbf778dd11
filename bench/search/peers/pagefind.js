// Pagefind finds pages; the issues are those in whose part of a page it marks a word.
"use strict";
window.bench = (() => {
  const FIRST = 10;
  const AT_ONCE = 50;
  let library;

  const load = () => library || (library = import("/pagefind/pagefind.js"));

  const issues = (data) => {
    const notice = /\/notices\/([^/]+)\//.exec(data.url)[1];
    const anchors = data.anchors.filter((anchor) => anchor.element === "section");
    const weights = new Map();
    for (const { location, balanced_score } of data.weighted_locations) {
      const within = anchors.filter((anchor) => anchor.location <= location).pop();
      if (!within || !/^issue-\d+$/.test(within.id)) continue;
      weights.set(within.id, (weights.get(within.id) || 0) + balanced_score);
    }
    return [...weights].sort((a, b) => b[1] - a[1]).map(([id]) => `${notice}#${id}`);
  };

  const ask = async (query, most) => {
    const { results } = await (await load()).search(query);
    const found = [];
    for (let start = 0; start < Math.min(most, results.length); start += AT_ONCE) {
      const part = results.slice(start, Math.min(start + AT_ONCE, most));
      found.push(...(await Promise.all(part.map((result) => result.data()))).flatMap(issues));
    }
    return { issues: found };
  };

  return {
    first: (query) => ask(query, FIRST),
    next: (query) => ask(query, FIRST),
    all: (query) => ask(query, Infinity),
  };
})();
