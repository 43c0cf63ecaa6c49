// What operators decide: who may register, and who is let in or kept out.

import assert from "node:assert/strict";
import { go, open, pathOf, press, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { Person, assertStranger } from "../kit/person.mjs";
import { until } from "../kit/wait.mjs";

/** `grace` registers while registration is open, loses her mail and is frozen. */
export async function operators(report, world) {
  const { browser, index, mailbox, ada } = world;
  const step = report.story();
  const grace = new Person(world, "grace", "six lamps beside the slow river");
  const page = await open(browser);
  let notice = "";

  await step("open registration makes no account before its mail was answered", async () => {
    index.command(["registration", "set", "open"]);
    notice = await register(page, grace);
    await look(page, "account-register-mailed");
    const link = await mailbox.link(grace.email, "registration");
    assert.equal(await go(page, link), 200);
    assert.throws(() => index.command(["user", "show", grace.username]), /no such user/, "a GET made an account");
    await look(page, "account-registration-link");
    await press(page, page.locator("main form button"));
    await grace.assertSignedIn(page);
    assert.equal(await go(page, link), 404);
  });
  await step("an address in use gets the same page, and its owner the mail", async () => {
    const other = await open(browser);
    const shown = await register(other, new Person(world, "heidi", grace.password), ada.email);
    assert.equal(shown.replaceAll(ada.email, ""), notice.replaceAll(grace.email, ""));
    const warned = () => mailbox.subjects(ada.email).some((text) => text.includes("has an account already"));
    await until("its owner is mailed", 20_000, warned);
    await other.context().close();
  });
  await step("a program that fills in every field gets the same page and no account", async () => {
    const other = await open(browser);
    const robot = new Person(world, "robot", grace.password);
    await go(other, robot.page("register/"));
    await other.evaluate(() => (document.querySelector("[name=website]").value = "https://index.example/"));
    await send(other, { username: robot.username, email: robot.email, password: robot.password });
    const shown = await other.locator("main").innerText();
    assert.equal(shown.replaceAll(robot.email, ""), notice.replaceAll(grace.email, ""));
    assert.deepEqual(mailbox.subjects(robot.email), []);
    await other.context().close();
  });
  await letIn(step, world, grace);
  index.command(["registration", "set", "invite"]);
  await page.context().close();
}

async function letIn(step, { browser, index }, grace) {
  const phone = await open(browser);
  await step("somebody whose mail does not arrive is let in by an operator", async () => {
    await grace.givePassword(phone);
    assert.equal(pathOf(phone), "/account/sign-in/device/");
    await resume(phone);
    await assertStranger(phone, index);
    index.command(["user", "confirm-device", grace.username]);
    await go(phone, grace.page("sign-in/device/"));
    await resume(phone);
    await grace.assertSignedIn(phone);
  });
  await step("a frozen account is out at once and does not come in", async () => {
    index.command(["user", "freeze", grace.username, "--reason", "a trial"]);
    await assertStranger(phone, index);
    await grace.givePassword(phone);
    assert.equal(pathOf(phone), "/account/sign-in/");
    await look(phone, "account-sign-in-frozen");
  });
  await phone.context().close();
}

/** Sends the form of the registration; returns what the page says then. */
async function register(page, person, email = person.email) {
  await go(page, person.page("register/"));
  if (email === person.email) {
    await look(page, "account-register");
  }
  await send(page, { username: person.username, email, password: person.password });
  return page.locator("main").innerText();
}

/** Presses the button for whoever was let in by an operator. */
async function resume(page) {
  const part = page.locator("main details");
  if (!(await part.evaluate((element) => element.open))) {
    await part.locator("summary").click();
  }
  return press(page, part.locator("button"));
}
