// Material and Zensical search in a worker that their own page starts, with the same messages.
"use strict";
window.bench = (() => {
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3, FAILED = 4;
  let worker, documents, zensical, becomeReady;
  let asked = 0, answered = 0;
  const waiting = new Map();
  const ready = new Promise((resolve) => { becomeReady = resolve; });

  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...all) {
      super(...all);
      worker = this;
      this.addEventListener("message", ({ data }) => {
        if (data.type === READY) becomeReady();
        if (data.type !== RESULT && data.type !== FAILED) return;
        const resolve = waiting.get(++answered);
        if (resolve) resolve(data.data || { items: [] });
      });
    }
    postMessage(message, ...rest) {
      if (message.type === SETUP) {
        zensical = "items" in message.data;
        documents = message.data.items;
      }
      if (message.type === QUERY) asked++;
      super.postMessage(message, ...rest);
    }
  };

  const put = (data) => new Promise((resolve) => {
    worker.postMessage({ type: QUERY, data });
    waiting.set(asked, resolve);
  });

  // "notice-000001/#issue-2" → "notice-000001#issue-2"; nothing else is an issue.
  const issues = (locations) => locations
    .map((location) => /([^/]+)\/?#(issue-\d+)$/.exec(location))
    .filter(Boolean)
    .map(([, notice, issue]) => `${notice}#${issue}`);

  const lunr = async (query) => {
    const { items } = await put(query);
    const found = items.flat().filter((item) => item.score > 0);
    return issues(found.sort((a, b) => b.score - a.score).map((item) => item.location));
  };

  const disco = async (query, every) => {
    const question = {
      input: query,
      filter: {
        input: { type: "operator", data: { operator: "and", operands: [] } },
        aggregation: { input: [{ type: "term", data: { field: "tags" } }] },
      },
    };
    const { items, pagination } = await put(question);
    const found = [...items];
    if (every && pagination.next) {
      const page = { ...pagination.next, size: pagination.total };
      found.push(...(await put({ ...question, page })).items);
    }
    return issues(found.map((item) => documents[item.id].location));
  };

  const ask = async (query, every) => {
    await ready;
    return { issues: await (zensical ? disco : lunr)(query, every) };
  };

  return {
    first: (query) => ask(query, false),
    next: (query) => ask(query, false),
    all: (query) => ask(query, true),
  };
})();
