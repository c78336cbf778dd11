// What every page does: large type, the menu on a phone, and links that also work from a disk.
(function () {
  "use strict";
  const shown = document.documentElement.classList;
  const root = new URL("../../", document.currentScript.src).href;

  // A table or code wider than the screen scrolls by itself; not every browser lets keys get there.
  const boxes = document.querySelectorAll("#content table, #content pre > code");
  const reach = () => {
    for (const box of boxes) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  reach();
  window.addEventListener("resize", reach);

  // Large type. early.js shows it before the page is seen.
  const large = document.getElementById("gk-large");
  const tell = () => large.setAttribute("aria-pressed", shown.contains("gk-large"));
  if (large) {
    tell();
    large.addEventListener("click", () => {
      const wanted = shown.toggle("gk-large");
      try {
        localStorage.setItem("gongkai.large", wanted);
      } catch (refused) {
        // it holds for this page alone
      }
      tell();
      reach();
    });
    // The page may come back as it was left, before the reader chose otherwise on another one.
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      try {
        shown.toggle("gk-large", localStorage.getItem("gongkai.large") === "true");
      } catch (refused) {
        // as it was
      }
      tell();
    });
  }

  // The menu, a button on a phone alone.
  const menu = document.getElementById("gk-menu");
  const sections = document.getElementById("gk-sections");
  const open = (wanted) => {
    menu.setAttribute("aria-expanded", wanted);
    sections.classList.toggle("gk-open", wanted);
  };
  if (menu && sections) {
    menu.setAttribute("aria-controls", sections.id);
    open(false);
    menu.addEventListener("click", () => open(menu.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || menu.getAttribute("aria-expanded") !== "true") return;
      if (sections.contains(document.activeElement)) menu.focus();
      open(false);
    });
  }

  // Of several tabs the one that the address leads to is open.
  const tab = document.getElementById(location.hash.slice(1));
  if (tab && tab.name && tab.name.startsWith("__tabbed_")) tab.checked = true;

  // A disk opens no index.html by itself: links into folders of this site get one when they are
  // about to be used, wherever they came from.
  if (location.protocol !== "file:") return;
  const whole = (address) => {
    const url = new URL(address);
    if (!url.href.startsWith(root) || !url.pathname.endsWith("/")) return address;
    url.pathname += "index.html";
    return url.href;
  };
  const complete = (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link && whole(link.href) !== link.href) link.href = whole(link.href);
  };
  for (const name of ["click", "auxclick", "contextmenu", "focusin", "pointerover"]) {
    document.addEventListener(name, complete, true);
  }
  document.addEventListener("submit", (event) => {
    event.target.action = whole(event.target.action);
  }, true);
})();
