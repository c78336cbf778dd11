/* Loads what the build wrote. Every file is a script that hands over a deflated payload, for a page
   opened from a disk may load scripts and nothing else; so one way serves both. */
(function (G) {
  "use strict";

  var waiting = {}, made = {};
  var folder = (document.currentScript && document.currentScript.src || "").replace(/assets\/gongkai\/.*$/, "") + "search/";
  G.bytesLoaded = 0;

  /* The scripts call this. */
  G.take = function (name, text) {
    var binary = atob(text), bytes = new Uint8Array(binary.length);
    for (var i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    G.bytesLoaded += text.length;
    if (waiting[name]) waiting[name](bytes);
  };

  function load(name, file) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      waiting[name] = resolve;
      script.src = folder + file;
      script.onload = function () { script.remove(); };
      script.onerror = function () {
        script.remove();
        reject(new Error("not loaded: " + file));
      };
      document.head.appendChild(script);
    });
  }

  /* What `make` makes of a file, made once; so that trying again tries again, not if it failed. */
  function once(name, make) {
    return made[name] = made[name] || make().catch(function (error) {
      delete made[name];
      throw error;
    });
  }

  function hashed(name, hash, known) {
    return load(name, name + "-" + ("00000" + hash.toString(16)).slice(-6) + ".js").then(function (bytes) {
      return G.inflate(bytes, known);
    });
  }

  /* Three bytes a hash, in base64. */
  function hashAt(row, index) {
    var three = atob(row.substr(index * 4, 4));
    return three.charCodeAt(0) << 16 | three.charCodeAt(1) << 8 | three.charCodeAt(2);
  }

  /* A file that index.js names. */
  function named(name) {
    return once(name, function () {
      return G.store.about().then(function (about) { return hashed(name, about.hash[name]); });
    });
  }

  /* A file whose hash is at a place in the row of hashes that another file is. */
  function listed(name, row, index) {
    return row.then(function (bytes) { return hashed(name, hashAt(new TextDecoder().decode(bytes), index)); });
  }

  /* Texts are JSON in two bytes a character, or in UTF-8 where these did not suffice. */
  function texts(bytes) {
    var encoding = bytes[0] === 103 ? "gb18030" : "utf-8";
    return JSON.parse(new TextDecoder(encoding).decode(bytes.subarray(1)));
  }

  /* Columns of notices come as differences: days to the notice before, regions to the one before
     of the same organization. */
  function unpack(about) {
    var day = 0, regions = {};
    about.dates = about.days.map(function (change) { return day += change; });
    about.region = about.region.map(function (change, n) {
      var organization = about.organization[n];
      return regions[organization] = (regions[organization] || 0) + change;
    });
  }

  G.store = {
    /* Everything about the other files, with the first record of each notice worked out. */
    about: function () {
      return once("index", function () {
        return load("index", "index.js").then(function (bytes) {
          var about = JSON.parse(new TextDecoder().decode(G.inflate(bytes)));
          about.first = new Uint32Array(about.counts.length + 1);
          about.counts.forEach(function (count, i) { about.first[i + 1] = about.first[i] + count + 1; });
          about.small = about.hash.all !== undefined;
          unpack(about);
          var folds = Array.from(about.folds);
          G.learnFolds(
            folds.filter(function (_, i) { return i % 2 === 0; }),
            folds.filter(function (_, i) { return i % 2 === 1; })
          );
          return about;
        });
      });
    },
    /* A file of numbers: "status", "themes" or "hot". */
    column: named,
    /* The whole table of traditional characters. */
    folds: function () {
      return named("folds").then(function (bytes) {
        var lines = new TextDecoder().decode(bytes).split("\n");
        G.learnFolds(Array.from(lines[0]), Array.from(lines[1]));
      });
    },
    /* A shard: of the dictionary ("s"), its positions ("p"), or its trigrams ("l"). */
    shard: function (kind, number) { return listed(kind + number, named(kind), number); },
    /* A list with a file of its own. */
    list: function (name, hash) { return once(name, function () { return hashed(name, hash); }); },
    /* The texts of one notice. */
    texts: function (number) {
      return G.store.about().then(function (about) {
        if (about.small) return once("texts", function () { return named("all").then(texts); }).then(function (all) { return all[number]; });
        return once("t" + number, function () {
          var page = Math.floor(number / about.directory);
          var row = once("d" + page, function () { return hashed("d" + page, hashAt(about.d, page)); });
          return Promise.all([row, named("known")]).then(function (both) {
            var hash = hashAt(new TextDecoder().decode(both[0]), number % about.directory);
            return hashed("t" + number, hash, both[1]);
          }).then(texts);
        });
      });
    },
  };
})(window.Gongkai = window.Gongkai || {});
