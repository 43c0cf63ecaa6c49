// From an invitation to an account that somebody is signed in to.

import assert from "node:assert/strict";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { assertNoComplaint, look } from "../kit/look.mjs";
import { assertStranger } from "../kit/person.mjs";

/** Makes the account of `ada` by an invitation. */
export async function registering(report, world) {
  const { browser, index, mailbox, ada } = world;
  const step = report.story();
  const page = (world.page = await open(browser));
  let link = "";

  await step("a stranger is led from the account to the sign-in and back afterwards", async () => {
    await go(page, ada.page("tokens/"));
    assert.equal(pathOf(page), "/account/sign-in/");
    assert.equal(new URL(page.url()).searchParams.get("next"), "/account/tokens/");
    await look(page, "account-sign-in");
  });
  await step("registration is by invitation, and the page says so", async () => {
    await go(page, ada.page("register/"));
    await look(page, "account-register-closed");
    assert.equal(await page.locator("[name=password]").count(), 0, "a form that leads nowhere");
  });
  await step("an invitation arrives by mail and its page changes nothing", async () => {
    index.command(["user", "invite", ada.email]);
    link = await mailbox.link(ada.email, "invitation");
    assert.equal(await go(page, link), 200);
    assert.equal(await go(page, link), 200);
    const shown = await page.locator("main").innerText();
    assert.ok(shown.includes(ada.email), "the page names the invited address");
    await look(page, "account-invitation");
  });
  await step("a common password and a reserved name are refused beside their fields", async () => {
    await send(page, { username: "admin", password: "correct weather 77 otter" });
    assert.notEqual(await page.locator("#problem-username").innerText(), "");
    await send(page, { username: ada.username, password: "password1" });
    assert.notEqual(await page.locator("#problem-password").innerText(), "");
    assert.equal(await page.locator("[name=username]").inputValue(), ada.username);
    await look(page, "account-invitation-refused");
  });
  await step("the invitation makes an account with a verified address", async () => {
    await send(page, { username: ada.username, password: ada.password });
    const shown = index.command(["user", "show", ada.username]);
    assert.deepEqual(shown.emails.map(({ address, verified }) => [address, verified !== null]), [[ada.email, true]]);
    assert.equal(shown.second_factor, false);
  });
  await step("the invitation works once", async () => {
    const other = await open(browser);
    assert.equal(await go(other, link), 404);
    await other.context().close();
  });
  await step("a wrong password and an unknown user get the same words", async () => {
    const other = await open(browser);
    await go(other, ada.page("sign-in/"));
    await send(other, { username: ada.username, password: "not the password" });
    const wrong = await problems(other);
    await go(other, ada.page("sign-in/"));
    await send(other, { username: "nobody-of-that-name", password: "not the password" });
    assert.notEqual(wrong, "");
    assert.equal(await problems(other), wrong);
    await look(other, "account-sign-in-refused");
    await other.context().close();
  });
  await step("a password alone signs in after the code of a mail", async () => {
    const other = await open(browser);
    await ada.givePassword(other);
    assert.equal(pathOf(other), "/account/sign-in/device/");
    await look(other, "account-sign-in-device");
    await assertStranger(other, index);
    await go(other, ada.page("sign-in/device/"));
    await send(other, { code: "0000 0000" });
    assert.notEqual(await problems(other), "", "a wrong code says nothing");
    await ada.confirmByCode(other);
    await ada.assertSignedIn(other);
    await ada.signOut(other);
    await other.context().close();
  });
  await step("the way to return to leads nowhere but to our own pages", async () => {
    const other = await open(browser);
    await ada.givePassword(other, `?next=${encodeURIComponent("//index.example/")}`);
    await ada.confirmByCode(other);
    assert.equal(new URL(other.url()).origin, index.url);
    assertNoComplaint(other, "return");
    await other.context().close();
  });
  await step("the page that sent the invitation's form is signed in, or signs in", async () => {
    await go(page, ada.page(""));
    if (pathOf(page) !== "/account/") {
      await ada.signIn(page, "none");
    }
    await look(page, "account-overview-fresh");
    await press(page, page.locator("header a.site-reader"));
    assert.equal(pathOf(page), "/account/");
  });
}
