// Recovery codes, an authenticator, a security key and a passkey, added by their owner.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Authenticator, totp } from "../kit/authenticator.mjs";
import { go, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { until } from "../kit/wait.mjs";

/** Gives `ada` every sort of second factor; they are unplugged in the end. */
export async function factors(report, world) {
  const { mailbox, ada, page } = world;
  const step = report.story();

  await step("without a burned code the page says what comes first", async () => {
    await ada.visit(page, "two-factor/");
    assert.equal(await page.locator("main .notice a[href$='recovery-codes/']").count(), 1);
    await look(page, "account-two-factor-empty");
  });
  await step("eight recovery codes are shown once, to copy, download or print", async () => {
    await ada.visit(page, "recovery-codes/");
    await look(page, "account-recovery-codes-none");
    await press(page, page.locator("main form button"));
    ada.codes = (await page.locator("[data-copy-text]").innerText()).split(/\s*\n\s*/).filter((line) => line !== "");
    assert.equal(new Set(ada.codes).size, 8, String(ada.codes));
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
    const kept = readFileSync(await download.path(), "utf8");
    assert.ok(ada.codes.every((code) => kept.includes(code)), "a code is missing in the file");
    assert.ok(await page.locator("[data-print]").isVisible());
    await look(page, "account-recovery-codes-new");
  });
  await step("a code that is none is refused and one of them is burned", async () => {
    await ada.visit(page, "recovery-codes/");
    await send(page, { code: "0000000000000000" });
    assert.notEqual(await problems(page), "");
    await send(page, { code: ada.codes.shift() });
    await assertDone(page);
    await look(page, "account-recovery-codes-burned");
  });
  await authenticator(step, world);
  await keys(step, world);
  await step("every change was mailed", async () => {
    const wanted = { "Recovery codes made": 1, "Recovery code used": 1, "Two-factor method added": 3 };
    for (const [subject, count] of Object.entries(wanted)) {
      const arrived = () => mailbox.subjects(ada.email).filter((text) => text === subject).length;
      await until(`${count} mails: ${subject}`, 20_000, () => arrived() === count);
    }
  });
  await step("the list shows all of them, active", async () => {
    await ada.visit(page, "two-factor/");
    const rows = await page.locator(".rows > li").allInnerTexts();
    assert.equal(rows.length, 3, rows.join("\n"));
    assert.equal(await page.locator(".rows .badge-caution, .rows .badge-danger").count(), 0);
    await look(page, "account-two-factor");
  });
}

async function authenticator(step, { ada, page }) {
  await step("a wrong first code is refused and the secret stays", async () => {
    await ada.visit(page, "two-factor/totp/add/");
    const secret = await shownSecret(page);
    ada.keep(secret);
    assert.ok(await page.locator("img.qr").isVisible());
    await look(page, "account-totp-add");
    const right = totp(secret);
    await send(page, { name: "phone", code: right === "000000" ? "111111" : "000000" });
    assert.notEqual(await page.locator("#problem-code").innerText(), "");
    assert.equal(await shownSecret(page), secret);
    assert.equal(await page.locator("#name").inputValue(), "phone");
  });
  await step("an authenticator is added by its first code", async () => {
    await send(page, { name: "phone", code: await ada.app.code() });
    assert.equal(pathOf(page), "/account/two-factor/");
    await assertDone(page);
    // The session is older than the factor, and the code just typed counts as its proof.
    await go(page, ada.page("tokens/"));
    assert.equal(pathOf(page), "/account/tokens/", "another code is asked for");
  });
}

async function keys(step, { ada, page }) {
  await step("a security key is added", async () => {
    await ada.visit(page, "two-factor/keys/add/?kind=security-key");
    await look(page, "account-security-key-add");
    // Last: another session of the protocol that ends takes authenticators with it.
    ada.key = await Authenticator.securityKey(page);
    await addKey(page, "blue key");
    assert.equal((await ada.key.credentials()).length, 1);
  });
  await step("the same key is not added twice", async () => {
    await ada.visit(page, "two-factor/keys/add/?kind=security-key");
    await page.locator("#name").fill("again");
    await page.locator("main .ceremony button").click();
    await page.locator(".ceremony [role=status]:not(:empty)").waitFor();
    assert.match(pathOf(page), /keys\/add/);
    await ada.key.keepAndUnplug();
  });
  await step("a passkey is added", async () => {
    await ada.visit(page, "two-factor/keys/add/?kind=passkey");
    await look(page, "account-passkey-add");
    ada.device = await Authenticator.platform(page);
    await addKey(page, "laptop");
    const [credential] = await ada.device.credentials();
    assert.equal(credential.isResidentCredential, true);
    await ada.device.keepAndUnplug();
  });
}

async function addKey(page, name) {
  await page.locator("#name").fill(name);
  await press(page, page.locator("main .ceremony button"));
  await assertDone(page);
}

async function assertDone(page) {
  assert.ok(await page.locator(".flash[role=status]").isVisible(), `nothing says that it is done: ${await problems(page)}`);
}

async function shownSecret(page) {
  return (await page.locator("code.token").first().innerText()).trim();
}
