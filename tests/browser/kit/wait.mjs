// Waiting for what happens in another process.

import { setTimeout as pause } from "node:timers/promises";

/** Asks again until the answer is true; what it returned then is the result. */
export async function until(what, milliseconds, ask) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${milliseconds / 1000} s: ${what}`);
    }
    await pause(50);
  }
}
