// What Material's script expects: where it keeps what a reader chose. As in its own base.html.
const __md_scope = new URL(document.currentScript.dataset.scope, location);
const __md_hash = (text) => [...text].reduce((sum, one) => (sum << 5) - sum + one.charCodeAt(0), 0);
const __md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key));
const __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch (refused) {
    // it holds for this page alone
  }
};

// Of several tabs those of the names that the reader chose last are open, where that is asked for.
if ("tabs" in document.currentScript.dataset) {
  document.addEventListener("DOMContentLoaded", () => {
    const chosen = __md_get("__tabs");
    if (!Array.isArray(chosen)) return;
    for (const set of document.querySelectorAll(".tabbed-set > .tabbed-labels")) {
      const labels = [...set.getElementsByTagName("label")];
      const label = chosen
        .map((name) => labels.find((one) => one.innerText.trim() === name))
        .find(Boolean);
      if (label) document.getElementById(label.htmlFor).checked = true;
    }
  });
}
