// Puts a question and keeps the answer with the time that it took.
"use strict";
window.ask = (kind, query) => {
  window.answer = null;
  setTimeout(async () => {
    const start = kind === "first" ? 0 : performance.now(); // 0 is when the navigation began
    try {
      const answer = await window.bench[kind](query);
      window.answer = { ...answer, milliseconds: performance.now() - start };
    } catch (error) {
      window.answer = { failure: String(error) };
    }
  });
};
