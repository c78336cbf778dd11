/* Raw DEFLATE (RFC 1951) → bytes. Every browser gets the same few lines, for the older ones have
   no DecompressionStream, and a shard is too small for the difference to be felt. */
(function (G) {
  "use strict";

  var LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  var LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  var DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  var DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  var FAST = 10; // bits that one look-up decodes; longer codes go bit by bit

  /* A canonical Huffman code: `fast[bits]` is symbol << 4 | length, 0 where the code is longer. */
  function codeOf(lengths) {
    var counts = new Uint16Array(16), offsets = new Uint16Array(16), symbols = new Uint16Array(lengths.length);
    var fast = new Uint16Array(1 << FAST), next = new Uint16Array(16), i, code = 0;
    for (i = 0; i < lengths.length; i++) counts[lengths[i]]++;
    counts[0] = 0;
    for (i = 1; i < 16; i++) {
      offsets[i] = offsets[i - 1] + counts[i - 1];
      code = (code + counts[i - 1]) << 1;
      next[i] = code;
    }
    for (i = 0; i < lengths.length; i++) {
      var length = lengths[i];
      if (!length) continue;
      symbols[offsets[length]++] = i;
      var bits = next[length]++;
      if (length <= FAST) {
        for (var at = reversed(bits, length); at < 1 << FAST; at += 1 << length) fast[at] = i << 4 | length;
      }
    }
    return { counts: counts, symbols: symbols, fast: fast };
  }

  function reversed(bits, length) {
    var result = 0;
    while (length--) { result = result << 1 | bits & 1; bits >>= 1; }
    return result;
  }

  var fixed = null;
  function fixedCodes() {
    if (!fixed) {
      var lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
      fixed = [codeOf(lengths), codeOf(new Uint8Array(30).fill(5))];
    }
    return fixed;
  }

  /* `known` is what the text may refer to besides itself: a preset dictionary. */
  G.inflate = function (input, known) {
    var start = known ? known.length : 0;
    var output = new Uint8Array(start + input.length * 4 + 1024), size = start, at = 0, hold = 0, held = 0;
    if (known) output.set(known);

    function need(bits) {
      while (held < bits) { hold |= input[at++] << held; held += 8; }
    }
    function take(bits) {
      if (!bits) return 0;
      need(bits);
      var value = hold & (1 << bits) - 1;
      hold >>>= bits;
      held -= bits;
      return value;
    }
    function symbol(code) {
      // At the very end there are fewer bits than a look-up wants; those missing read as 0.
      while (held < FAST && at < input.length) { hold |= input[at++] << held; held += 8; }
      var entry = code.fast[hold & (1 << FAST) - 1];
      if (entry) {
        hold >>>= entry & 15;
        held -= entry & 15;
        return entry >> 4;
      }
      var value = 0, first = 0, index = 0;
      for (var length = 1; length < 16; length++) {
        value |= take(1);
        var count = code.counts[length];
        if (value - count < first) return code.symbols[index + value - first];
        index += count;
        first = first + count << 1;
        value <<= 1;
      }
      throw new Error("damaged data");
    }
    function room(wanted) {
      if (size + wanted <= output.length) return;
      var larger = new Uint8Array(Math.max(output.length * 2, size + wanted));
      larger.set(output);
      output = larger;
    }
    function codes() {
      var literals = take(5) + 257, distances = take(5) + 1, some = take(4) + 4;
      var lengths = new Uint8Array(19), i;
      for (i = 0; i < some; i++) lengths[ORDER[i]] = take(3);
      var code = codeOf(lengths), all = new Uint8Array(literals + distances);
      for (i = 0; i < all.length;) {
        var what = symbol(code);
        if (what < 16) { all[i++] = what; continue; }
        var repeated = what === 16 ? all[i - 1] : 0;
        var times = what === 16 ? 3 + take(2) : what === 17 ? 3 + take(3) : 11 + take(7);
        while (times--) all[i++] = repeated;
      }
      return [codeOf(all.subarray(0, literals)), codeOf(all.subarray(literals))];
    }
    function block(pair) {
      for (;;) {
        var what = symbol(pair[0]);
        if (what < 256) { room(1); output[size++] = what; continue; }
        if (what === 256) return;
        what -= 257;
        var length = LENGTHS[what] + take(LENGTH_BITS[what]);
        what = symbol(pair[1]);
        var from = size - DISTANCES[what] - take(DISTANCE_BITS[what]);
        room(length);
        while (length--) output[size++] = output[from++];
      }
    }

    for (var last = 0; !last;) {
      last = take(1);
      var kind = take(2);
      if (kind === 0) {
        at -= held >> 3; // whole bytes that were read ahead
        hold = held = 0;
        var stored = input[at] | input[at + 1] << 8;
        at += 4;
        room(stored);
        output.set(input.subarray(at, at + stored), size);
        size += stored;
        at += stored;
      } else {
        block(kind === 1 ? fixedCodes() : codes());
      }
    }
    return output.subarray(start, size);
  };
})(window.Gongkai = window.Gongkai || {});
