// `serve --dev`: whoever develops reads on a page what would have been mailed.

import assert from "node:assert/strict";
import { go, open, press } from "../kit/browser.mjs";
import { Index } from "../kit/index.mjs";
import { look } from "../kit/look.mjs";
import { Mailbox } from "../kit/mailbox.mjs";

/** An index of its own, where somebody gets a token and hears of it. */
export async function develop(report, world) {
  const step = report.story();
  const index = await Index.start({}, ["--dev"]);
  const page = await open(world.browser);
  try {
    await step("the mails of an index in development are pages", async () => {
      await go(page, `${index.url}/dev/mail/`);
      assert.equal(await page.locator("main .empty").count(), 1);
      index.command(["user", "create", "dora", "--email", "dora@people.example", "--password-stdin"], "five slow snails in a row\n");
      index.command(["token", "create", "--user", "dora"]);
      await new Mailbox(index).take("dora@people.example", /token/);
      await go(page, `${index.url}/dev/mail/`);
      await look(page, "dev-mails");
      await press(page, page.locator("main .row-name a", { hasText: "API token created" }));
      assert.match(await page.locator("main pre").innerText(), /dora/);
      await look(page, "dev-mail");
    });
    await step("without the flag those pages are not there", async () => {
      assert.equal(await go(page, `${world.index.url}/dev/mail/`), 404);
    });
  } finally {
    await page.context().close();
    await index.stop(true);
  }
}
