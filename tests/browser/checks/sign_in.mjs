// Signing in by each method, and by none that is lost or used up.

import assert from "node:assert/strict";
import { Authenticator } from "../kit/authenticator.mjs";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { assertStranger } from "../kit/person.mjs";
import { until } from "../kit/wait.mjs";

const FACTOR = "/account/sign-in/factor/";

/** Signs `ada` in and out in every way that there is. */
export async function signIn(report, world) {
  const { browser, index, ada, page } = world;
  const step = report.story();

  await step("signing out ends the session, and going back shows nothing", async () => {
    await ada.visit(page, "");
    const cookies = await page.context().cookies();
    await ada.signOut(page);
    await page.goBack();
    assert.equal(await page.locator("header .site-reader").count(), 0, "a page of the account came back");
    const stolen = await open(browser);
    await stolen.context().addCookies(cookies.filter(({ name }) => name === "session"));
    await assertStranger(stolen, index);
    await stolen.context().close();
  });
  await step("the cookies are out of reach of scripts and of other sites", async () => {
    const cookies = await page.context().cookies();
    assert.ok(cookies.length > 0);
    for (const { name, httpOnly, sameSite } of cookies) {
      assert.deepEqual([name, httpOnly, sameSite], [name, true, "Lax"]);
    }
  });
  await step("by password and authenticator, with a code that is good once", async () => {
    await ada.givePassword(page);
    assert.equal(pathOf(page), FACTOR);
    await assertStranger(page, index);
    await ada.givePassword(page);
    await look(page, "account-sign-in-factor");
    const code = await ada.app.code();
    await send(page, { code });
    await ada.assertSignedIn(page);
    await ada.signOut(page);
    await ada.givePassword(page);
    await send(page, { code });
    assert.equal(pathOf(page), FACTOR);
    assert.notEqual(await problems(page), "");
    await look(page, "account-sign-in-factor-refused");
  });
  await step("without JavaScript", async () => {
    const plain = await open(browser, { scripts: false });
    await ada.signIn(plain, "recovery");
    await ada.signOut(plain);
    await plain.context().close();
  });
  await keys(step, world);
  await step("by password and a recovery code, when the key and the phone are lost", async () => {
    await ada.givePassword(page);
    const code = ada.codes.shift();
    await ada.useRecoveryCode(page, code);
    await ada.assertSignedIn(page);
    await ada.signOut(page);
    await ada.givePassword(page);
    await ada.useRecoveryCode(page, code);
    assert.equal(pathOf(page), FACTOR, "a recovery code was good twice");
    assert.notEqual(await problems(page), "");
  });
}

async function keys(step, { ada, page }) {
  await step("by password and security key", async () => {
    await ada.givePassword(page);
    await ada.touchKey(page);
    await ada.assertSignedIn(page);
    await ada.signOut(page);
  });
  await step("by passkey, without a password", async () => {
    await go(page, ada.page("sign-in/"));
    ada.device = await ada.device.plugInto(page);
    await press(page, page.locator("main .ceremony-apart button"));
    await ada.assertSignedIn(page);
    await ada.signOut(page);
    await ada.device.keepAndUnplug();
  });
  await step("by passkey, offered beside the user name", async () => {
    ada.device = await ada.device.plugInto(page);
    // The browser may answer before the page is there as a whole.
    await page.goto(ada.page("sign-in/"), { waitUntil: "commit" });
    await until("the passkey signs in", 15_000, () => pathOf(page) === "/account/");
    await ada.assertSignedIn(page);
    await ada.device.keepAndUnplug();
    await ada.signOut(page);
  });
  await step("a browser without the key says so and stays", async () => {
    await ada.givePassword(page);
    const empty = await Authenticator.securityKey(page);
    await page.locator("main [data-ceremony] button").click();
    await page.locator("[data-ceremony] [role=status]:not(:empty)").waitFor({ timeout: 70_000 });
    assert.equal(pathOf(page), FACTOR);
    await empty.keepAndUnplug();
  });
}
