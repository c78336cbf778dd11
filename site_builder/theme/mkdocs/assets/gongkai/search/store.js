/* Loads what the build wrote. Every file is a script that hands over a deflated payload, for a page
   opened from a disk may load scripts and nothing else; so one way serves both. */
(function (G) {
  "use strict";

  var waiting = {}, loaded = {};
  var folder = (document.currentScript && document.currentScript.src || "").replace(/assets\/gongkai\/.*$/, "") + "search/";
  G.bytesLoaded = 0;

  /* The scripts call this. */
  G.take = function (name, text) {
    var binary = atob(text), bytes = new Uint8Array(binary.length);
    for (var i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    G.bytesLoaded += text.length;
    if (waiting[name]) waiting[name](G.inflate(bytes));
  };

  function load(name, file) {
    if (!loaded[name]) {
      loaded[name] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        waiting[name] = resolve;
        script.src = folder + file;
        script.onload = function () { script.remove(); };
        script.onerror = function () {
          script.remove();
          delete loaded[name]; // so that trying again tries again
          reject(new Error("not loaded: " + file));
        };
        document.head.appendChild(script);
      });
    }
    return loaded[name];
  }

  function hashed(name, hash) {
    return load(name, name + "-" + ("00000" + hash.toString(16)).slice(-6) + ".js");
  }

  function json(bytes) {
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  /* Three bytes a hash, in base64. */
  function hashAt(row, index) {
    var three = atob(row.substr(index * 4, 4));
    return three.charCodeAt(0) << 16 | three.charCodeAt(1) << 8 | three.charCodeAt(2);
  }

  var about = null;
  G.store = {
    /* Everything about the other files, with the first record of each notice worked out. */
    about: function () {
      return about = about || load("index", "index.js").then(function (bytes) {
        var found = json(bytes), first = new Uint32Array(found.counts.length + 1);
        found.counts.forEach(function (count, i) { first[i + 1] = first[i] + count + 1; });
        found.first = first;
        var folds = Array.from(found.folds);
        G.learnFolds(
          folds.filter(function (_, i) { return i % 2 === 0; }),
          folds.filter(function (_, i) { return i % 2 === 1; })
        );
        return found;
      }).catch(function (error) { about = null; throw error; });
    },
    column: function (name) {
      return G.store.about().then(function (a) { return hashed(name, a.hash[name]); });
    },
    /* The whole table of traditional characters. */
    folds: function () {
      return G.store.column("folds").then(function (bytes) {
        var lines = new TextDecoder().decode(bytes).split("\n");
        G.learnFolds(Array.from(lines[0]), Array.from(lines[1]));
      });
    },
    /* A shard of the dictionary ("s") or of its positions ("p"). */
    shard: function (kind, number) {
      return G.store.about().then(function (a) { return hashed(kind + number, hashAt(a[kind], number)); });
    },
    /* A list with a file of its own. */
    list: function (name, hash) { return hashed(name, hash); },
    /* The texts of one notice. */
    texts: function (number) {
      return G.store.about().then(function (a) {
        if (a.hash.all !== undefined) {
          return hashed("all", a.hash.all).then(parsedOnce("all")).then(function (all) { return all[number]; });
        }
        var page = Math.floor(number / a.directory);
        return hashed("d" + page, hashAt(a.d, page)).then(function (row) {
          var text = new TextDecoder().decode(row);
          return hashed("t" + number, hashAt(text, number % a.directory)).then(parsedOnce("t" + number));
        });
      });
    },
  };

  var parsed = {};
  function parsedOnce(name) {
    return function (bytes) { return parsed[name] = parsed[name] || json(bytes); };
  }
})(window.Gongkai = window.Gongkai || {});
