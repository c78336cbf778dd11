// The state of the search page and its address: each says all that the other does.
(function () {
  "use strict";
  const G = window.Gongkai;

  const FACETS = ["status", "organization", "region", "year", "theme", "kind"];

  const SORTS = ["relevance", "date", "organization"];

  G.readAddress = (search) => {
    const asked = new URLSearchParams(search);
    const facets = {};
    for (const name of FACETS) {
      facets[name] = asked.getAll(name).filter((value, i, all) => value && all.indexOf(value) === i);
    }
    return {
      q: asked.get("q") || "",
      in: asked.get("in") === "notices" ? "notices" : "issues",
      facets,
      sort: SORTS.includes(asked.get("sort")) ? asked.get("sort") : "relevance",
      group: asked.get("group") === "1",
      page: Math.max(1, Math.floor(Number(asked.get("page"))) || 1),
    };
  };

  // Returns "?q=…"; `changes` replace parts of the state, and any change leads to page 1.
  G.writeAddress = (state, changes) => {
    const wanted = { ...state, ...(changes && { page: 1 }), ...changes };
    const asked = new URLSearchParams();
    asked.set("q", wanted.q);
    if (wanted.in === "notices") asked.set("in", "notices");
    for (const name of FACETS) {
      for (const value of wanted.facets[name]) asked.append(name, value);
    }
    if (wanted.sort !== "relevance") asked.set("sort", wanted.sort);
    if (wanted.group) asked.set("group", "1");
    if (wanted.page > 1) asked.set("page", wanted.page);
    return "?" + asked;
  };

  G.filtered = (state) => FACETS.some((name) => state.facets[name].length > 0);

  G.toggled = (facets, name, value) => {
    const values = facets[name];
    const there = values.includes(value);
    return { ...facets, [name]: there ? values.filter((v) => v !== value) : [...values, value] };
  };
})();
