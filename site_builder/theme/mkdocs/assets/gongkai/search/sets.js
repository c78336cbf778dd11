/* Terms → sets of records. A set is a sorted array of holders: `record << 1 | 1` where the term is in
   the record's head, `record << 1` where it is elsewhere. `exact` is false where some may not hold
   the term after all: grams say that a text may hold it, positions or the text itself that it does. */
(function (G) {
  "use strict";

  var lists = G.lists;
  var FEW_NOTICES = 12; // so many texts cost less than lists would that tell the same
  var MOST_NOTICES = 40; // so many are read where no list can tell
  var MOST_THOROUGHLY = 80; // the same where what lists tell has turned out to be too little
  var MOST_LITERAL = 300; // the same for punctuation, on a site whose totals are exact
  var AT_ONCE = 3; // shards asked for before their lists are looked at
  var MOST_GRAMS = 6; // of one term: more hardly narrow it down
  var MOST_GRAMS_THOROUGHLY = 12;
  var ALIKE = 0.98;

  function unique(list) { return Array.from(new Set(list)); }

  /* Every second pair of a text, and its last: positions tell the rest. */
  function pairsOf(text) {
    if (text.length < 3) return [text];
    var pairs = [];
    for (var i = 0; i < text.length - 2; i += 2) pairs.push(text.substr(i, 2));
    return unique(pairs.concat(text.slice(-2)));
  }

  /* The gram at a place: of three units, or of four where that tells a date or an amount. */
  function longGram(text, offset) {
    var four = text.substr(offset, 4);
    return four.length === 4 && /[0-9a-z]/.test(four) ? four : text.substr(offset, 3);
  }

  /* Long grams of a text: {first: those that cover it, rest: those across their borders}. Of a long
     text a few stand for all, before others those with a digit or a Latin letter, which tell
     similar sentences apart. */
  function longGramsOf(text, thorough) {
    var last = text.length - 3, grams = [], first = [], rest = [], covered = 0;
    for (var offset = 0; offset <= last; offset++) grams.push(longGram(text, offset));
    if (last && grams[last - 1].length === 4) grams.pop(); // it is in the one before
    grams.forEach(function (gram, offset) {
      var covers = offset >= covered || offset === grams.length - 1;
      (covers ? first : rest).push(gram);
      if (covers) covered = offset + gram.length;
    });
    if (thorough) return { first: unique(first.concat(rest)).slice(0, MOST_GRAMS_THOROUGHLY), rest: [] };
    // Of those across a border one does, where there are many borders.
    if (first.length > 2) rest = rest.filter(function (_, i) { return i % 2; });
    if (first.length <= MOST_GRAMS) return { first: unique(first), rest: unique(rest) };
    var telling = first.concat(rest).filter(function (gram) { return gram.length === 4; });
    var step = last / (MOST_GRAMS - 1), spread = [];
    for (var n = 0; n < MOST_GRAMS; n++) spread.push(longGram(text, Math.round(n * step)));
    return { first: unique(telling.slice(0, MOST_GRAMS / 2).concat(spread)).slice(0, MOST_GRAMS), rest: [] };
  }

  function isFew(set, about) {
    return about.small || set.length <= FEW_NOTICES || noticesIn(set, about, FEW_NOTICES) <= FEW_NOTICES;
  }

  /* Records that hold all of the grams, or that are few and hold some of them. */
  function narrowed(start, grams, find, about) {
    function step(set, from) {
      if (from >= grams.length || set && isFew(set, about)) return set;
      return Promise.all(grams.slice(from, from + AT_ONCE).map(find)).then(function (entries) {
        if (entries.some(function (entry) { return !entry; })) return lists.EMPTY;
        entries.sort(function (a, b) { return a.count - b.count; });
        return entries.reduce(function (before, entry) {
          return before.then(function (set) {
            // Nothing is loaded to narrow down what is narrow already: the texts will tell.
            if (set && isFew(set, about)) return set;
            return lists.holders(entry).then(function (holders) {
              return set ? lists.intersect(set, holders) : holders;
            });
          });
        }, Promise.resolve(set)).then(function (set) { return step(set, from + AT_ONCE); });
      });
    }
    return Promise.resolve(step(start, 0));
  }

  /* Records whose text holds the term, all of it or at least the grams of it → {set, nearest}: the
     shortest of the lists that were looked up, if it is the set's or hardly longer. */
  function candidates(term, about, thorough) {
    var text = term.folded, long = !about.exact && text.length > 2, nearest = null;
    var grams = long ? longGramsOf(text, thorough) : { first: pairsOf(text), rest: [] };
    function find(gram) {
      return (long ? lists.findLong(gram, about) : lists.find(gram)).then(function (entry) {
        if (entry && (!nearest || entry.count < nearest.count)) nearest = entry;
        return entry;
      });
    }
    // What always goes together is one phrase.
    function isOne(set) { return nearest && set.length >= ALIKE * nearest.count; }
    return narrowed(null, grams.first, find, about).then(function (set) {
      return isOne(set) ? set : narrowed(set, grams.rest, find, about);
    }).then(function (set) { return { set: set, nearest: isOne(set) ? nearest : null }; });
  }

  /* How many of the issues of a set have each status, as the list says that it came from. */
  function statusesOf(set, nearest, about) {
    return nearest ? lists.statusCounts(nearest, about).then(function (counts) {
      return counts.length ? counts.map(function (count) { return Math.round(count * set.length / nearest.count); }) : null;
    }) : Promise.resolve(null);
  }

  /* The same for a set all of whose texts are there. */
  function statusesByTexts(set, about) {
    var counts = about.statuses.map(function () { return 0; });
    return Promise.all(Array.from(set, function (holder) {
      var notice = G.noticeOf(holder >>> 1, about), index = (holder >>> 1) - about.first[notice];
      return G.store.texts(notice).then(function (texts) {
        if (index) counts[texts.issues[index - 1][1]]++;
      });
    })).then(function () { return counts; });
  }

  /* Keep the records in which the pairs of the text follow upon each other. */
  function byPositions(text, set) {
    var offsets = [];
    for (var i = 0; i < text.length - 2; i += 2) offsets.push(i);
    offsets.push(text.length - 2);
    var pairs = offsets.map(function (offset) { return text.substr(offset, 2); });
    return Promise.all(pairs.map(function (pair) {
      return lists.find(pair).then(lists.holders);
    })).then(function (holders) {
      set = holders.reduce(lists.intersect, set);
      return Promise.all(pairs.map(function (pair) { return lists.positions(pair, set); }));
    }).then(function (places) {
      return set.filter(function (_, index) {
        return places[0][index].some(function (place) {
          return offsets.every(function (offset, n) {
            return !n || places[n][index].indexOf(place + offset & 0xffff) >= 0;
          });
        });
      });
    });
  }

  /* Keep the records whose text holds the term. */
  function byTexts(term, set, about) {
    return Promise.all(Array.from(set, function (holder) {
      return G.recordText(holder >>> 1, about).then(function (found) {
        return G.holds(found.text, term) ? holderOf(holder >>> 1, found, term) : -1;
      });
    })).then(function (holders) {
      return Uint32Array.from(holders.filter(function (holder) { return holder >= 0; }));
    });
  }

  function holderOf(record, found, term) {
    return record * 2 + (G.holds(found.text.slice(found.start, found.end), term) ? 1 : 0);
  }

  G.holds = function (text, term) {
    if (term.literal) return text.replace(/\s+/g, "").indexOf(term.literal) >= 0;
    return G.fold(text).indexOf(term.folded) >= 0;
  };

  /* The text of a record as printed, and where in it its head is → {text, start, end}. */
  G.recordText = function (record, about) {
    var notice = G.noticeOf(record, about);
    return G.store.texts(notice).then(function (texts) { return textIn(texts, record - about.first[notice]); });
  };

  function textIn(texts, index) {
    if (!index) return { text: texts.text, start: 0, end: texts.title.length };
    var issue = texts.issues[index - 1];
    return { text: issue[5], start: issue[3], end: issue[3] + issue[4] };
  }

  G.noticeOf = function (record, about) {
    if (!about.noticeOf) {
      about.noticeOf = new Uint32Array(about.records);
      for (var n = 0; n < about.counts.length; n++) about.noticeOf.fill(n, about.first[n], about.first[n + 1]);
    }
    return about.noticeOf[record];
  };

  /* How many notices the records belong to; counting ends beyond `most`. */
  function noticesIn(set, about, most) {
    var count = 0, end = 0;
    for (var i = 0; i < set.length && count <= most; i++) {
      if (set[i] >>> 1 < end) continue;
      count++;
      end = about.first[G.noticeOf(set[i] >>> 1, about) + 1];
    }
    return count;
  }

  /* On a small site every text is there, and is asked. */
  function scanned(term, about) {
    return Promise.all(about.counts.map(function (_, n) { return G.store.texts(n); })).then(function (all) {
      var holders = [];
      all.forEach(function (texts, n) {
        for (var index = 0; index <= texts.issues.length; index++) {
          var found = textIn(texts, index);
          if (G.holds(found.text, term)) holders.push(holderOf(about.first[n] + index, found, term));
        }
      });
      return Uint32Array.from(holders);
    });
  }

  /* The set of a term within `among` (null: all records) → {set, exact, statuses}. Where it is not
     exact, `thorough` loads what there is to load. `statuses` says how many of its issues have each
     status, null where only the column of all statuses does. */
  G.setOf = function (term, among, about, thorough) {
    function within(set) { return among ? lists.only(set, among) : set; }
    var count = 0; // how many records hold the term, or its grams
    function answer(set, exact, statuses) {
      return { set: set, count: count || set.length, exact: exact, statuses: statuses || null };
    }
    function read(set) {
      return byTexts(term, set, about).then(function (kept) {
        return statusesByTexts(kept, about).then(function (statuses) { return answer(within(kept), true, statuses); });
      });
    }
    if (about.small) return scanned(term, about).then(function (set) { return answer(within(set), true); });
    if (!term.folded) {
      // Punctuation alone is in no list, so every text comes into question.
      var every = among || G.everyRecord(about);
      var readable = about.exact && noticesIn(every, about, MOST_LITERAL) <= MOST_LITERAL;
      return readable ? read(every) : Promise.resolve(answer(every, false));
    }
    return candidates(term, about, thorough).then(function (found) {
      count = found.set.length;
      var set = within(found.set), few = term.folded.length < 3 && !term.literal;
      if (!set.length) return answer(set, true, about.statuses.map(function () { return 0; }));
      var most = about.exact ? (term.literal ? MOST_LITERAL : FEW_NOTICES) : thorough ? MOST_THOROUGHLY : MOST_NOTICES;
      if (!few && noticesIn(set, about, most) <= most) return read(set);
      if (!about.exact || few) {
        return (among ? Promise.resolve(null) : statusesOf(set, found.nearest, about)).then(function (statuses) {
          return answer(set, few, statuses);
        });
      }
      return (term.folded.length < 3 ? Promise.resolve(set) : byPositions(term.folded, set)).then(function (kept) {
        return answer(kept, !term.literal);
      });
    });
  };

  G.isFew = isFew;

  G.everyRecord = function (about) {
    return Uint32Array.from({ length: about.records }, function (_, record) { return record * 2; });
  };
})(window.Gongkai = window.Gongkai || {});
