// What every page is looked at for: axe, the keyboard, a phone's width, complaints; and its pictures.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { readFileSync } from "node:fs";
import { DESKTOP, PHONE } from "./browser.mjs";
import { TARGET } from "./index.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RUN_AXE = `axe.run(document, { preload: false, resultTypes: ["violations"] }).then((result) =>
  result.violations.map(({ id, impact, nodes }) => ({
    id, impact, places: nodes.map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")),
  })))`;
const PICTURES = path.join(TARGET, "screenshots");
const SCHEMES = ["light", "dark"];

/** Looks at the page as it stands, without a reload: pages that show something once are looked at too. */
export async function look(page, name) {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(PHONE);
    await assertFits(page, name);
    await picture(page, `${name}-phone-${scheme}`);
    await page.setViewportSize(DESKTOP);
    await picture(page, `${name}-desktop-${scheme}`);
    const findings = await audit(page);
    const grave = findings.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(grave, [], `axe, ${scheme}: ${name}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await assertFocusShows(page, name);
  assertNoComplaint(page, name);
}

/** Nothing stood in the console: no violation of the policy, no fault of a script. */
export function assertNoComplaint(page, name) {
  assert.deepEqual(page.complaints, [], `the console complains: ${name}`);
}

/** What axe finds. */
export async function audit(page) {
  // The protocol evaluates past the page's policy, which would refuse a script of ours.
  const protocol = await page.context().newCDPSession(page);
  try {
    await evaluate(protocol, AXE);
    return await evaluate(protocol, RUN_AXE);
  } finally {
    await protocol.detach();
  }
}

async function evaluate(protocol, expression) {
  const options = { expression, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await protocol.send("Runtime.evaluate", options);
  assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails)?.slice(0, 400));
  return result.value;
}

async function picture(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

async function assertFits(page, name) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `wider than a phone: ${name}: ${content} > ${window}`);
}

/** Walks through the page by keyboard: each stop shows that it has the focus. */
export async function assertFocusShows(page, name) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
    getSelection().removeAllRanges();
  });
  let stops = 0;
  for (; stops < 80; stops += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(describeFocus);
    if (stop === null || stop.isSeenAgain) {
      break;
    }
    assert.ok(stop.hasMark, `no mark of the focus: ${name}: ${stop.html}`);
    assert.ok(stop.isOnScreen, `the focus is out of sight: ${name}: ${stop.html}`);
  }
  assert.ok(stops >= 3, `hardly a stop for the keyboard: ${name}: ${stops}`);
}

/** Runs in the page; null when nothing has the focus. */
function describeFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) {
    return null;
  }
  const isSeenAgain = element.seenByKeyboard === true;
  element.seenByKeyboard = true;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    isSeenAgain,
    html: element.outerHTML.slice(0, 160),
    hasMark: hasOutline || style.boxShadow !== "none",
    isOnScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
