// Debian's Chromium, and windows in it that remember every complaint.

import { chromium } from "playwright-core";

const PROGRAM = process.env.FROMAGERIE_CHROMIUM ?? "/usr/bin/chromium";
export const DESKTOP = { width: 1280, height: 860 };
export const PHONE = { width: 390, height: 844 };

/** The browser, once per run. */
export function launch() {
  // Containers grant neither the namespaces of the sandbox nor a large /dev/shm.
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-prefers-reduced-motion"];
  return chromium.launch({ executablePath: PROGRAM, args });
}

/** A browser profile of its own, with one page; `complaints` gathers what the console says. */
export async function open(browser, { language = "en-GB", scripts = true, ...more } = {}) {
  const context = await browser.newContext({
    locale: language,
    viewport: DESKTOP,
    javaScriptEnabled: scripts,
    ...more,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => {
    // That a page answered 4xx is asserted where it is asked for.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      page.complaints.push(message.text());
    }
  });
  page.on("pageerror", (fault) => page.complaints.push(String(fault)));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    if (reason.includes("BLOCKED_BY_CSP")) {
      page.complaints.push(`Content Security Policy: ${request.url()}`);
    }
  });
  return page;
}

/** Goes to an address and returns the status of the answer. */
export async function go(page, address) {
  const answer = await page.goto(address);
  return answer.status();
}

/** Submits the form that a button stands in, and returns the answer to it. */
export async function press(page, button) {
  const led = page.waitForNavigation({ waitUntil: "load" }).catch(async (fault) => {
    throw new Error(`the button led nowhere: ${page.url()}: ${await problems(page)}\n${fault.stack}`);
  });
  const [answer] = await Promise.all([led, button.click()]);
  return answer;
}

/** Types into the fields of one form, by their names, and sends it; the answer is what it led to. */
export async function send(page, fields) {
  const [first] = Object.keys(fields);
  const form = page.locator(`main form:has([name="${first}"]:visible)`).first();
  for (const [name, value] of Object.entries(fields)) {
    await form.locator(`[name="${name}"]`).fill(value);
  }
  return press(page, form.locator("button[type=submit]"));
}

/** The path of the page, without what follows it. */
export function pathOf(page) {
  return new URL(page.url()).pathname;
}

/** The sentences that say what was wrong with a form. */
export async function problems(page) {
  return (await page.locator(".notice-danger, .field-problem").allInnerTexts()).join("\n").trim();
}
