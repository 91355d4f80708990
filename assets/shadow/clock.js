// Seconds trained: runs only while the person trains, and goes on from where a reload left off.

export class Clock {
  /** @param {number} before seconds trained already */
  constructor(before = 0) {
    this.before = before;
    /** @type {number | null} */
    this.since = null;
  }

  get running() {
    return this.since !== null;
  }

  /** @returns {number} seconds */
  elapsed() {
    return this.before + (this.since === null ? 0 : (performance.now() - this.since) / 1000);
  }

  run() {
    this.since ??= performance.now();
  }

  hold() {
    this.before = this.elapsed();
    this.since = null;
  }
}
