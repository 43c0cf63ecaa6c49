// The pages of operators: nobody else finds them, and invitations go out from there.

import assert from "node:assert/strict";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { Person } from "../kit/person.mjs";

/** `olga`, an operator, invites somebody and thinks better of it. */
export async function administration(report, world) {
  const { browser, index, mailbox } = world;
  const step = report.story();
  const olga = new Person(world, "olga", "four tin boats against the tide");
  const page = await open(browser);
  const invitations = `${index.url}/admin/invitations/`;

  await step("the pages of operators are not there for anybody else", async () => {
    assert.equal(await go(world.page, `${index.url}/admin/`), 404);
    assert.equal(await world.page.locator("header a[href$='/admin/']").count(), 0);
  });
  await step("an operator finds them in the header", async () => {
    const words = ["user", "create", olga.username, "--email", olga.email, "--superuser", "--password-stdin", "--totp"];
    const made = index.command(words, `${olga.password}\n`);
    olga.keep(new URL(made.otpauth_uri).searchParams.get("secret"));
    await olga.signIn(page);
    await press(page, page.locator("header a[href$='/admin/']"));
    assert.equal(pathOf(page), "/admin/");
    assert.ok(await page.locator(".subject-cards a").count());
    await look(page, "admin");
  });
  await step("every card leads to a page of its own", async () => {
    const cards = await page.locator(".subject-cards a").evaluateAll((links) => links.map((link) => link.href));
    for (const card of cards) {
      assert.equal(await go(page, card), 200, card);
      assert.equal(await page.locator(".account-menu [aria-current=page]").count(), 1, card);
    }
  });
  await step("an invitation is refused at its field, sent, listed and cancelled", async () => {
    await go(page, invitations);
    await send(page, { email: olga.email });
    assert.match(await problems(page), /has this e-mail address already/);
    await look(page, "admin-invitations-refused");
    await send(page, { email: "guest@people.example" });
    const link = await mailbox.link("guest@people.example", "invitation");
    await look(page, "admin-invitations");
    const guest = await open(browser);
    assert.equal(await go(guest, link), 200);
    await press(page, page.locator("tr", { hasText: "guest@people.example" }).locator("button"));
    assert.equal(await page.locator("tr", { hasText: "guest@people.example" }).count(), 0);
    assert.equal(await go(guest, link), 404);
    await guest.context().close();
  });
  await step("who may register is set on the same page", async () => {
    await page.locator("#registration-closed").check();
    await press(page, page.locator("form[action$='/registration/'] button"));
    assert.equal(index.command(["registration", "show"]).mode, "closed");
    await page.locator("#registration-invite").check();
    await press(page, page.locator("form[action$='/registration/'] button"));
    assert.equal(index.command(["registration", "show"]).mode, "invite");
  });
  await page.context().close();
}
