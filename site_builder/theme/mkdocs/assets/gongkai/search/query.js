/* What a reader typed → terms. Space = and; “quotes” = literally; -词 = without. */
(function (G) {
  "use strict";

  var TERM = /([-－−])?(?:["“”„＂]([^"“”„＂]*)["“”„＂]?|(\S+))/g;
  // With nothing but these around, a minus is part of a word (2-1, A-B), not a wish to exclude.
  var QUOTES = /["“”„＂]/;

  G.parseQuery = function (text) {
    // A byte order mark is white space to patterns, but nobody typed it: it came with what was copied.
    text = text.replace(/\ufeff/g, "");
    var terms = [], match;
    TERM.lastIndex = 0;
    while ((match = TERM.exec(text))) {
      if (match[3] !== undefined && QUOTES.test(match[3])) {
        // 词“引用”: the word ends where the quote begins
        var cut = match[3].search(QUOTES);
        TERM.lastIndex -= match[3].length - cut;
        match[3] = match[3].slice(0, cut);
      }
      var quoted = match[2] !== undefined;
      var words = (quoted ? match[2] : match[3]).replace(/\s+/g, "");
      var folded = G.fold(words);
      if (!words || (!folded && !quoted)) continue;
      terms.push({
        text: words,
        folded: folded,
        // Literally is the same as folded where folding changes nothing.
        literal: quoted && folded !== words ? words : null,
        excluded: !!match[1],
      });
    }
    return terms;
  };
})(window.Gongkai = window.Gongkai || {});
