// Before the first paint: tells the styles that scripts run, and shows large type to who chose it.
(function () {
  "use strict";
  const shown = document.documentElement.classList;
  shown.remove("no-js");
  shown.add("js");
  try {
    if (localStorage.getItem("gongkai.large") === "true") shown.add("gk-large");
  } catch (refused) {
    // nothing is remembered then
  }
})();
