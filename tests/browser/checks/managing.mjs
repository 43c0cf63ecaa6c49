// The other pages of the account: addresses, password, sessions, events, export, deletion.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { assertStranger } from "../kit/person.mjs";

const PAGES = [
  "", "addresses/", "password/", "two-factor/", "recovery-codes/", "sessions/", "tokens/", "events/", "export/",
  "delete/",
];

/** Looks after the account of `ada`, and leaves in the end. */
export async function managing(report, world) {
  const step = report.story();
  await pictures(step, world);
  await addresses(step, world);
  await password(step, world);
  await leaving(step, world);
}

async function pictures(step, { browser, ada, page }) {
  for (const path of PAGES) {
    const name = path === "" ? "account-overview" : `account-${path.slice(0, -1)}`;
    await step(`the page of the account looks right: ${name}`, async () => {
      await ada.visit(page, path);
      assert.equal(await page.locator(".account-menu [aria-current=page]").count(), 1);
      await look(page, name);
    });
  }
  await step("the pages of the account speak French", async () => {
    const french = await open(browser, { language: "fr-FR" });
    await french.context().addCookies(await page.context().cookies());
    for (const path of PAGES) {
      await ada.visit(page, path);
      await ada.visit(french, path);
      assert.equal(await french.locator("html").getAttribute("lang"), "fr");
      assert.notEqual(await french.locator("main").innerText(), await page.locator("main").innerText(), path);
      await look(french, `account-french-${path.replace("/", "") || "overview"}`);
    }
    await french.context().close();
  });
}

async function addresses(step, { mailbox, ada, page }) {
  const second = "ada.second@people.example";
  await step("an address is added once its mail was answered", async () => {
    await ada.visit(page, "addresses/");
    await send(page, { email: second });
    const link = await mailbox.link(second, "verif");
    assert.equal(await go(page, link), 200);
    await ada.visit(page, "addresses/");
    assert.equal(await page.locator(".rows .badge-good").count(), 1, "a GET verified an address");
    await go(page, link);
    await look(page, "account-address-link");
    await press(page, page.locator("main form button"));
    await ada.visit(page, "addresses/");
    assert.equal(await page.locator(".rows .badge-good").count(), 2);
    assert.equal(await go(page, link), 404);
  });
  await step("the address of somebody else gets the same answer, and its owner hears of it", async () => {
    await ada.visit(page, "addresses/");
    await send(page, { email: "olive@index.example" });
    assert.equal(await problems(page), "");
    await mailbox.take("olive@index.example", /ada|address/i);
  });
}

async function password(step, { browser, ada, page }) {
  await step("a new password ends the other sessions and not this one", async () => {
    const other = await open(browser);
    await ada.signIn(other);
    await ada.visit(page, "password/");
    const fresh = "twelve quiet wheels of tomme";
    const fields = { current: ada.password, password: fresh };
    const hasRepetition = await page.locator("[name=repeated]").count();
    await send(page, hasRepetition ? { ...fields, repeated: fresh } : fields);
    assert.equal(await problems(page), "");
    ada.password = fresh;
    await ada.assertSignedIn(page);
    await assertStranger(other, ada.index);
    await other.context().close();
  });
  await step("signing out everywhere ends this session too or all others", async () => {
    const other = await open(browser);
    await ada.signIn(other);
    await ada.visit(page, "sessions/");
    await look(page, "account-sessions-two");
    await page.locator("main a[href$='sessions/end-all/']").click();
    await page.waitForURL("**/end-all/**");
    await press(page, page.locator("main form button"));
    await assertStranger(other, ada.index);
    await other.context().close();
  });
}

async function leaving(step, { index, mailbox, ada, page }) {
  await step("everything about the account is downloaded as JSON, without a secret", async () => {
    await go(page, ada.page(""));
    if (pathOf(page) !== "/account/") {
      await ada.signIn(page);
    }
    await ada.visit(page, "export/");
    const pressed = page.locator("main form button").click();
    const [download] = await Promise.all([page.waitForEvent("download"), pressed]);
    const text = readFileSync(await download.path(), "utf8");
    const kept = JSON.parse(text);
    assert.ok(JSON.stringify(kept).includes(ada.email));
    assert.ok(!text.includes(ada.app.secret) && !text.includes("$argon2"), "a secret left the index");
  });
  await step("the log of the account tells the story", async () => {
    await ada.visit(page, "events/");
    const seen = new Set();
    for (;;) {
      for (const tag of await page.locator(".events code").allInnerTexts()) {
        seen.add(tag);
      }
      const older = page.locator("a[rel=next]");
      if (!(await older.count())) {
        break;
      }
      await Promise.all([page.waitForNavigation(), older.click()]);
    }
    const wanted = [
      "account:register", "account:sign-in", "account:sign-in:fail", "device:unknown", "recovery-codes:create",
      "factor:add", "token:create", "token:revoke", "account:password:reset",
    ];
    assert.deepEqual(wanted.filter((tag) => !seen.has(tag)), [], [...seen].join(", "));
  });
  await step("the only owner of a project cannot leave", async () => {
    await ada.visit(page, "delete/");
    await send(page, { username: ada.username });
    assert.match(await problems(page), /tomme-kit/);
    await look(page, "account-delete-refused");
  });
  await step("an account that is to be deleted stays by the link of the mail", async () => {
    index.command(["project", "delete", "tomme-kit", "--yes"]);
    await ada.visit(page, "delete/");
    await send(page, { username: ada.username });
    assert.equal(await page.locator("main [name=username]").count(), 0, await problems(page));
    await look(page, "account-delete-scheduled");
    const link = await mailbox.link(ada.email, "undo");
    assert.equal(await go(page, link), 200);
    await look(page, "account-undo-deletion");
    await press(page, page.locator("main form button"));
    await look(page, "account-undo-deletion-done");
    await ada.visit(page, "delete/");
    assert.equal(await page.locator("main [name=username]").count(), 1);
    assert.equal(await go(page, link), 404);
  });
}
