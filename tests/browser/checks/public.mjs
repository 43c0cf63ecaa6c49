// Pages that everybody may read.

import assert from "node:assert/strict";
import { go, open } from "../kit/browser.mjs";
import { assertNoComplaint, look } from "../kit/look.mjs";
import { until } from "../kit/wait.mjs";

const PROJECT = "camembert-kit";

/** Each page: its name, its address, its status. */
const PAGES = [
  ["home", "/", 200],
  ["project", `/project/${PROJECT}/`, 200],
  ["release", `/project/${PROJECT}/1.0/`, 200],
  ["help", "/help/", 200],
  ["help-installing", "/help/installing/", 200],
  ["help-publishing", "/help/publishing/", 200],
  ["error-no-page", "/no/such/page", 404],
  ["error-no-project", "/project/no-such-project/", 404],
  ["error-no-release", `/project/${PROJECT}/9.9/`, 404],
];

/** The pages for everybody, before and after something is published. */
export async function everybody(report, { browser, index, owner }) {
  const page = await open(browser);

  await report.check("the front page of an empty index looks right", async () => {
    assert.equal(await go(page, `${index.url}/`), 200);
    await look(page, "home-empty");
  });
  await report.check("a project is published with twine and shown with its description", async () => {
    const { token } = index.command(["token", "create", "--user", owner, "--expires", "1d"]);
    const { status, output } = index.publish(token, PROJECT, "1.0");
    assert.equal(status, 0, output);
    // Descriptions are rendered after the answer, by a job.
    await until("the description is rendered", 20_000, async () => {
      await page.goto(`${index.url}/project/${PROJECT}/`);
      return (await page.locator("main em").count()) > 0;
    });
  });
  for (const [name, path, status] of PAGES) {
    await report.check(`the page looks right: ${name}`, async () => {
      assert.equal(await go(page, index.url + path), status);
      await look(page, name);
    });
    await report.check(`the page speaks French: ${name}`, () => inFrench(browser, page, index.url + path));
  }
  await policies(report, page, index);
  await page.context().close();
}

async function inFrench(browser, page, address) {
  const french = await open(browser, { language: "fr-FR" });
  await go(french, address);
  assert.equal(await french.locator("html").getAttribute("lang"), "fr");
  const text = await french.locator("body").innerText();
  const english = await page.locator("body").innerText();
  assert.notEqual(text, english);
  // Whatever carries its own language aside, no sentence of the frame stays English.
  const frame = await page.locator("footer p").innerText();
  assert.ok(!text.includes(frame), `English in a French page: ${frame}`);
  assertNoComplaint(french, address);
  await french.context().close();
}

async function policies(report, page, index) {
  await report.check("a script or a style in the page itself does not run, and the console says so", async () => {
    await go(page, `${index.url}/`);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      document.head.append(script, style);
    });
    assert.equal(await page.evaluate(() => globalThis.ran), undefined);
    assert.ok(await page.locator("body").isVisible());
    await until("the console complains", 5_000, () => page.complaints.length >= 2);
    const strangers = page.complaints.filter((text) => !text.includes("Content Security Policy"));
    assert.deepEqual(strangers, []);
    page.complaints.length = 0;
  });
  await report.check("the page sends nothing to another host and stands in no frame", async () => {
    const reached = await page.evaluate(() => fetch("https://index.example/").then(() => true, () => false));
    assert.equal(reached, false);
    await until("the console complains", 5_000, () => page.complaints.some((text) => text.includes("connect-src")));
    page.complaints.length = 0;
    const frames = (await page.goto(`${index.url}/`)).headers()["content-security-policy"];
    assert.match(frames, /frame-ancestors 'none'/);
  });
  await report.check("the skip link is the first stop and leads past the header", async () => {
    await go(page, `${index.url}/help/`);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip-link");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const isInMain = await page.evaluate(() => document.querySelector("main").contains(document.activeElement));
    assert.ok(isInMain, "the next stop is not in the content");
  });
  await report.check("a line for the shell is copied by its button", async () => {
    const origin = index.url;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
    await go(page, `${index.url}/project/${PROJECT}/`);
    const command = page.locator("[data-copy]").first();
    await command.locator("button").click();
    const copied = await until("the line is copied", 5_000, () => page.evaluate(() => navigator.clipboard.readText()));
    const line = await command.locator("[data-copy-text]").innerText();
    assert.equal(copied.replaceAll(/\s+/g, " ").trim(), line.replaceAll(/\s+/g, " ").trim());
  });
}
