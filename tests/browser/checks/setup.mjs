// The first run: the link that `serve` prints makes the first operator.

import assert from "node:assert/strict";
import { totp } from "../kit/authenticator.mjs";
import { go, open, press } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";

export const OPERATOR = { username: "olive", email: "olive@index.example", password: "nine grey cats under a ladder" };

/** Makes the operator of the run; everything after needs it. */
export async function setup(report, { browser, index }) {
  const step = report.story();
  const link = index.setupLink;
  const page = await open(browser);

  await step("the setup page looks right", async () => {
    assert.equal(await go(page, link), 200);
    await look(page, "setup");
  });
  await step("a password that others use is refused beside its field, what was typed stays", async () => {
    await fill(page, { ...OPERATOR, password: "password" });
    const answer = await press(page, submit(page));
    assert.equal(answer.status(), 400);
    assert.notEqual((await page.locator("#problem-password").innerText()).trim(), "");
    assert.equal(await page.locator("#password").getAttribute("aria-invalid"), "true");
    assert.equal(await page.locator("#username").inputValue(), OPERATOR.username);
    assert.equal(await page.locator("#password").inputValue(), "", "a password does not come back");
    await look(page, "setup-refused");
  });
  await step("a code that is none is refused beside its field, and the secret stays", async () => {
    const secret = await page.locator("code.token").first().innerText();
    await fill(page, OPERATOR);
    await page.locator("#code").fill("12345");
    const answer = await press(page, submit(page));
    assert.equal(answer.status(), 400);
    assert.notEqual((await page.locator("#problem-code").innerText()).trim(), "");
    assert.equal(await page.locator("code.token").first().innerText(), secret);
  });
  await step("the setup page in French has its messages in French", async () => {
    const french = await open(browser, { language: "fr-FR" });
    await go(french, link);
    assert.equal(await french.locator("html").getAttribute("lang"), "fr");
    const englishTitle = await page.locator("h1").innerText();
    assert.notEqual(await french.locator("h1").innerText(), englishTitle);
    await look(french, "setup-french");
    await french.context().close();
  });
  await step("the first operator is made without JavaScript", async () => {
    const plain = await open(browser, { scripts: false });
    await go(plain, link);
    await fill(plain, OPERATOR);
    OPERATOR.secret = (await plain.locator("code.token").first().innerText()).trim();
    const answer = await press(plain, submit(plain));
    assert.equal(answer.status(), 201);
    assert.equal(await plain.locator("header a[href$='/account/sign-in/']").count(), 0, "the operator is signed in");
    OPERATOR.codes = await plain.locator(".codes code").allInnerTexts();
    assert.match(totp(OPERATOR.secret), /^\d{6}$/);
    assert.equal(new Set(OPERATOR.codes).size, OPERATOR.codes.length);
    assert.ok(OPERATOR.codes.length >= 7, `recovery codes: ${OPERATOR.codes.length}`);
    await plain.context().close();
  });
  await step("the operator that the page made is one, with a second factor", async () => {
    const shown = index.command(["user", "show", OPERATOR.username]);
    assert.equal(shown.superuser, true);
    assert.equal(shown.second_factor, true);
  });
  await step("the setup link works once", async () => {
    assert.equal(await go(page, link), 404);
  });
  await page.context().close();
}

async function fill(page, { username, email, password }) {
  await page.locator("#username").fill(username);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  if (await page.locator("#code").count()) {
    await page.locator("#code").fill(totp(await page.locator("code.token").first().innerText()));
  }
}

function submit(page) {
  return page.locator("main form button[type=submit]");
}
