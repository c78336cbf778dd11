/* Facets: what the columns say of each record, how many of a set have which value, who passes. */
(function (G) {
  "use strict";

  var THEMES_BYTES = 40000; // of the file; a longer column is loaded only when it is asked for

  /* Python's ordinal of a day → ISO, "" for none. */
  G.dateOf = function (ordinal) {
    if (!ordinal) return "";
    return new Date((ordinal - 719163) * 86400000).toISOString().slice(0, 10);
  };

  /* Values in the order of their codes; of every notice, or `byIssue`, a code or a row of codes that
     differ. */
  function facetsOf(about, statuses, themes) {
    var years = [], byYear = {};
    var yearCodes = about.dates.map(function (day) {
      var year = G.dateOf(day).slice(0, 4);
      if (byYear[year] === undefined) byYear[year] = years.push(year) - 1;
      return byYear[year];
    });
    return {
      status: { values: about.statuses.map(function (pair) { return pair[0]; }), labels: about.statuses.map(function (pair) { return pair[1]; }), byIssue: true, codes: statuses },
      organization: { values: about.organizations, codes: about.organization },
      region: { values: about.regions, codes: about.region },
      year: { values: years, codes: yearCodes },
      kind: { values: about.kinds, rows: about.kind.map(function (code) { return about.kindSets[code]; }) },
      theme: themes && { values: about.themes, byIssue: true, rows: rowsOf(themes) },
    };
  }

  function rowsOf(bytes) {
    var reader = new G.Reader(bytes), rows = [];
    while (reader.at < bytes.length) {
      var row = [];
      for (var count = reader.next(); count > 0; count--) {
        var code = reader.next();
        if (row.indexOf(code) < 0) row.push(code);
      }
      rows.push(row);
    }
    return rows;
  }

  /* Codes that came three in a byte. */
  function unpacked(bytes, size) {
    var codes = new Uint8Array(bytes.length * 3);
    bytes.forEach(function (three, i) {
      codes[3 * i] = three % size;
      codes[3 * i + 1] = three / size % size;
      codes[3 * i + 2] = three / size / size;
    });
    return codes;
  }

  var known = {};
  /* The facets of the site; that of the themes is null where it was not asked for and is long. The
     statuses have no codes unless they are `wanted`. */
  G.facets = function (about, wanted) {
    var withThemes = wanted.themes || about.themesBytes <= THEMES_BYTES, name = withThemes + "/" + wanted.statuses;
    return known[name] = known[name] || Promise.all([
      wanted.statuses ? G.store.column("status") : null, withThemes ? G.store.column("themes") : null,
    ]).then(function (columns) {
      return facetsOf(about, columns[0] && unpacked(columns[0], about.statuses.length), columns[1]);
    }).catch(function (error) { delete known[name]; throw error; });
  };

  function maskOf(facet, chosen) {
    return facet.values.map(function (value) { return chosen.indexOf(value) >= 0; });
  }

  /* Keep the issues of a set that pass all chosen values; for each facet count those that pass the
     others → {set, counts: name → how many by code}. `statuses` are the counts of that facet where it
     has no codes. */
  G.facetted = function (set, chosen, facets, about, statuses) {
    var all = Object.keys(facets).filter(function (name) {
      return facets[name] && (facets[name].codes || facets[name].rows);
    }).map(function (name) {
      var facet = facets[name], some = chosen[name] && chosen[name].length;
      return { name: name, facet: facet, mask: some ? maskOf(facet, chosen[name]) : null, counts: new Uint32Array(facet.values.length) };
    });
    var kept = new Uint32Array(set.length), size = 0, notice = 0;

    function passes(one, place) {
      if (one.facet.codes) return one.mask[one.facet.codes[place]];
      return one.facet.rows[place].some(function (code) { return one.mask[code]; });
    }
    function count(one, place) {
      if (one.facet.codes) one.counts[one.facet.codes[place]]++;
      else one.facet.rows[place].forEach(function (code) { one.counts[code]++; });
    }
    for (var i = 0; i < set.length; i++) {
      var record = set[i] >>> 1;
      while (record >= about.first[notice + 1]) notice++; // sets are sorted
      var issue = record - notice - 1, failed = null, failures = 0;
      for (var n = 0; n < all.length && failures < 2; n++) {
        if (all[n].mask && !passes(all[n], all[n].facet.byIssue ? issue : notice)) {
          failed = all[n];
          failures++;
        }
      }
      if (failures > 1) continue;
      if (failed) {
        count(failed, failed.facet.byIssue ? issue : notice);
        continue;
      }
      kept[size++] = set[i];
      for (n = 0; n < all.length; n++) count(all[n], all[n].facet.byIssue ? issue : notice);
    }
    var counts = { status: statuses };
    all.forEach(function (one) { counts[one.name] = one.counts; });
    return { set: kept.subarray(0, size), counts: counts };
  };

  /* Counts → what the page shows: statuses in their order, years from the latest, others by count. */
  G.shownFacets = function (counts, chosen, facets) {
    var shown = {};
    Object.keys(facets).forEach(function (name) {
      var facet = facets[name], picked = chosen[name] || [];
      if (!facet) { shown[name] = null; return; }
      var entries = facet.values.map(function (value, code) {
        return { value: value, label: facet.labels ? facet.labels[code] : value, count: counts[name][code], selected: picked.indexOf(value) >= 0 };
      });
      picked.forEach(function (value) {
        if (facet.values.indexOf(value) < 0) entries.push({ value: value, label: value, count: 0, selected: true });
      });
      entries = entries.filter(function (entry) { return entry.value && (entry.count || entry.selected); });
      if (name === "year") entries.sort(function (a, b) { return a.value < b.value ? 1 : -1; });
      else if (name !== "status") entries.sort(function (a, b) { return b.count - a.count || (a.value < b.value ? -1 : 1); });
      shown[name] = entries;
    });
    return shown;
  };
})(window.Gongkai = window.Gongkai || {});
