/* Shards → lists of holders (see sets.js), and what two of them have in common. */
(function (G) {
  "use strict";

  function Reader(bytes, at) {
    this.bytes = bytes;
    this.at = at || 0;
  }
  Reader.prototype.next = function () {
    var value = 0, shift = 1, byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 127) * shift; // not <<: numbers reach 32 bits
      shift *= 128;
    } while (byte & 128);
    return value;
  };
  G.Reader = Reader;

  /* A shard → Map of key → {count, size, start}. */
  function dictionary(reader) {
    var total = reader.next(), list = [], key = 0, i;
    for (i = 0; i < total; i++) list.push({ key: key += reader.next(), count: 0, size: 0, start: 0 });
    for (i = 0; i < total; i++) list[i].count = reader.next();
    for (i = 0; i < total; i++) list[i].size = reader.next();
    var entries = new Map();
    list.forEach(function (entry) {
      entry.start = reader.at;
      reader.at += entry.size;
      entries.set(entry.key, entry);
    });
    return entries;
  }

  /* Which lists have files of their own: kind → Map of key → {count, hash}. */
  function hotLists(about) {
    return G.store.column("hot").then(function (bytes) {
      if (about.hot) return about.hot;
      var reader = new Reader(bytes), hot = {};
      Object.keys(about.shards).forEach(function (kind) {
        hot[kind] = new Map();
        var key = 0;
        for (var left = reader.next(); left > 0; left--) {
          key += reader.next();
          hot[kind].set(key, { count: reader.next(), hash: reader.next() });
        }
      });
      return about.hot = hot;
    });
  }

  var shards = {};
  function shard(kind, number) {
    var name = kind + number;
    return shards[name] || (shards[name] = G.store.shard(kind, number).then(function (bytes) {
      return { bytes: bytes, entries: dictionary(new Reader(bytes)) };
    }).catch(function (error) { delete shards[name]; throw error; }));
  }

  /* One unit or two, mixed as grams.py has it. */
  function gramOf(text) {
    var units = text.length === 1 ? text.charCodeAt(0) : text.charCodeAt(0) << 16 | text.charCodeAt(1);
    return Math.imul(units, 2654435769) >>> 0;
  }

  /* What follows the first pair of a longer gram, as grams.py has it. */
  function childOf(text) {
    var third = text.charCodeAt(2);
    return text.length === 3 ? third : Math.imul(third, 40503) + text.charCodeAt(3) & 0xffff;
  }

  /* Which of a partition's shards, as shards.py has it: key ^ key >> 16, with the low bits alone. */
  function shardOf(own, text, count) {
    return (text.length > 2 ? childOf(text) ^ own : own ^ own >>> 16) & count - 1;
  }

  /* The entry of a gram of one to four units: {count, bytes()}, null where there is none. */
  function entryOf(kind, text) {
    return G.store.about().then(function (about) {
      return hotLists(about).then(function (hot) {
        var gram = gramOf(text.slice(0, 2)), bits = about.partitions, count = about.shards[kind];
        var own = gram << bits >>> bits, partition = gram >>> 32 - bits, key = own, keyBits = 32 - bits;
        if (text.length > 2) {
          key = own * 65536 + childOf(text) + (text.length === 4 ? Math.pow(2, 48 - bits) : 0);
          keyBits = 49 - bits;
        }
        var full = partition * Math.pow(2, keyBits) + key, long = hot[kind].get(full);
        if (long) {
          var name = "h" + kind + full.toString(16);
          return { count: long.count, bytes: function () { return G.store.list(name, long.hash); } };
        }
        return shard(kind, partition * count + shardOf(own, text, count)).then(function (found) {
          var entry = found.entries.get(key);
          return entry ? {
            count: entry.count,
            bytes: function () { return Promise.resolve(found.bytes.subarray(entry.start, entry.start + entry.size)); },
          } : null;
        });
      });
    });
  }

  /* A reader at the beginning of a list of records; what may stand before it is given to `each`. */
  function opened(entry, about, each) {
    return entry.bytes().then(function (bytes) {
      var reader = new Reader(bytes);
      if (about.counted !== null && entry.count > about.counted) {
        about.statuses.forEach(function () { each(reader.next()); });
      }
      return reader;
    });
  }

  function holders(entry) {
    return G.store.about().then(function (about) {
      return opened(entry, about, function () {});
    }).then(function (reader) {
      var result = new Uint32Array(entry.count), record = -1;
      for (var i = 0; i < result.length; i++) {
        var next = reader.next();
        record += next >>> 1;
        result[i] = record * 2 + (next & 1);
      }
      return result;
    });
  }

  var EMPTY = new Uint32Array(0);
  G.lists = {
    EMPTY: EMPTY,
    /* How many records hold one unit or two, with a way to load which: null where none does. */
    find: function (gram) { return entryOf("s", gram); },
    /* The same for three, or four of which one is a digit or a Latin letter. The list may hold a few records more: where the first pair is rare, or
       hardly ever followed by anything else, it is the list of the pair. */
    findLong: function (gram, about) {
      return entryOf("l", gram).then(function (entry) {
        if (entry && entry.count) return entry;
        return entryOf("s", gram.slice(0, 2)).then(function (pair) {
          return pair && (entry || pair.count <= about.common) ? pair : null;
        });
      });
    },
    holders: holders,
    /* How many of a list's records are issues of each status; [] where it does not tell. */
    statusCounts: function (entry, about) {
      var counts = [];
      return opened(entry, about, function (count) { counts.push(count); }).then(function () { return counts; });
    },
    /* For the holders of `wanted`, all of which hold the pair: arrays of its positions. */
    positions: function (pair, wanted) {
      return Promise.all([entryOf("s", pair).then(holders), entryOf("p", pair)]).then(function (both) {
        return both[1].bytes().then(function (bytes) {
          var reader = new Reader(bytes), all = both[0], result = [], next = 0;
          for (var i = 0; i < all.length && next < wanted.length; i++) {
            var count = reader.next();
            if (all[i] >>> 1 === wanted[next] >>> 1) {
              var places = new Array(count), place = 0;
              for (var j = 0; j < count; j++) places[j] = place += reader.next();
              result.push(places);
              next++;
            } else {
              while (count--) reader.next();
            }
          }
          return result;
        });
      });
    },
    /* Records of both; in the head if they are so in both. */
    intersect: function (a, b) {
      var result = new Uint32Array(Math.min(a.length, b.length)), size = 0, i = 0, j = 0;
      while (i < a.length && j < b.length) {
        if (a[i] >>> 1 === b[j] >>> 1) result[size++] = a[i++] & b[j++];
        else if (a[i] < b[j]) i++;
        else j++;
      }
      return result.subarray(0, size);
    },
    /* Records of `a` that `b` has too, as `a` has them. */
    only: function (a, b) {
      var j = 0;
      return a.filter(function (holder) {
        while (j < b.length && b[j] >>> 1 < holder >>> 1) j++;
        return j < b.length && b[j] >>> 1 === holder >>> 1;
      });
    },
    without: function (a, b) {
      var result = new Uint32Array(a.length), size = 0, j = 0;
      for (var i = 0; i < a.length; i++) {
        while (j < b.length && b[j] >>> 1 < a[i] >>> 1) j++;
        if (j === b.length || b[j] >>> 1 !== a[i] >>> 1) result[size++] = a[i];
      }
      return result.subarray(0, size);
    },
  };
})(window.Gongkai = window.Gongkai || {});
