/* `Gongkai.search(request)` → the answer that the page shows; see docs/search.md. */
(function (G) {
  "use strict";

  var lists = G.lists;
  var PAGE = 10, NOTICES_SHOWN = 3, EXCERPT = 90, BEFORE = 30;
  var BUDGET = 40; // notices whose texts one query may load before it asks whether to go on
  var FACETS = ["status", "organization", "region", "year", "theme"];
  var THEMES_COUNTED = 60000; // records; beyond this the column alone is more than a query may load

  /* Terms of a query; characters that no text holds may be traditional ones. */
  function parse(text, about) {
    var terms = G.parseQuery(text);
    var foreign = terms.some(function (term) { return /[\u3400-\u9fff\uf900-\ufaff]/.test(term.text); });
    if (!foreign || about.allFolds) return Promise.resolve(terms);
    return Promise.all(Array.from(new Set(terms.map(function (t) { return t.folded; }).join("")), function (char) {
      var one = { folded: char, literal: null };
      return G.setOf(one, null, about).then(function (own) { return own.set.length > 0; });
    })).then(function (occurring) {
      if (occurring.every(Boolean)) return terms;
      return G.store.folds().then(function () {
        about.allFolds = true;
        return G.parseQuery(text);
      });
    });
  }

  /* All records that the terms find → {set, exact, counts}. */
  function found(terms, about) {
    var wanted = terms.filter(function (term) { return !term.excluded; });
    var unwanted = terms.filter(function (term) { return term.excluded; });
    var start = Promise.resolve({ set: wanted.length ? null : G.everyRecord(about), exact: true });
    return wanted.reduce(function (before, term) {
      return before.then(function (so) {
        if (so.set && !so.set.length) return so;
        return G.setOf(term, so.set, about).then(function (own) {
          return { set: own.set, exact: so.exact && own.exact };
        });
      });
    }, start).then(function (so) {
      return unwanted.reduce(function (before, term) {
        return before.then(function (so) {
          return G.setOf(term, so.set, about).then(function (own) {
            return own.exact
              ? { set: lists.without(so.set, own.set), exact: so.exact }
              : { set: so.set, exact: false };
          });
        });
      }, Promise.resolve(so));
    });
  }

  /* Columns → for each facet, the values of a record. */
  function facetValues(about, withThemes) {
    return Promise.all([G.store.column("status"), withThemes ? G.store.column("themes") : null]).then(function (columns) {
      var themes = withThemes && themesOf(columns[1], about);
      function notice(record) { return G.noticeOf(record, about); }
      function issue(record) { return record - notice(record) - 1; }
      return {
        status: function (record) { return [about.statuses[columns[0][issue(record)]][0]]; },
        organization: function (record) { return [about.organizations[about.organization[notice(record)]]]; },
        region: function (record) { return [about.regions[about.region[notice(record)]]]; },
        year: function (record) { return [G.dateOf(about.dates[notice(record)]).slice(0, 4)]; },
        theme: themes && function (record) { return themes(issue(record)); },
      };
    });
  }

  function themesOf(bytes, about) {
    if (!about.themesOf) {
      var reader = new G.Reader(bytes), rows = [];
      while (reader.at < bytes.length) {
        var row = [];
        for (var count = reader.next(); count > 0; count--) row.push(about.themes[reader.next()]);
        rows.push(row);
      }
      about.themesOf = rows;
    }
    return function (issue) { return about.themesOf[issue]; };
  }

  /* Python's ordinal of a day → ISO, "" for none. */
  G.dateOf = function (ordinal) {
    if (!ordinal) return "";
    return new Date((ordinal - 719163) * 86400000).toISOString().slice(0, 10);
  };

  /* Keep the records that pass all chosen facets; count, for each facet, those that pass the others. */
  function facetted(set, request, values) {
    var chosen = FACETS.filter(function (name) { return request.facets[name] && request.facets[name].length && values[name]; });
    var counts = {}, kept = new Uint32Array(set.length), size = 0;
    FACETS.forEach(function (name) { counts[name] = values[name] ? new Map() : null; });
    set.forEach(function (record) {
      var failed = chosen.filter(function (name) {
        return !values[name](record).some(function (value) { return request.facets[name].indexOf(value) >= 0; });
      });
      if (failed.length > 1) return;
      (failed.length ? failed : FACETS).forEach(function (name) {
        if (!counts[name]) return;
        new Set(values[name](record)).forEach(function (value) {
          if (value) counts[name].set(value, (counts[name].get(value) || 0) + 1);
        });
      });
      if (!failed.length) kept[size++] = record;
    });
    return { set: kept.subarray(0, size), counts: counts };
  }

  function shownFacets(counts, request, about) {
    var shown = {};
    FACETS.forEach(function (name) {
      var chosen = request.facets[name] || [];
      if (!counts[name]) { shown[name] = null; return; }
      var values = Array.from(counts[name].keys());
      chosen.forEach(function (value) { if (values.indexOf(value) < 0) values.push(value); });
      shown[name] = values.map(function (value) {
        return { value: value, label: labelOf(name, value, about), count: counts[name].get(value) || 0, selected: chosen.indexOf(value) >= 0 };
      });
      var order = about.statuses.map(function (pair) { return pair[0]; });
      shown[name].sort(name === "status"
        ? function (a, b) { return order.indexOf(a.value) - order.indexOf(b.value); }
        : name === "year"
          ? function (a, b) { return a.value < b.value ? 1 : -1; }
          : function (a, b) { return b.count - a.count || (a.value < b.value ? -1 : 1); });
    });
    return shown;
  }

  function labelOf(name, value, about) {
    if (name !== "status") return value;
    var pair = about.statuses.filter(function (pair) { return pair[0] === value; })[0];
    return pair ? pair[1] : value;
  }

  /* Newest notice first, the issues of one in its own order; those found in the problem first. */
  function ordered(set, heads, about) {
    var first = [], rest = [], end = set.length;
    while (end) {
      var notice = G.noticeOf(set[end - 1], about), start = end;
      while (start && set[start - 1] >= about.first[notice]) start--;
      for (var i = start; i < end; i++) (heads && heads.has(set[i]) ? first : rest).push(set[i]);
      end = start;
    }
    return first.concat(rest);
  }

  function headsOf(terms, about) {
    var wanted = terms.filter(function (term) { return !term.excluded && term.folded; });
    if (!wanted.length) return Promise.resolve(null);
    return Promise.all(wanted.map(function (term) { return G.headSetOf(term, about); })).then(function (sets) {
      return new Set(sets.reduce(lists.intersect));
    });
  }

  /* The records of a page. Where the set is not exact, texts are read from the start until the page
     is full or the budget spent. */
  function pageOf(order, terms, request, exact, about) {
    var start = (request.page - 1) * PAGE;
    if (exact) return Promise.resolve({ records: order.slice(start, start + PAGE), read: 0, failed: 0, partial: false });
    var state = { records: [], read: 0, failed: 0, passed: 0, partial: false }, notices = new Set();
    function step() {
      if (state.records.length >= PAGE || state.read >= order.length) return state;
      if (notices.size >= BUDGET && !request.more) { state.partial = true; return state; }
      var batch = order.slice(state.read, state.read + PAGE);
      batch.forEach(function (record) { notices.add(G.noticeOf(record, about)); });
      return Promise.all(batch.map(function (record) { return G.recordText(record, about); })).then(function (texts) {
        texts.forEach(function (text, i) {
          state.read++;
          var holds = terms.every(function (term) { return G.holds(text, term) !== term.excluded; });
          if (!holds) state.failed++;
          else if (state.passed++ >= start && state.records.length < PAGE) state.records.push(batch[i]);
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

  /* What each term finds by itself, for a reader whose query finds nothing. */
  function counted(terms, about) {
    return Promise.all(terms.map(function (term) {
      return G.setOf(term, null, about).then(function (own) {
        return { text: term.text, excluded: term.excluded, count: own.set.filter(function (r) { return !isNotice(r, about); }).length };
      });
    }));
  }

  G.search = function (request) {
    return ready(request.q || "").then(function (both) {
      var about = both.about, terms = both.terms;
      var nothing = !terms.length && (request.q || "").trim() !== "";
      return Promise.all([
        nothing ? { set: lists.EMPTY, exact: true } : found(terms, about),
        facetValues(about, about.records <= THEMES_COUNTED || (request.facets.theme || []).length > 0),
        request.sort === "date" ? null : headsOf(terms, about),
      ]).then(function (parts) {
        var all = parts[0].set, exact = parts[0].exact;
        var own = all.filter(function (record) { return terms.length && isNotice(record, about); });
        var issues = all.filter(function (record) { return !isNotice(record, about); });
        var facets = facetted(issues, request, parts[1]);
        var order = ordered(facets.set, parts[2], about);
        return pageOf(order, terms, request, exact, about).then(function (page) {
          // Of those read so many were there: so many will be among the rest.
          var share = page.read ? 1 - page.failed / page.read : 1;
          var complete = exact || page.read >= order.length;
          var total = exact ? order.length : complete ? page.read - page.failed : Math.round(order.length * share);
          var newest = ordered(own, null, about).slice(0, request.page === 1 ? NOTICES_SHOWN : 0);
          return Promise.all([
            Promise.all(page.records.map(function (record) { return shownIssue(record, terms, about); })),
            Promise.all(newest.map(function (record) { return shownNotice(record, terms, about); })),
            total ? terms.map(function (t) { return { text: t.text, excluded: t.excluded, count: null }; }) : counted(terms, about),
          ]).then(function (shown) {
            return {
              terms: shown[2],
              total: total,
              approximate: !complete,
              partial: page.partial,
              page: request.page,
              pages: Math.ceil(total / PAGE),
              issues: shown[0],
              notices: shown[1],
              noticesTotal: own.length,
              facets: shownFacets(facets.counts, request, about),
            };
          });
        });
      });
    });
  };

  /* A few issues, organizations and themes for what has been typed so far. */
  G.suggest = function (text) {
    return ready(text).then(function (both) {
      var about = both.about, folded = G.fold(text);
      function naming(names) {
        return names.filter(function (name) { return folded && G.fold(name).indexOf(folded) >= 0; })
          .slice(0, 3).map(function (name) { return { value: name, count: null }; });
      }
      return headsOf(both.terms, about).then(function (heads) {
        var set = Uint32Array.from(heads || []).filter(function (r) { return !isNotice(r, about); }).sort();
        var top = ordered(set, null, about).slice(0, 5);
        return Promise.all(top.map(function (record) { return shownIssue(record, both.terms, about); })).then(function (issues) {
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
