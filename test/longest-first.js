const Sequencer = require('@jest/test-sequencer').default;

/** Tests that take long for their size. Begun last, they would run on alone when all others are over. */
const LONG = /[\\/]test[\\/](faults|browser|property)[\\/]/;

/** Begins with what takes long; otherwise Jest's own order: by the time that files took, or by their size if that is not known. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONG.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
