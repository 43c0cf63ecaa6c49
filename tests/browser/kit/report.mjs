// Counting checks: each has a sentence for a name, and the last line is the sum.

/** The checks of one run, in the order they ran. */
export class Report {
  constructor() {
    this.passed = 0;
    this.failed = [];
  }

  /** Runs one check and says how it went; true when it held. */
  async check(name, action) {
    const begun = Date.now();
    try {
      await action();
    } catch (fault) {
      this.#fail(name, fault.stack ?? String(fault), begun);
      return false;
    }
    this.passed += 1;
    console.log(`ok    ${name}${duration(begun)}`);
    return true;
  }

  /** A story, whose steps need those before them: after one that failed, the rest fail unseen. */
  story() {
    let broken = null;
    return async (name, action) => {
      if (broken) {
        this.#fail(name, `not reached, after: ${broken}`, Date.now());
      } else if (!(await this.check(name, action))) {
        broken = name;
      }
    };
  }

  /** Prints the sum; the exit status fits it. */
  end() {
    for (const name of this.failed) {
      console.log(`failed: ${name}`);
    }
    console.log(`${this.passed} passed, ${this.failed.length} failed`);
    process.exitCode = this.failed.length === 0 ? 0 : 1;
  }

  #fail(name, detail, begun) {
    this.failed.push(name);
    console.log(`FAIL  ${name}${duration(begun)}`);
    for (const line of detail.trim().split("\n").slice(0, 40)) {
      console.log(`      ${line.slice(0, 400)}`);
    }
  }
}

function duration(begun) {
  const seconds = (Date.now() - begun) / 1000;
  return seconds > 1 ? `  (${seconds.toFixed(1)} s)` : "";
}
