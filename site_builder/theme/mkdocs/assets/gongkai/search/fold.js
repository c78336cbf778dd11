/* What two texts have to share to be the same to a reader who searches: the same as folding.py,
   code point by code point. Only the traditional characters that the site's texts hold are known
   from the start (`Gongkai.learnFolds`); a query in others brings the whole table. */
(function (G) {
  "use strict";

  var KEPT = /[\p{L}\p{M}\p{N}]/u;
  var simplified = new Map();
  var known = new Map();

  function foldOne(char) {
    var folded = known.get(char);
    if (folded === undefined) {
      folded = "";
      for (var part of char.normalize("NFKC").toLowerCase()) {
        if (KEPT.test(part)) folded += simplified.get(part) || part;
      }
      known.set(char, folded);
    }
    return folded;
  }

  G.learnFolds = function (traditional, simple) {
    for (var i = 0; i < traditional.length; i++) simplified.set(traditional[i], simple[i]);
    known.clear();
  };

  G.fold = function (text) {
    var result = "";
    for (var char of text) result += foldOne(char);
    return result;
  };

  /* Fold a text and remember for each folded unit where its character begins and ends. */
  G.foldMapped = function (text) {
    var folded = "", starts = [], ends = [], at = 0;
    for (var char of text) {
      var piece = foldOne(char);
      for (var i = 0; i < piece.length; i++) {
        starts.push(at);
        ends.push(at + char.length);
      }
      folded += piece;
      at += char.length;
    }
    return { text: folded, starts: starts, ends: ends };
  };

  /* Where `terms` ({folded, literal}) occur in the original text: merged, in order. */
  G.findRuns = function (text, terms) {
    var mapped = G.foldMapped(text), found = [];
    terms.forEach(function (term) {
      if (term.excluded || !term.folded) return;
      if (term.literal) return literalRuns(text, term.literal, found);
      for (var at = mapped.text.indexOf(term.folded); at >= 0; at = mapped.text.indexOf(term.folded, at + 1)) {
        found.push({ start: mapped.starts[at], end: mapped.ends[at + term.folded.length - 1] });
      }
    });
    found.sort(function (a, b) { return a.start - b.start; });
    return found.reduce(function (merged, run) {
      var last = merged[merged.length - 1];
      if (last && run.start <= last.end) last.end = Math.max(last.end, run.end);
      else merged.push({ start: run.start, end: run.end });
      return merged;
    }, []);
  };

  /* The length of the shortest stretch of a folded text with one of each of the terms in it. */
  G.span = function (text, terms) {
    var folded = G.fold(text), found = [], last = terms.map(function () { return -1; }), shortest = folded.length;
    terms.forEach(function (term, which) {
      for (var at = folded.indexOf(term.folded); at >= 0; at = folded.indexOf(term.folded, at + 1)) {
        found.push({ at: at, end: at + term.folded.length, which: which });
      }
    });
    found.sort(function (a, b) { return a.at - b.at; });
    found.forEach(function (one) {
      last[one.which] = one.at;
      var first = Math.min.apply(null, last);
      if (first >= 0) shortest = Math.min(shortest, one.end - first);
    });
    return Math.max(shortest, 1);
  };

  /* Quotes mean literally, white space aside: that is never part of what is printed. */
  function literalRuns(text, literal, found) {
    var squeezed = "", places = [];
    for (var i = 0; i < text.length; i++) {
      if (/\s/.test(text[i])) continue;
      squeezed += text[i];
      places.push(i);
    }
    for (var at = squeezed.indexOf(literal); at >= 0; at = squeezed.indexOf(literal, at + 1)) {
      found.push({ start: places[at], end: places[at + literal.length - 1] + 1 });
    }
  }
})(window.Gongkai = window.Gongkai || {});
