/* Shards → lists of records, and what sets of records have in common. */
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

  /* One dictionary → Map of gram → {count, start, size, file, hash}; the reader ends behind it. */
  function dictionary(reader) {
    var entries = new Map(), total = reader.next(), gram = 0, lists = [];
    while (total--) {
      gram += reader.next();
      var entry = { count: reader.next(), size: reader.next(), start: 0, file: 0, hash: 0 };
      if (!entry.size) {
        entry.file = reader.next();
        entry.hash = reader.next();
      } else {
        lists.push(entry);
      }
      entries.set(gram, entry);
    }
    lists.forEach(function (entry) {
      entry.start = reader.at;
      reader.at += entry.size;
    });
    return entries;
  }

  var shards = {};
  function shard(kind, number) {
    var name = kind + number;
    return shards[name] || (shards[name] = G.store.shard(kind, number).then(function (bytes) {
      var reader = new Reader(bytes);
      var whole = dictionary(reader);
      return { bytes: bytes, whole: whole, head: kind === "s" ? dictionary(reader) : null };
    }).catch(function (error) { delete shards[name]; throw error; }));
  }

  /* The gram of one or two units; the shard it belongs to, as shards.py has it. */
  G.gramOf = function (text) {
    return text.length === 1 ? text.charCodeAt(0) : text.charCodeAt(0) * 65536 + text.charCodeAt(1);
  };
  G.shardOf = function (gram, count) {
    var mixed = Math.imul(gram | 0, 2654435761 | 0) >>> 0;
    return ((mixed ^ mixed >>> 15) >>> 0) % count;
  };

  function entryOf(kind, part, gram) {
    return G.store.about().then(function (a) {
      var number = G.shardOf(gram, a.shards);
      return shard(kind, number).then(function (found) {
        var entry = found[part].get(gram);
        if (!entry) return null;
        var prefix = (kind === "s" ? "h" : "q") + Math.floor(number / (a.shards / 64)) + ".";
        return {
          count: entry.count,
          bytes: function () {
            if (entry.size) return Promise.resolve(found.bytes.subarray(entry.start, entry.start + entry.size));
            return G.store.list(prefix + entry.file, entry.hash);
          },
        };
      });
    });
  }

  function records(entry) {
    return entry.bytes().then(function (bytes) {
      var reader = new Reader(bytes), result = new Uint32Array(entry.count), record = -1;
      for (var i = 0; i < result.length; i++) result[i] = record += reader.next();
      return result;
    });
  }

  var EMPTY = new Uint32Array(0);
  G.lists = {
    EMPTY: EMPTY,
    /* How many records hold a gram, with a way to load which: null where none does. */
    find: function (gram, part) { return entryOf("s", part, gram); },
    records: records,
    /* For the records of `wanted` (sorted, all holding the gram): arrays of its positions. */
    positions: function (gram, wanted) {
      return Promise.all([entryOf("s", "whole", gram).then(records), entryOf("p", "whole", gram)])
        .then(function (both) {
          return both[1].bytes().then(function (bytes) {
            var reader = new Reader(bytes), holders = both[0], result = [], next = 0;
            for (var i = 0; i < holders.length && next < wanted.length; i++) {
              var count = reader.next();
              if (holders[i] === wanted[next]) {
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
    intersect: function (a, b) {
      var result = new Uint32Array(Math.min(a.length, b.length)), size = 0, i = 0, j = 0;
      while (i < a.length && j < b.length) {
        if (a[i] === b[j]) { result[size++] = a[i++]; j++; }
        else if (a[i] < b[j]) i++;
        else j++;
      }
      return result.subarray(0, size);
    },
    without: function (a, b) {
      var result = new Uint32Array(a.length), size = 0, j = 0;
      for (var i = 0; i < a.length; i++) {
        while (j < b.length && b[j] < a[i]) j++;
        if (b[j] !== a[i]) result[size++] = a[i];
      }
      return result.subarray(0, size);
    },
  };
})(window.Gongkai = window.Gongkai || {});
