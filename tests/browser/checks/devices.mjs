// New devices, remembered devices, and a password that was forgotten.

import assert from "node:assert/strict";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { assertStranger } from "../kit/person.mjs";

const DEVICE = "/account/sign-in/device/";

/** Signs `ada` in from browsers that the index does not know. */
export async function devices(report, world) {
  const { browser, index, mailbox, ada } = world;
  const step = report.story();

  await step("a new device waits, and the code of the mail lets it in", async () => {
    const phone = await open(browser);
    await ada.givePassword(phone);
    await ada.prove(phone, "totp");
    assert.equal(pathOf(phone), DEVICE);
    await ada.confirmByCode(phone);
    await ada.assertSignedIn(phone);
    await ada.signOut(phone);
    await phone.context().close();
  });
  await step("the link of the mail lets the browser in that asked, by a button", async () => {
    const phone = await open(browser);
    await ada.givePassword(phone);
    await ada.prove(phone, "recovery");
    const link = await mailbox.link(ada.email, "device");
    assert.equal(await go(phone, link), 200);
    await assertStranger(phone, index);
    await go(phone, link);
    await look(phone, "account-device-link");
    await press(phone, phone.locator("main form button"));
    await ada.assertSignedIn(phone);
    await phone.context().close();
  });
  await step("the link in another browser lets nobody in there", async () => {
    const phone = await open(browser);
    await ada.givePassword(phone);
    await ada.prove(phone, "recovery");
    const link = await mailbox.link(ada.email, "device");
    const other = await open(browser);
    await go(other, link);
    await look(other, "account-device-elsewhere");
    const button = other.locator("main form button");
    if (await button.count()) {
      await press(other, button.first());
    }
    await assertStranger(other, index);
    await other.context().close();
    await phone.context().close();
  });
  await step("a key that cannot be phished needs no mail", async () => {
    const phone = await open(browser);
    await ada.givePassword(phone);
    await ada.prove(phone, "key");
    await ada.assertSignedIn(phone);
    await phone.context().close();
  });
  await step("a remembered device is asked for the password alone", async () => {
    const { page } = world;
    await ada.givePassword(page);
    await page.locator("#remember-key").check();
    await ada.prove(page, "key");
    await ada.assertSignedIn(page);
    await ada.signOut(page);
    await ada.givePassword(page);
    await ada.assertSignedIn(page);
  });
  await step("a session without a factor shows one before it gets at credentials", async () => {
    const { page } = world;
    await go(page, ada.page("tokens/"));
    assert.equal(pathOf(page), "/account/step-up/");
    await look(page, "account-step-up");
    await ada.stepUp(page);
    assert.equal(pathOf(page), "/account/tokens/");
  });
  await forgotten(step, world);
}

async function forgotten(step, { browser, index, mailbox, ada, page }) {
  let link = "";
  await step("asking for a reset says the same for everybody", async () => {
    const other = await open(browser);
    const answers = [];
    for (const username of ["nobody-of-that-name", ada.username]) {
      await go(other, ada.page("reset/"));
      if (username === ada.username) {
        await look(other, "account-reset");
      }
      await send(other, { username });
      answers.push(await other.locator("main").innerText());
    }
    assert.equal(answers[0], answers[1]);
    await look(other, "account-reset-mailed");
    await other.context().close();
  });
  await step("a reset asks for the second factor", async () => {
    link = await mailbox.link(ada.email, "reset");
    await ada.assertSignedIn(page);
    const other = await open(browser);
    assert.equal(await go(other, link), 200);
    await look(other, "account-reset-new");
    await send(other, { password: "seven slow trains at noon", code: "000000" });
    assert.notEqual(await problems(other), "");
    await send(other, { password: "seven slow trains at noon", code: await ada.app.code() });
    assert.equal(await problems(other), "");
    await look(other, "account-reset-done");
    await other.context().close();
  });
  await step("a reset ends every session, and the old password is none", async () => {
    await assertStranger(page, index);
    await ada.givePassword(page);
    assert.equal(pathOf(page), "/account/sign-in/");
    ada.password = "seven slow trains at noon";
    await ada.signIn(page);
  });
  await step("the link of a reset works once", async () => {
    const other = await open(browser);
    assert.equal(await go(other, link), 404);
    await look(other, "account-link-over");
    await other.context().close();
  });
}
