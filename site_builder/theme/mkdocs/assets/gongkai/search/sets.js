/* Terms → sets of records (sorted arrays). `exact` is false where some may not hold the term after
   all: pairs of characters say that a text may hold it, positions or the text itself that it does. */
(function (G) {
  "use strict";

  var lists = G.lists;
  var FEW_NOTICES = 12; // so many texts cost less than positions would
  var MOST_NOTICES = 60; // so many are read where nothing but the text can tell: for punctuation

  var LONG = 12; // units; of longer terms every second pair narrows down enough

  /* The pairs to ask for. Every second covers the text, and positions tell the rest; where none
     are kept, those in between tell 整改落实 from 整改…落实. */
  function gramsOf(text, about) {
    if (text.length < 3) return [G.gramOf(text)];
    var grams = [], step = about.exact || text.length > LONG ? 2 : 1;
    for (var i = 0; i < text.length - 1; i += step) grams.push(text.substr(i, 2));
    grams.push(text.slice(-2));
    return Array.from(new Set(grams)).map(G.gramOf);
  }

  /* Records whose text (or head) holds the term, all of it or at least the pairs of it. */
  function candidates(term, part, about) {
    var grams = gramsOf(term.folded, about);
    return Promise.all(grams.map(function (gram) { return lists.find(gram, part); })).then(function (entries) {
      if (entries.some(function (entry) { return !entry; })) return lists.EMPTY;
      entries.sort(function (a, b) { return a.count - b.count; });
      return entries.reduce(function (before, entry) {
        return before.then(function (set) {
          // Nothing is loaded to narrow down what is narrow already: the texts will tell.
          if (set && set.length <= FEW_NOTICES) return set;
          return lists.records(entry).then(function (records) {
            return set ? lists.intersect(set, records) : records;
          });
        });
      }, Promise.resolve(null));
    });
  }

  /* Keep the records in which the pairs of the text follow upon each other. */
  function byPositions(text, set) {
    var offsets = [];
    for (var i = 0; i < text.length - 1; i += 2) offsets.push(i);
    if (text.length % 2) offsets.push(text.length - 2);
    var grams = offsets.map(function (offset) { return G.gramOf(text.substr(offset, 2)); });
    return Promise.all(grams.map(function (gram) {
      return lists.find(gram, "whole").then(lists.records);
    })).then(function (holders) {
      set = holders.reduce(lists.intersect, set);
      return Promise.all(grams.map(function (gram) { return lists.positions(gram, set); }));
    }).then(function (places) {
      return set.filter(function (_, index) {
        return places[0][index].some(function (place) {
          return offsets.every(function (offset, n) {
            return !n || places[n][index].indexOf(place + offset) >= 0;
          });
        });
      });
    });
  }

  /* Keep the records whose text holds the term. */
  function byTexts(term, set, about) {
    return Promise.all(Array.from(set, function (record) {
      return G.recordText(record, about).then(function (text) { return G.holds(text, term); });
    })).then(function (holds) {
      return set.filter(function (_, index) { return holds[index]; });
    });
  }

  G.holds = function (text, term) {
    if (term.literal) return text.replace(/\s+/g, "").indexOf(term.literal) >= 0;
    return G.fold(text).indexOf(term.folded) >= 0;
  };

  /* The text of a record as printed. */
  G.recordText = function (record, about) {
    var notice = G.noticeOf(record, about);
    return G.store.texts(notice).then(function (texts) {
      var index = record - about.first[notice];
      return index ? texts.issues[index - 1][5] : texts.text;
    });
  };

  G.noticeOf = function (record, about) {
    if (!about.noticeOf) {
      about.noticeOf = new Uint32Array(about.records);
      for (var n = 0; n < about.counts.length; n++) about.noticeOf.fill(n, about.first[n], about.first[n + 1]);
    }
    return about.noticeOf[record];
  };

  function noticesIn(set, about) {
    var count = 0, last = -1;
    set.forEach(function (record) {
      var notice = G.noticeOf(record, about);
      if (notice !== last) { count++; last = notice; }
    });
    return count;
  }

  /* On a small site every text is there, and is asked. */
  function scanned(term, part, about) {
    return Promise.all(about.counts.map(function (_, n) { return G.store.texts(n); })).then(function (all) {
      var found = [];
      all.forEach(function (texts, n) {
        var head = part === "head";
        if (G.holds(head ? texts.title : texts.text, term)) found.push(about.first[n]);
        texts.issues.forEach(function (issue, i) {
          var text = head ? issue[5].substr(issue[3], issue[4]) : issue[5];
          if (G.holds(text, term)) found.push(about.first[n] + i + 1);
        });
      });
      return Uint32Array.from(found);
    });
  }

  /* The set of a term within `among` (null: all records) → {set, exact}. */
  G.setOf = function (term, among, about) {
    if (about.hash.all !== undefined) {
      return scanned(term, "whole", about).then(function (set) {
        return { set: among ? lists.intersect(set, among) : set, exact: true };
      });
    }
    if (!term.folded) return Promise.resolve({ set: among || every(about), exact: false });
    return candidates(term, "whole", about).then(function (set) {
      if (among) set = lists.intersect(set, among);
      if (!term.literal && term.folded.length < 3) return { set: set, exact: true };
      if (!set.length) return { set: set, exact: true };
      if (noticesIn(set, about) <= (term.literal ? MOST_NOTICES : FEW_NOTICES)) {
        return byTexts(term, set, about).then(function (kept) { return { set: kept, exact: true }; });
      }
      if (!about.exact) return { set: set, exact: false };
      return (term.folded.length < 3 ? Promise.resolve(set) : byPositions(term.folded, set)).then(function (kept) {
        return { set: kept, exact: !term.literal };
      });
    });
  };

  /* The records whose head seems to hold the term: good enough to rank by. */
  G.headSetOf = function (term, about) {
    if (about.hash.all !== undefined) return scanned(term, "head", about);
    return candidates(term, "head", about);
  };

  function every(about) {
    return Uint32Array.from({ length: about.records }, function (_, i) { return i; });
  }
  G.everyRecord = every;
})(window.Gongkai = window.Gongkai || {});
