// A notice's page: folds open where there is room, the address of an issue to copy, and the place
// in the contents. Without this script all of it can be read and followed.
(function () {
  "use strict";
  const notice = document.querySelector(".notice");
  if (!notice) return;
  const roomy = window.matchMedia("(min-width: 60em)");

  const folds = Array.from(notice.querySelectorAll(".fold"));
  const fit = () => {
    for (const fold of folds) {
      fold.open = roomy.matches;
      fold.dataset.ready = "";
    }
  };
  fit();
  roomy.addEventListener("change", fit);
  // On a phone the contents cover the text that a link in them leads to.
  const contents = notice.querySelector(".contents");
  if (contents) {
    contents.addEventListener("click", (event) => {
      if (!roomy.matches && event.target.closest("a")) contents.open = false;
    });
  }
  const shortcut = notice.querySelector(".shortcuts__contents a");
  if (shortcut) shortcut.addEventListener("click", () => { contents.open = true; });

  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  notice.append(said);

  for (const issue of notice.querySelectorAll(".issue")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "issue__copy";
    say(button, "复制链接");
    button.addEventListener("click", () => {
      const address = location.href.replace(/[?#].*$/, "") + "#" + issue.id;
      copy(address).then((done) => {
        if (!done) {
          window.prompt("请复制这个网址", address);
          return;
        }
        say(button, "已复制");
        button.dataset.done = "";
        said.textContent = "已复制" + issue.getAttribute("aria-label") + "的链接";
        window.setTimeout(() => {
          say(button, "复制链接");
          delete button.dataset.done;
          said.textContent = "";
        }, 3000);
      });
    });
    issue.querySelector(".issue__foot").prepend(button);

    function say(element, words) {
      element.dataset.label = words;
      element.setAttribute("aria-label", words + "：" + issue.getAttribute("aria-label"));
    }
  }

  function copy(text) {
    const asked = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject();
    return asked.then(() => true, () => copyAsOfOld(text));
  }

  // Without a secure address there is no clipboard but that of a selected field.
  function copyAsOfOld(text) {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.className = "visually-hidden";
    notice.append(field);
    field.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    field.remove();
    if (focused) focused.focus({ preventScroll: true });
    return done;
  }

  if (!contents || !window.IntersectionObserver) return;
  const links = new Map();
  for (const link of contents.querySelectorAll("a")) links.set(link.hash.slice(1), link);
  let current = null;
  const seen = new IntersectionObserver((entries) => {
    const entry = entries.filter((one) => one.isIntersecting).pop();
    const link = entry && links.get(entry.target.id);
    if (!link || link === current) return;
    if (current) current.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "location");
    if (!roomy.matches) return;
    // Only the list scrolls, never the page.
    const place = link.getBoundingClientRect();
    const frame = contents.getBoundingClientRect();
    if (place.top < frame.top + 40) contents.scrollTop -= frame.top + 40 - place.top;
    else if (place.bottom > frame.bottom) contents.scrollTop += place.bottom - frame.bottom;
  }, { rootMargin: "-20% 0px -75% 0px" });
  for (const id of links.keys()) {
    const target = document.getElementById(id);
    if (target) seen.observe(target);
  }
})();
