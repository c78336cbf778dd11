// What the search's scripts share: elements without markup, addresses that also work from disk,
// and the engine, loaded only when somebody searches.
(function () {
  "use strict";
  const G = (window.Gongkai = window.Gongkai || {});
  // …/assets/gongkai/, where this was joined with others into one file; known only now
  const here = new URL("./", document.currentScript.src).href;
  const engine = ["fold", "inflate", "store", "lists", "sets", "query", "facets", "engine"];
  const loading = {};

  G.root = new URL("../../", here).href;

  G.set = (element, attributes) => {
    for (const name of Object.keys(attributes || {})) {
      const value = attributes[name];
      if (value !== false && value !== undefined) element.setAttribute(name, value);
    }
    return element;
  };

  // Texts become text nodes: what a notice says is never markup.
  G.el = (tag, attributes, ...children) =>
    G.fill(G.set(document.createElement(tag), attributes), ...children);

  G.runs = (runs) => runs.map((run) => (run.marked ? G.el("mark", null, run.text) : run.text));

  G.fill = (element, ...children) => {
    element.textContent = "";
    element.append(...children.filter((child) => child));
    return element;
  };

  // `url` is relative to the root; "./" keeps it there. A disk opens no index.html by itself.
  G.link = (url, query) => {
    const to = new URL("./" + url, G.root);
    if (to.protocol === "file:" && to.pathname.endsWith("/")) to.pathname += "index.html";
    if (query) to.searchParams.set("q", query);
    return to.href;
  };

  // Keys and clicks that browsers and input methods leave to the page.
  G.plain = (event) =>
    !(event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey);

  // Loads scripts in order; one that failed is asked for again next time.
  G.load = (names) => Promise.all(names.map((name) => loading[name] || (loading[name] = add(name))));
  G.loadEngine = () => G.load(engine);

  function add(name) {
    return new Promise((done, failed) => {
      const script = G.el("script", { src: new URL(`search/${name}.js`, here).href });
      script.async = false; // run in the order of asking
      script.onload = done;
      script.onerror = () => {
        delete loading[name];
        script.remove();
        failed(new Error(name));
      };
      document.head.append(script);
    });
  }
})();
