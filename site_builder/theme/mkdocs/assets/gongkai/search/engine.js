/* `Gongkai.search(request)` → the answer that the page shows; see docs/search.md. */
(function (G) {
  "use strict";

  var lists = G.lists;
  var PAGE = 10, NOTICES_SHOWN = 3, EXCERPT = 90, BEFORE = 30;
  var BUDGET = 40; // notices whose texts one query may load before it asks whether to go on
  var FAILED = 0.05; // of what was read; more than this, and the sets are to be looked at again

  /* Terms of a query; characters that may be traditional ones bring the table of these. */
  function parse(text, about) {
    var terms = G.parseQuery(text);
    var unsure = terms.some(function (term) { return mayBeTraditional(term.folded, about); });
    if (!unsure || about.allFolds) return Promise.resolve(terms);
    return G.store.folds().then(function () {
      about.allFolds = true;
      return G.parseQuery(text);
    });
  }

  function mayBeTraditional(text, about) {
    var bits = about.traditionalBits = about.traditionalBits || atob(about.traditional);
    return Array.from(text).some(function (char) {
      var place = char.codePointAt(0) - 0x4e00;
      if (place < 0 || place >= bits.length * 8) return /[\u3400-\u4dff\uf900-\ufaff\ud840-\ud8bf]/.test(char);
      return bits.charCodeAt(place >> 3) >> (place & 7) & 1;
    });
  }

  /* All records that the terms find → {set, exact, statuses, wanted}: as `G.setOf` has it, and what
     it has of every wanted term. */
  function found(terms, about, thorough) {
    function each(chosen, start, join) {
      return chosen.reduce(function (before, term) {
        return before.then(function (so) {
          if (so.set && !so.set.length) return so;
          return G.setOf(term, so.set, about, thorough).then(function (own) { return join(so, own); });
        });
      }, start);
    }
    var wanted = terms.filter(function (term) { return !term.excluded; });
    var unwanted = terms.filter(function (term) { return term.excluded; });
    var all = wanted.length ? null : G.everyRecord(about);
    var start = Promise.resolve({ set: all, exact: true, statuses: all && about.statusCounts, wanted: [] });
    return each(unwanted, each(wanted, start, function (so, own) {
      var set = so.set ? lists.intersect(so.set, own.set) : own.set;
      return { set: set, exact: so.exact && own.exact, statuses: own.statuses, wanted: so.wanted.concat(own) };
    }), function (so, own) {
      if (!own.exact) return { set: so.set, exact: false, statuses: null, wanted: so.wanted };
      return { set: lists.without(so.set, own.set), exact: so.exact, statuses: null, wanted: so.wanted };
    });
  }

  /* How much each record of a set has to do with what is wanted: the rarer the terms in its head,
     the more; then, `spans` being known, the closer together they stand. */
  function weights(set, wanted, spans, about) {
    var result = new Float64Array(set.length);
    wanted.forEach(function (own) {
      var rarity = Math.log(about.records / own.count + 1), place = 0;
      for (var i = 0; i < set.length; i++) {
        while (own.set[place] >>> 1 < set[i] >>> 1) place++;
        if (own.set[place] & 1) result[i] += rarity;
      }
    });
    if (spans) set.forEach(function (_, i) { result[i] -= spans[i] / 1000; });
    return result;
  }

  /* For each record of a set how far apart the terms stand in it, in powers of two; null where the
     texts would be too many to read. */
  function spansOf(set, terms, about) {
    var wanted = terms.filter(function (term) { return !term.excluded && term.folded; });
    if (wanted.length < 2 || !G.isFew(set, about)) return Promise.resolve(null);
    return Promise.all(Array.from(set, function (holder) {
      return G.recordText(holder >>> 1, about).then(function (found) {
        return Math.ceil(Math.log2(G.span(found.text, wanted)));
      });
    }));
  }

  /* Records of a set, the weightiest first where there are `weights`; then newest notice first, the
     issues of one in its own order. By "organization" its notices stay together. */
  function ordered(set, sort, about, weights) {
    var levels = new Map(), groups = [], end = set.length;
    while (end) {
      var notice = G.noticeOf(set[end - 1] >>> 1, about), start = end;
      while (start && set[start - 1] >>> 1 >= about.first[notice]) start--;
      groups.push({ start: start, end: end, rank: sort === "organization" ? rankOf(notice, about) : 0 });
      end = start;
    }
    groups.sort(function (a, b) { return a.rank - b.rank || b.start - a.start; });
    groups.forEach(function (group) {
      for (var i = group.start; i < group.end; i++) {
        var level = weights ? weights[i] : 0;
        if (!levels.has(level)) levels.set(level, []);
        levels.get(level).push(set[i] >>> 1);
      }
    });
    var heavy = Array.from(levels.keys()).sort(function (a, b) { return b - a; });
    return [].concat.apply([], heavy.map(function (level) { return levels.get(level); }));
  }

  /* Where the organization of a notice stands among all, in the order of a Chinese dictionary. */
  function rankOf(notice, about) {
    if (!about.ranks) {
      var names = about.organizations.map(function (name, code) { return { name: name, code: code }; });
      names.sort(function (a, b) { return a.name.localeCompare(b.name, "zh-Hans-CN") || a.code - b.code; });
      about.ranks = [];
      names.forEach(function (one, rank) { about.ranks[one.code] = rank; });
    }
    return about.ranks[about.organization[notice]];
  }

  /* Which of some records hold what the terms want, as their texts say. */
  function holding(records, terms, about) {
    return Promise.all(records.map(function (record) { return G.recordText(record, about); })).then(function (texts) {
      return records.filter(function (_, i) {
        return terms.every(function (term) { return G.holds(texts[i].text, term) !== term.excluded; });
      });
    });
  }

  /* So many records from a place on → {records, read, failed, partial}. Every place has its page, so
     a record that turns out not to hold a term leaves a gap there. */
  function placesOf(order, start, size, terms, exact, about) {
    var records = order.slice(start, start + size);
    if (exact) return Promise.resolve({ records: records, read: 0, failed: 0, partial: false });
    return holding(records, terms, about).then(function (kept) {
      return { records: kept, read: records.length, failed: records.length - kept.length, partial: false };
    });
  }

  /* The same where most may turn out not to: texts are read from the beginning until there are
     enough, or the budget is spent. */
  function readOn(order, start, size, terms, limit, about) {
    var state = { records: [], read: 0, failed: 0, partial: false }, notices = new Set(), passed = 0;
    function step() {
      if (state.records.length >= size || state.read >= order.length) return state;
      if (notices.size >= limit) { state.partial = true; return state; }
      var batch = order.slice(state.read, state.read + PAGE);
      batch.forEach(function (record) { notices.add(G.noticeOf(record, about)); });
      return holding(batch, terms, about).then(function (kept) {
        state.read += batch.length;
        state.failed += batch.length - kept.length;
        kept.forEach(function (record) {
          if (passed++ >= start && state.records.length < size) state.records.push(record);
        });
        return step();
      });
    }
    return Promise.resolve(step());
  }

  /* A part of a text as runs, marked where `found` (in the whole text) says so. */
  function runs(text, found, from, to) {
    var result = [], at = from;
    function add(end, marked) {
      if (end > at) result.push({ text: text.slice(at, end), marked: marked });
      at = Math.max(at, end);
    }
    found.forEach(function (run) {
      add(Math.min(run.start, to), false);
      if (run.end > from) add(Math.min(run.end, to), run.start < to);
    });
    add(to, false);
    return result;
  }

  /* The words around the first match that the head does not show already. */
  function excerpt(text, headStart, headEnd, found) {
    var outside = found.filter(function (run) { return run.start < headStart || run.end > headEnd; })[0];
    var from = headEnd < text.length ? headEnd : 0;
    if (outside) from = outside.end > headEnd ? Math.max(outside.start - BEFORE, headEnd) : Math.max(outside.start - BEFORE, 0);
    if (/[\udc00-\udfff]/.test(text[from] || "")) from--;
    var to = Math.min(text.length, Math.max(from + EXCERPT, outside ? outside.end : 0));
    if (/[\udc00-\udfff]/.test(text[to] || "")) to++;
    var pieces = runs(text, found, from, to);
    if (from) pieces.unshift({ text: "…", marked: false });
    if (to < text.length) pieces.push({ text: "…", marked: false });
    return pieces;
  }

  function shownIssue(record, terms, about) {
    var notice = G.noticeOf(record, about);
    return G.store.texts(notice).then(function (texts) {
      var index = record - about.first[notice], issue = texts.issues[index - 1];
      var text = issue[5], headEnd = issue[3] + issue[4], status = about.statuses[issue[1]];
      var found = G.findRuns(text, terms);
      return {
        id: texts.id + "#issue-" + index,
        url: "notices/" + texts.id + "/#issue-" + index,
        title: runs(text, found, issue[3], headEnd),
        excerpt: excerpt(text, issue[3], headEnd, found),
        number: issue[0],
        status: status[0],
        statusLabel: status[1],
        sustained: !!issue[2],
        notice: aboutNotice(texts),
      };
    });
  }

  function aboutNotice(texts) {
    return { url: "notices/" + texts.id + "/", title: texts.title, organization: texts.org, region: texts.region, date: texts.date };
  }

  function shownNotice(record, terms, about) {
    return G.store.texts(G.noticeOf(record, about)).then(function (texts) {
      var shown = aboutNotice(texts), found = G.findRuns(texts.text, terms), end = texts.title.length;
      shown.title = runs(texts.text, found, 0, end);
      shown.excerpt = excerpt(texts.text, 0, end, found);
      return shown;
    });
  }

  function ready(text) {
    return G.store.about().then(function (about) {
      return parse(text, about).then(function (terms) { return { about: about, terms: terms }; });
    });
  }

  function isNotice(record, about) { return record === about.first[G.noticeOf(record, about)]; }

  function issuesIn(set, about) {
    return set.filter(function (holder) { return !isNotice(holder >>> 1, about); });
  }

  /* What each term finds by itself, for a reader whose query finds nothing. */
  function counted(terms, about) {
    return Promise.all(terms.map(function (term) {
      return G.setOf(term, null, about).then(function (own) {
        return { text: term.text, excluded: term.excluded, count: issuesIn(own.set, about).length };
      });
    }));
  }

  /* Everything that a request finds → {exact, order: issues, notices, facets, counts}. */
  function everything(request, terms, about, thorough) {
    var nothing = !terms.length && (request.q || "").trim() !== "", chosen = request.facets;
    var any = Object.keys(chosen).some(function (name) { return chosen[name].length; });
    var none = { set: lists.EMPTY, exact: true, statuses: about.statuses.map(function () { return 0; }) };
    var finding = nothing ? Promise.resolve(none) : found(terms, about, thorough);
    return finding.then(function (all) {
      var wanted = { themes: request.themes || (chosen.theme || []).length > 0, statuses: any || !all.statuses };
      return G.facets(about, wanted).then(function (facets) {
        var passing = G.facetted(issuesIn(all.set, about), chosen, facets, about, all.statuses);
        var own = all.set.filter(function (holder) { return terms.length && isNotice(holder >>> 1, about); });
        var relevance = request.sort === "relevance";
        return (relevance ? spansOf(passing.set, terms, about) : Promise.resolve(null)).then(function (spans) {
          var weighed = relevance ? weights(passing.set, all.wanted || [], spans, about) : null;
          return {
            exact: all.exact,
            order: ordered(passing.set, request.sort, about, weighed),
            notices: ordered(own, "date", about),
            facets: facets,
            counts: passing.counts,
          };
        });
      });
    });
  }

  /* The same, thoroughly if it turns out from the first few that grams do not tell enough. */
  function checked(request, terms, about) {
    return everything(request, terms, about, false).then(function (all) {
      return placesOf(all.order, 0, PAGE, terms, all.exact, about).then(function (sample) {
        return sample.failed > FAILED * sample.read ? everything(request, terms, about, true) : all;
      });
    });
  }

  function pageOf(all, request, terms, about) {
    var start = (request.page - 1) * PAGE;
    // Punctuation is in no list, and what only seems to hold a word must not be left out for it.
    var loose = terms.some(function (term) { return term.literal || term.excluded; });
    function part(order, start, size) {
      if (loose && !all.exact) return readOn(order, start, size, terms, request.more ? Infinity : BUDGET, about);
      return placesOf(order, start, size, terms, all.exact, about);
    }
    // Where not all was read, there are of the rest as many as of what was.
    function totalOf(order, read) {
      if (all.exact || !read.read) return order.length;
      if (read.read >= order.length) return order.length - read.failed;
      return loose ? Math.round(order.length * (1 - read.failed / read.read)) : order.length;
    }
    var listed = request.in === "notices", shown = listed ? PAGE : request.page === 1 ? NOTICES_SHOWN : 0;
    return Promise.all([
      part(all.order, listed ? 0 : start, PAGE), part(all.notices, listed ? start : 0, shown),
    ]).then(function (parts) {
      var issues = parts[0], notices = parts[1];
      var total = totalOf(all.order, issues), noticesTotal = totalOf(all.notices, notices);
      return {
        issues: listed ? [] : issues.records,
        notices: notices.records,
        total: total,
        noticesTotal: noticesTotal,
        pages: Math.ceil((listed ? noticesTotal : total) / PAGE),
        complete: all.exact || (issues.read >= all.order.length && notices.read >= all.notices.length),
        partial: (listed ? notices : issues).partial,
      };
    });
  }

  G.search = function (request) {
    return ready(request.q || "").then(function (both) {
      var about = both.about, terms = both.terms;
      return checked(request, terms, about).then(function (all) {
        return pageOf(all, request, terms, about).then(function (page) {
          return Promise.all([
            page.total ? terms.map(function (t) { return { text: t.text, excluded: t.excluded, count: null }; }) : counted(terms, about),
            Promise.all(page.issues.map(function (record) { return shownIssue(record, terms, about); })),
            Promise.all(page.notices.map(function (record) { return shownNotice(record, terms, about); })),
          ]).then(function (shown) {
            return {
              terms: shown[0],
              total: page.total,
              approximate: !page.complete,
              partial: page.partial,
              page: request.page,
              pages: page.pages,
              issues: shown[1],
              notices: shown[2],
              noticesTotal: page.noticesTotal,
              facets: G.shownFacets(all.counts, request.facets, all.facets),
            };
          });
        });
      });
    });
  };

  /* A few issues, organizations and themes for what has been typed so far. Of quotes that is looked
     up which folding leaves: to compare punctuation takes many texts, and more will be typed. */
  G.suggest = function (text) {
    return ready(text).then(function (both) {
      var about = both.about, terms = both.terms, folded = G.fold(text);
      function naming(names) {
        return names.filter(function (name) { return folded && G.fold(name).indexOf(folded) >= 0; })
          .slice(0, 3).map(function (name) { return { value: name, count: null }; });
      }
      var sought = terms.filter(function (term) { return term.folded; }).map(function (term) {
        return Object.assign({}, term, { literal: null });
      });
      return (sought.length ? found(sought, about) : Promise.resolve({ set: lists.EMPTY })).then(function (all) {
        var inHeads = issuesIn(all.set, about).filter(function (holder) { return holder & 1; });
        var top = ordered(inHeads, "date", about).slice(0, 5);
        return Promise.all(top.map(function (record) { return shownIssue(record, terms, about); })).then(function (issues) {
          return {
            issues: issues.filter(function (issue) { return issue.title.some(function (run) { return run.marked; }); })
              .map(function (issue) { return { url: issue.url, title: issue.title, organization: issue.notice.organization }; }),
            organizations: naming(about.organizations),
            themes: naming(about.themes),
          };
        });
      });
    });
  };
})(window.Gongkai = window.Gongkai || {});
